using System.Runtime.InteropServices;
using Oriel.Interop.Windows.Com;
using Oriel.Interop.Windows.WinRt;

namespace Oriel.Testing.Windows.WinRt;

/// <summary>IDirect3D11CaptureFramePool: as many frames as buffers, the oldest first; what comes while all are out is lost.</summary>
internal sealed unsafe class FakeCapturePool : FakeObject
{
    private static readonly void** s_table = Table();
    private static readonly void** s_closable = ClosableTable();
    private readonly FakeGraphicsCapture _system;
    private readonly FakeEventSource _arrived;
    private readonly Queue<FakeCaptureFrame> _frames = new();
    private readonly int _buffers;
    private SizeInt32 _size;
    private bool _closed;

    public FakeCapturePool(FakeGraphicsCapture system, SizeInt32 size, int buffers)
        : base(system.Machine, "pool", (nint)s_table, (nint)s_closable)
    {
        (_system, _size, _buffers) = (system, size, buffers);
        _arrived = new FakeEventSource(system.Machine, WinRtIds.FrameArrivedHandler);
    }

    public bool IsStarted { get; set; }

    /// <summary>A frame of the picture arrives.</summary>
    public void Arrive()
    {
        lock (_frames)
        {
            if (!IsStarted || _closed || _frames.Count == _buffers)
            {
                return;
            }

            var texture = _system.MakeTexture(_size.Width, _size.Height, out var content);
            _frames.Enqueue(new FakeCaptureFrame(Windows, texture, content));
        }

        _arrived.Fire();
    }

    protected override int FacetOf(in Guid id) => id == WinRtIds.IDirect3D11CaptureFramePool ? 0 : id == WinRtIds.IClosable ? 1 : -1;

    protected override void OnLastRelease()
    {
        if (!_closed || _arrived.HasListener)
        {
            Windows.Complain("a pool went without being closed, or while somebody listens");
        }
    }

    private static void** Table()
    {
        var table = MakeObjectTable();
        table[IDirect3D11CaptureFramePool.Slot.Recreate] = (delegate* unmanaged<void*, void*, int, int, SizeInt32, int>)&Recreate;
        table[IDirect3D11CaptureFramePool.Slot.TryGetNextFrame] = (delegate* unmanaged<void*, void**, int>)&TryGetNextFrame;
        table[IDirect3D11CaptureFramePool.Slot.add_FrameArrived] = (delegate* unmanaged<void*, void*, long*, int>)&AddFrameArrived;
        table[IDirect3D11CaptureFramePool.Slot.remove_FrameArrived] = (delegate* unmanaged<void*, long, int>)&RemoveFrameArrived;
        table[IDirect3D11CaptureFramePool.Slot.CreateCaptureSession] = (delegate* unmanaged<void*, void*, void**, int>)&CreateCaptureSession;
        return table;
    }

    private static void** ClosableTable()
    {
        var table = MakeObjectTable();
        table[IClosable.Slot.Close] = (delegate* unmanaged<void*, int>)&Close;
        return table;
    }

    private void Drop()
    {
        lock (_frames)
        {
            while (_frames.TryDequeue(out var frame))
            {
                _ = frame.GiveBack();
            }
        }
    }

    [UnmanagedCallersOnly]
    private static int Recreate(void* self, void* device, int format, int buffers, SizeInt32 size)
    {
        var pool = From<FakeCapturePool>(self);
        if (pool._system.RecreateAnswer < 0)
        {
            return pool._system.RecreateAnswer;
        }

        pool.Drop();
        pool._size = size;
        pool.Arrive();
        return HResultCodes.Ok;
    }

    [UnmanagedCallersOnly]
    private static int TryGetNextFrame(void* self, void** frame)
    {
        var pool = From<FakeCapturePool>(self);
        lock (pool._frames)
        {
            *frame = pool._frames.TryDequeue(out var next) ? next.Reference : null;
            return HResultCodes.Ok;
        }
    }

    [UnmanagedCallersOnly]
    private static int AddFrameArrived(void* self, void* handler, long* token) => From<FakeCapturePool>(self)._arrived.Add(handler, token);

    [UnmanagedCallersOnly]
    private static int RemoveFrameArrived(void* self, long token) => From<FakeCapturePool>(self)._arrived.Remove(token);

    [UnmanagedCallersOnly]
    private static int CreateCaptureSession(void* self, void* item, void** session)
    {
        var pool = From<FakeCapturePool>(self);
        *session = new FakeCaptureSession(pool._system, pool).Reference;
        return HResultCodes.Ok;
    }

    [UnmanagedCallersOnly]
    private static int Close(void* self)
    {
        var pool = From<FakeCapturePool>(self);
        pool._closed = true;
        pool.Drop();
        return HResultCodes.Ok;
    }
}
