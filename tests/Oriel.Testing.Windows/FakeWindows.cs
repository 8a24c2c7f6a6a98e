using System.Runtime.InteropServices;
using Oriel.Interop.Windows.Com;
using Oriel.Interop.Windows.D3D11;
using Oriel.Interop.Windows.Dxgi;
using Oriel.Testing.Windows.D3D12;

namespace Oriel.Testing.Windows;

/// <summary>
/// A machine with GPUs and screens that keeps the documented contracts of DXGI and Direct3D 11 as far as the agent uses them: the product's own wrappers call it through
/// function tables. Counts references and calls, refuses any call with any answer, and notes what a debug layer would complain about.
/// </summary>
public sealed unsafe class FakeWindows : IDisposable
{
    private readonly Lock _gate = new();
    private readonly List<nint> _memory = [];
    private readonly List<string> _live = [];
    private readonly List<FakeObject> _shared = [];
    private readonly List<FakeFence12> _fences = [];
    private readonly long[] _calls = new long[(int)FakeCall.Count];
    private readonly Refusal[] _refusals = new Refusal[(int)FakeCall.Count];

    /// <summary>GPUs of the machine; replace or change them, then call <see cref="MakeStale"/>.</summary>
    public IList<FakeGpu> Gpus { get; } = [];

    /// <summary>What a debug layer would have said, and references given back too often.</summary>
    public IReadOnlyList<string> Violations
    {
        get
        {
            lock (_gate)
            {
                return [.. _violations];
            }
        }
    }

    /// <summary>Objects that are still referenced.</summary>
    public IReadOnlyList<string> Live
    {
        get
        {
            lock (_gate)
            {
                return [.. _live];
            }
        }
    }

    /// <summary>How often a mapping that may not wait is told that the GPU is still drawing, after each copy.</summary>
    public int StillDrawingAnswers { get; set; }

    /// <summary>Why devices are gone; 0 while they live.</summary>
    public int RemovedReason { get; set; }

    /// <summary>Every copy into a staging texture loses its last byte.</summary>
    public bool SpoilCopies { get; set; }

    /// <summary>Pixels copied between textures.</summary>
    public long CopiedPixels { get; internal set; }

    /// <summary>Number of times adapters or outputs changed; factories made before are not current.</summary>
    public int Generation { get; private set; }

    private readonly List<string> _violations = [];

    /// <summary>Direct3D 11 has fences; older systems have none.</summary>
    public bool HasFences { get; set; } = true;

    /// <summary>A machine with one GPU and one screen.</summary>
    public static FakeWindows WithScreen(int width, int height, PixelFormat format = PixelFormat.Bgra8)
    {
        var windows = new FakeWindows();
        windows.Gpus.Add(new FakeGpu("Fake GPU 3000", 0x10DE));
        windows.Gpus[0].Screens.Add(new FakeScreen(@"\\.\DISPLAY1", width, height, format));
        return windows;
    }

    /// <summary>How often a call was made.</summary>
    public long Calls(FakeCall call) => Volatile.Read(ref _calls[(int)call]);

    /// <summary>Refuses a call.</summary>
    /// <param name="call">Which.</param>
    /// <param name="answer">What it answers.</param>
    /// <param name="after">How many succeed before.</param>
    /// <param name="times">How many are refused.</param>
    public void Refuse(FakeCall call, int answer, int after = 0, int times = 1)
    {
        lock (_gate)
        {
            _refusals[(int)call] = new Refusal { Answer = answer, After = after, Times = times };
        }
    }

    /// <summary>Factories made before say that they are out of date.</summary>
    public void MakeStale() => Generation++;

    /// <summary>As CreateDXGIFactory1.</summary>
    public DxgiFactory CreateFactory() => new(new FakeFactory(this).Reference);

    /// <summary>As D3D11CreateDevice.</summary>
    public HResult CreateDevice(out D3D11Device? device)
    {
        if (Count(FakeCall.CreateDevice, out var answer))
        {
            device = null;
            return answer;
        }

        var made = new FakeDevice(this);
        device = new D3D11Device(made.Reference);
        return HResultCodes.Ok;
    }

    /// <summary>Frees the memory of objects that are gone. Call it when nothing uses them any more.</summary>
    public void Dispose()
    {
        foreach (var block in _memory)
        {
            // SAFETY: each was allocated once by Allocate and is freed once, here.
            NativeMemory.Free((void*)block);
        }

        _memory.Clear();
    }

    /// <summary>A context was flushed: fences it was told to signal reach their values.</summary>
    internal void Flush()
    {
        for (var i = 0; i < _fences.Count; i++)
        {
            _fences[i].Flush();
        }
    }

    /// <summary>A fence that contexts may be told to signal.</summary>
    internal void Watch(FakeFence12 fence) => _fences.Add(fence);

    /// <summary>A handle that names an object. It keeps nothing alive.</summary>
    internal nint Share(FakeObject shared)
    {
        lock (_gate)
        {
            _shared.Add(shared);
            return _shared.Count;
        }
    }

    /// <summary>What a handle names; null when nothing.</summary>
    internal FakeObject? Resolve(nint handle)
    {
        lock (_gate)
        {
            return handle > 0 && handle <= _shared.Count ? _shared[(int)handle - 1] : null;
        }
    }

    /// <summary>Counts a call; true when it is to be refused.</summary>
    internal bool Count(FakeCall call, out int answer)
    {
        lock (_gate)
        {
            _calls[(int)call]++;
            ref var refusal = ref _refusals[(int)call];
            answer = refusal.Answer;
            if (refusal.Times == 0)
            {
                return false;
            }

            if (refusal.After > 0)
            {
                refusal.After--;
                return false;
            }

            refusal.Times--;
            return true;
        }
    }

    internal void Complain(string what)
    {
        lock (_gate)
        {
            _violations.Add(what);
        }
    }

    internal void Born(string name)
    {
        lock (_gate)
        {
            _live.Add(name);
        }
    }

    internal void Died(string name)
    {
        lock (_gate)
        {
            _ = _live.Remove(name);
        }
    }

    /// <summary>Native memory that lives until the machine is disposed of, so that a use after the last release finds a table of traps instead of chaos.</summary>
    internal void* Allocate(nuint bytes)
    {
        var block = NativeMemory.AllocZeroed(bytes);
        lock (_gate)
        {
            _memory.Add((nint)block);
        }

        return block;
    }

    private struct Refusal
    {
        public int Answer;
        public int After;
        public int Times;
    }
}
