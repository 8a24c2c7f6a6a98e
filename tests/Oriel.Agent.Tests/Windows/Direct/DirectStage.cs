using Oriel.Agent.Capture;
using Oriel.Agent.Windows.Direct;
using Oriel.Agent.Windows.Gpu;
using Oriel.Interop.Windows.D3D11;
using Oriel.Memory;
using Oriel.Protocol.Kvmfr;
using Oriel.Relay.Producer;
using Oriel.Testing;
using Oriel.Testing.Windows;
using Oriel.Testing.Windows.D3D12;

namespace Oriel.Agent.Tests.Windows.Direct;

/// <summary>A machine whose GPU can write into a region: everything a direct backend needs.</summary>
internal sealed class DirectStage : IDisposable
{
    private readonly TempRegion _file = new();

    public DirectStage(ulong bytes = 16 << 20, uint alignment = ProducerOptions.HeapAlignment)
    {
        Library = new FakeDirect3D12(Windows) { HeapBytes = bytes };
        Region = Region.CreateFile(_file.Path, bytes, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        Producer = new RelayProducer(Region, new ProducerOptions { FrameAlignment = alignment });
        Assert.True(Windows.CreateDevice(out var device).IsSuccess);
        Device = device!;
        Direct = new DirectCapture(Library);
        Direct.Attach(Region, Producer);
    }

    public string Path => _file.Path;

    public FakeWindows Windows { get; } = FakeWindows.WithScreen(640, 480);

    public FakeDirect3D12 Library { get; }

    public Region Region { get; }

    public RelayProducer Producer { get; }

    public D3D11Device Device { get; }

    public DirectCapture Direct { get; }

    public WakeFlag Stop { get; } = new();

    public ModelSource Source(int width = 200, int height = 150, FrameType type = FrameType.Bgra, byte[]? pixels = null) => new(Device, width, height, type, pixels);

    public DirectBackend Open(ITextureSource source, DirectOptions? options = null) => Direct.Open(options ?? new DirectOptions(), () => source, Stop);

    public void Dispose()
    {
        Library.Dispose();
        Producer.Dispose();
        Device.Dispose();
        Region.Dispose();
        Stop.Dispose();
        Windows.Dispose();
        _file.Dispose();
    }
}
