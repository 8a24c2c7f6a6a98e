using System.Runtime.InteropServices;
using Oriel.Interop.Windows.Com;
using Oriel.Interop.Windows.Dxgi;
using Oriel.Interop.Windows.Win32;

namespace Oriel.Testing.Windows;

/// <summary>IDXGIOutputDuplication.</summary>
internal sealed unsafe class FakeDuplication : FakeObject
{
    private static readonly void** s_table = Table();
    private readonly FakeScreen _screen;
    private readonly FakeDevice _device;
    private readonly PixelFormat _format;
    private FakeTexture _texture;
    private bool _held;
    private bool _lost;

    public FakeDuplication(FakeWindows windows, FakeScreen screen, FakeDevice device, PixelFormat format)
        : base(windows, "duplication", (nint)s_table)
    {
        (_screen, _device, _format) = (screen, device, format);
        _ = device.NewReference();
        _texture = new FakeTexture(windows, screen.Width, screen.Height, format, staging: false, "frame texture");
        lock (screen.Gate)
        {
            screen.Duplication = this;
            screen.BeginAnew();
        }
    }

    /// <summary>From now on every call but the release answers that access was lost.</summary>
    public void Lose() => _lost = true;

    protected override int FacetOf(in Guid id) => id == DxgiIds.IDXGIOutputDuplication ? 0 : -1;

    protected override void OnLastRelease()
    {
        _screen.Duplication = null;
        _ = _texture.GiveBack();
        _ = _device.GiveBack();
    }

    private static void** Table()
    {
        var table = MakeObjectTable();
        table[IDXGIOutputDuplication.Slot.GetDesc] = (delegate* unmanaged<void*, DXGI_OUTDUPL_DESC*, void>)&GetDesc;
        table[IDXGIOutputDuplication.Slot.AcquireNextFrame] = (delegate* unmanaged<void*, uint, DXGI_OUTDUPL_FRAME_INFO*, void**, int>)&AcquireNextFrame;
        table[IDXGIOutputDuplication.Slot.GetFrameDirtyRects] = (delegate* unmanaged<void*, uint, RECT*, uint*, int>)&GetFrameDirtyRects;
        table[IDXGIOutputDuplication.Slot.GetFrameMoveRects] = (delegate* unmanaged<void*, uint, DXGI_OUTDUPL_MOVE_RECT*, uint*, int>)&GetFrameMoveRects;
        table[IDXGIOutputDuplication.Slot.GetFramePointerShape] = (delegate* unmanaged<void*, uint, void*, uint*, DXGI_OUTDUPL_POINTER_SHAPE_INFO*, int>)&GetFramePointerShape;
        table[IDXGIOutputDuplication.Slot.ReleaseFrame] = (delegate* unmanaged<void*, int>)&ReleaseFrame;
        return table;
    }

    [UnmanagedCallersOnly]
    private static void GetDesc(void* self, DXGI_OUTDUPL_DESC* description)
    {
        var target = From<FakeDuplication>(self);
        *description = new DXGI_OUTDUPL_DESC { Rotation = (uint)target._screen.Rotation };
        (description->ModeDesc.Width, description->ModeDesc.Height, description->ModeDesc.Format) = ((uint)target._screen.Width, (uint)target._screen.Height, (uint)target._format);
        description->ModeDesc.RefreshRate = new DXGI_RATIONAL { Numerator = 60, Denominator = 1 };
    }

    [UnmanagedCallersOnly]
    private static int AcquireNextFrame(void* self, uint timeoutMs, DXGI_OUTDUPL_FRAME_INFO* info, void** resource) => From<FakeDuplication>(self).Acquire(timeoutMs, info, resource);

    [UnmanagedCallersOnly]
    private static int GetFrameDirtyRects(void* self, uint bytes, RECT* rects, uint* needed) => From<FakeDuplication>(self).Dirty(bytes, rects, needed);

    [UnmanagedCallersOnly]
    private static int GetFrameMoveRects(void* self, uint bytes, DXGI_OUTDUPL_MOVE_RECT* rects, uint* needed) => From<FakeDuplication>(self).Moves(bytes, rects, needed);

    [UnmanagedCallersOnly]
    private static int GetFramePointerShape(void* self, uint bytes, void* buffer, uint* needed, DXGI_OUTDUPL_POINTER_SHAPE_INFO* info) => From<FakeDuplication>(self).Shape(bytes, buffer, needed, info);

    [UnmanagedCallersOnly]
    private static int ReleaseFrame(void* self) => From<FakeDuplication>(self).Release();

    private int Acquire(uint timeoutMs, DXGI_OUTDUPL_FRAME_INFO* info, void** resource)
    {
        *resource = null;
        _screen.LongestTimeoutMs = Math.Max(_screen.LongestTimeoutMs, timeoutMs);
        if (Windows.Count(FakeCall.Acquire, out var refused))
        {
            return refused;
        }

        if (_held)
        {
            return HResultCodes.InvalidCall;
        }

        if (!_lost && timeoutMs > 0 && !_screen.Ready.IsSet)
        {
            _ = _screen.Ready.Wait((int)Math.Min(timeoutMs, int.MaxValue));
        }

        lock (_screen.Gate)
        {
            if (Gone() is var answer and not 0)
            {
                return answer;
            }

            if (!_screen.HasNews)
            {
                return HResultCodes.WaitTimeout;
            }

            *info = _screen.TakeNews();
            if (_texture.Width != _screen.Width || _texture.Height != _screen.Height)
            {
                _ = _texture.GiveBack();
                _texture = new FakeTexture(Windows, _screen.Width, _screen.Height, _format, staging: false, "frame texture");
            }

            _texture.Fill(_screen.Pixels);
            _held = true;
            *resource = _texture.NewReference();
            return HResultCodes.Ok;
        }
    }

    private int Dirty(uint bytes, RECT* rects, uint* needed)
    {
        if (Windows.Count(FakeCall.DirtyRects, out var refused))
        {
            return refused;
        }

        if (Held() is var answer and not 0)
        {
            return answer;
        }

        *needed = (uint)(_screen.FrameDirtyCount * sizeof(RECT));
        if (bytes < *needed)
        {
            return HResultCodes.MoreData;
        }

        _screen.FrameDirty.CopyTo(new Span<PixelRect>(rects, _screen.FrameDirtyCount));
        return HResultCodes.Ok;
    }

    private int Moves(uint bytes, DXGI_OUTDUPL_MOVE_RECT* rects, uint* needed)
    {
        if (Windows.Count(FakeCall.MoveRects, out var refused))
        {
            return refused;
        }

        if (Held() is var answer and not 0)
        {
            return answer;
        }

        *needed = (uint)(_screen.FrameMoveCount * sizeof(DXGI_OUTDUPL_MOVE_RECT));
        if (bytes < *needed)
        {
            return HResultCodes.MoreData;
        }

        _screen.FrameMoves.CopyTo(new Span<MoveRect>(rects, _screen.FrameMoveCount));
        return HResultCodes.Ok;
    }

    private int Shape(uint bytes, void* buffer, uint* needed, DXGI_OUTDUPL_POINTER_SHAPE_INFO* info)
    {
        if (Windows.Count(FakeCall.PointerShape, out var refused))
        {
            return refused;
        }

        if (Held() is var answer and not 0)
        {
            return answer;
        }

        *needed = (uint)_screen.ShapeBytes.Length;
        if (bytes < *needed)
        {
            return HResultCodes.MoreData;
        }

        var shape = _screen.Shape;
        *info = new DXGI_OUTDUPL_POINTER_SHAPE_INFO
        {
            Type = (uint)shape.Kind,
            Width = (uint)shape.Width,
            Height = (uint)shape.Height,
            Pitch = (uint)shape.PitchBytes,
            HotSpot = new POINT { x = shape.HotspotX, y = shape.HotspotY },
        };
        _screen.ShapeBytes.CopyTo(new Span<byte>(buffer, (int)bytes));
        return HResultCodes.Ok;
    }

    private int Release()
    {
        if (Windows.Count(FakeCall.ReleaseFrame, out var refused))
        {
            _held = false;
            return refused;
        }

        var was = _held;
        _held = false;
        return Gone() is var answer and not 0 ? answer : was ? HResultCodes.Ok : HResultCodes.InvalidCall;
    }

    private int Gone() => Windows.RemovedReason != 0 ? HResultCodes.DeviceRemoved : _lost ? HResultCodes.AccessLost : 0;

    private int Held() => Gone() is var answer and not 0 ? answer : _held ? 0 : HResultCodes.InvalidCall;
}
