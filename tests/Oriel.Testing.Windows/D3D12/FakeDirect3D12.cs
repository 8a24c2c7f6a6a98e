using Oriel.Interop.Windows.Com;
using Oriel.Interop.Windows.D3D11;
using Oriel.Interop.Windows.D3D12;

namespace Oriel.Testing.Windows.D3D12;

/// <summary>
/// Direct3D 12 of a <see cref="FakeWindows"/>: its queue is a thread that writes into the region's real memory, in order, waiting for fences as a GPU does. Every step can be
/// refused, done wrong, done late, or never be finished.
/// </summary>
public sealed unsafe class FakeDirect3D12(FakeWindows windows) : IDirect3D12, IDisposable
{
    private readonly FakeGpuThread _gpu = new();

    /// <summary>Answer of the device's creation.</summary>
    public int CreateDeviceAnswer { get; set; }

    /// <summary>The device knows how to open memory as a heap; older systems do not.</summary>
    public bool OpensMemory { get; set; } = true;

    /// <summary>Answer of opening memory as a heap.</summary>
    public int OpenHeapAnswer { get; set; }

    /// <summary>Size of the memory: what the system knows from the mapping.</summary>
    public ulong HeapBytes { get; set; }

    /// <summary>Where resources in that heap may begin.</summary>
    public uint HeapAlignment { get; set; } = 65536;

    /// <summary>Answer of placing a buffer.</summary>
    public int PlaceAnswer { get; set; }

    /// <summary>Answer of opening a texture by its handle.</summary>
    public int OpenTextureAnswer { get; set; }

    /// <summary>Answer of opening a fence by its handle.</summary>
    public int OpenFenceAnswer { get; set; }

    /// <summary>What the GPU does with the copies it is told.</summary>
    public FakeCopyFault Fault { get; set; }

    /// <summary>Time every list takes.</summary>
    public TimeSpan Delay { get; set; }

    /// <summary>The debug layer was asked for.</summary>
    public bool DebugLayer { get; private set; }

    /// <summary>Pixels the GPU wrote into the region.</summary>
    public long WrittenTexels => _gpu.WrittenTexels;

    /// <summary>Lists the GPU began.</summary>
    public long Lists => _gpu.Lists;

    /// <summary>The machine.</summary>
    internal FakeWindows Windows => windows;

    /// <summary>What executes.</summary>
    internal FakeGpuThread Gpu => _gpu;

    /// <inheritdoc/>
    public HResult TryCreateDevice(D3D11Device other, bool debugLayer, out CopyDevice? device)
    {
        DebugLayer = debugLayer;
        device = CreateDeviceAnswer < 0 ? null : new CopyDevice(new FakeDevice12(this).Reference);
        return CreateDeviceAnswer;
    }

    /// <summary>Lets a GPU that hangs go on.</summary>
    public void Unhang() => _gpu.Unhang();

    /// <summary>Ends the GPU.</summary>
    public void Dispose() => _gpu.Dispose();
}
