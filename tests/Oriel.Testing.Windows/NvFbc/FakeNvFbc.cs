using System.Runtime.InteropServices;
using Oriel.Interop.Windows.NvFbc;

namespace Oriel.Testing.Windows.NvFbc;

/// <summary>
/// NVIDIA's capture interface over a screen the test draws: the product calls its table of functions. A grab copies the screen into the driver's own buffer and leaves a map of
/// the blocks that differ from the grab before.
/// </summary>
public sealed unsafe class FakeNvFbc : INvFbc, IDisposable
{
    private static readonly void** s_table = MakeTable();

    private readonly object _gate = new();
    private readonly GCHandle _self;
    private readonly nint* _object;
    private byte[] _screen = [];
    private int _width;
    private int _height;
    private byte* _buffer;
    private byte* _map;
    private int _bufferWidth;
    private int _blockPixels;
    private bool _first;
    private bool _drawn;
    private void** _bufferOut;
    private void** _mapOut;

    public FakeNvFbc(int width, int height)
    {
        _self = GCHandle.Alloc(this);

        // SAFETY: two words: the table and the handle of this.
        _object = (nint*)NativeMemory.AllocZeroed(2, (nuint)sizeof(nint));
        (_object[0], _object[1]) = ((nint)s_table, GCHandle.ToIntPtr(_self));
        Resize(width, height);
    }

    public bool IsInstalled { get; set; } = true;

    /// <summary>The adapter that has the interface.</summary>
    public int Adapter { get; set; }

    public bool IsPossible { get; set; } = true;

    public bool HasSmallBlocks { get; set; } = true;

    public NvFbcResult StatusAnswer { get; set; }

    public NvFbcResult CreateAnswer { get; set; }

    public NvFbcResult SetUpAnswer { get; set; }

    /// <summary>Answer of the next grabs.</summary>
    public NvFbcResult GrabAnswer { get; set; }

    /// <summary>The next grab says that the session is void.</summary>
    public bool MustRecreate { get; set; }

    public bool IsHdr { get; set; }

    public int StatusReads { get; private set; }

    public int Sessions { get; private set; }

    public int Live { get; private set; }

    public bool AskedForHdr { get; private set; }

    public int BlockPixels => _blockPixels;

    /// <summary>A copy of the screen.</summary>
    public byte[] Screen
    {
        get
        {
            lock (_gate)
            {
                return [.. _screen];
            }
        }
    }

    public void Resize(int width, int height)
    {
        lock (_gate)
        {
            (_width, _height, _screen, _drawn) = (width, height, new byte[width * height * 4], true);
            _first = true;
            new Random(width).NextBytes(_screen);
            Monitor.PulseAll(_gate);
        }
    }

    public void Draw(int x, int y, int width, int height, Random random)
    {
        lock (_gate)
        {
            for (var row = y; row < y + height; row++)
            {
                random.NextBytes(_screen.AsSpan(((row * _width) + x) * 4, width * 4));
            }

            _drawn = true;
            Monitor.PulseAll(_gate);
        }
    }

    public NvFbcResult ReadStatus(int adapter, out NvFbcStatus status)
    {
        StatusReads++;
        status = new NvFbcStatus(IsPossible && adapter == Adapter, HasSmallBlocks);
        return StatusAnswer != NvFbcResult.Success ? StatusAnswer : adapter == Adapter ? NvFbcResult.Success : NvFbcResult.InvalidTarget;
    }

    public NvFbcResult TryCreate(int adapter, out NvFbcSession? session)
    {
        session = CreateAnswer == NvFbcResult.Success ? new NvFbcSession(_object) : null;
        Sessions++;
        Live += session is null ? 0 : 1;
        return CreateAnswer;
    }

    public void Dispose()
    {
        NativeMemory.Free(_buffer);
        NativeMemory.Free(_map);
        NativeMemory.Free(_object);
        _self.Free();
    }

    private static FakeNvFbc From(void* self) => (FakeNvFbc)GCHandle.FromIntPtr(((nint*)self)[1]).Target!;

    private static void** MakeTable()
    {
        var table = (void**)NativeMemory.AllocZeroed(NvFBCToSys.Method.Count, (nuint)sizeof(void*));
        table[NvFBCToSys.Method.SetUp] = (delegate* unmanaged<void*, NVFBC_TOSYS_SETUP_PARAMS*, int>)&SetUp;
        table[NvFBCToSys.Method.GrabFrame] = (delegate* unmanaged<void*, NVFBC_TOSYS_GRAB_FRAME_PARAMS*, int>)&GrabFrame;
        table[NvFBCToSys.Method.Release] = (delegate* unmanaged<void*, int>)&Release;
        return table;
    }

    [UnmanagedCallersOnly]
    private static int SetUp(void* self, NVFBC_TOSYS_SETUP_PARAMS* parameters)
    {
        var fake = From(self);
        if (parameters->dwVersion != NvFbcConstants.SetupVersion)
        {
            return (int)NvFbcResult.IncompatibleVersion;
        }

        fake.AskedForHdr = (parameters->bits & NvFbcConstants.SetupHdr) != 0;
        fake._blockPixels = (parameters->bits & NvFbcConstants.SetupSmallBlocks) != 0 ? 16 : 128;
        fake._bufferOut = parameters->ppBuffer;
        fake._mapOut = (parameters->bits & NvFbcConstants.SetupDiffMap) != 0 ? parameters->ppDiffMap : null;
        fake._first = true;
        return (int)fake.SetUpAnswer;
    }

    [UnmanagedCallersOnly]
    private static int GrabFrame(void* self, NVFBC_TOSYS_GRAB_FRAME_PARAMS* parameters)
    {
        var fake = From(self);
        lock (fake._gate)
        {
            if (parameters->dwVersion != NvFbcConstants.GrabVersion || parameters->pNvFBCFrameGrabInfo == null)
            {
                return (int)NvFbcResult.IncompatibleVersion;
            }

            if (!fake._drawn && parameters->dwFlags == NvFbcConstants.GrabWaitWithTimeout)
            {
                Monitor.Wait(fake._gate, (int)parameters->dwWaitTime);
            }

            if (fake.GrabAnswer != NvFbcResult.Success)
            {
                return (int)fake.GrabAnswer;
            }

            fake.Grab(parameters->pNvFBCFrameGrabInfo);
            return 0;
        }
    }

    [UnmanagedCallersOnly]
    private static int Release(void* self)
    {
        From(self).Live--;
        return 0;
    }

    private void Grab(NvFBCFrameGrabInfo* info)
    {
        var (across, down) = ((_width + _blockPixels - 1) / _blockPixels, (_height + _blockPixels - 1) / _blockPixels);
        var padded = (_width + 63) / 64 * 64;
        if (_first || _buffer == null)
        {
            NativeMemory.Free(_buffer);
            NativeMemory.Free(_map);
            _bufferWidth = padded;
            _buffer = (byte*)NativeMemory.AllocZeroed((nuint)(padded * _height * 4));
            _map = (byte*)NativeMemory.AllocZeroed((nuint)(across * down));
        }

        new Span<byte>(_map, across * down).Clear();
        for (var y = 0; y < _height; y++)
        {
            for (var x = 0; x < across; x++)
            {
                var pixels = Math.Min(_blockPixels, _width - (x * _blockPixels));
                var from = _screen.AsSpan(((y * _width) + (x * _blockPixels)) * 4, pixels * 4);
                var to = new Span<byte>(_buffer + (((y * _bufferWidth) + (x * _blockPixels)) * 4), pixels * 4);
                if (!from.SequenceEqual(to))
                {
                    _map[(y / _blockPixels * across) + x] = 0xFF;
                    from.CopyTo(to);
                }
            }
        }

        *_bufferOut = _buffer;
        if (_mapOut != null)
        {
            *_mapOut = _map;
        }

        *info = new NvFBCFrameGrabInfo
        {
            dwWidth = (uint)_width, dwHeight = (uint)_height, dwBufferWidth = (uint)_bufferWidth, bFirstBuffer = _first ? 1 : 0, bMustRecreate = MustRecreate ? 1 : 0,
            bitsIsHdr = IsHdr ? 1u : 0,
        };
        (_first, _drawn) = (false, false);
    }
}
