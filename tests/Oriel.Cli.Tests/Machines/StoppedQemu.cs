using Oriel.Testing;

namespace Oriel.Cli.Tests.Machines;

/// <summary>A real QEMU that never runs an instruction: its command line and its shared memory are real.</summary>
internal sealed class StoppedQemu : IDisposable
{
    private const string Program = "/usr/bin/qemu-system-x86_64";
    private readonly TestProcess _qemu;
    private readonly TempRegion _region = new();

    private StoppedQemu(string name, string[] arguments)
    {
        Name = $"oriel-test-{name}-{Environment.ProcessId}";
        _qemu = TestProcess.Start(
            Program,
            [
                "-S", "-nodefaults", "-display", "none", "-machine", "q35,accel=tcg", "-m", "64", "-name", $"{Name},debug-threads=on", "-uuid", Uuid.ToString(),
                "-object", $"memory-backend-file,id=ivshmem,share=on,mem-path={_region.Path},size=16M", "-device", "ivshmem-plain,memdev=ivshmem", .. arguments,
            ]);
        Eventually.True(() => _qemu.HasExited || new FileInfo(_region.Path) is { Exists: true, Length: 16 << 20 }, TimeSpan.FromSeconds(60), () => $"QEMU's shared memory\n{_qemu.Output}");
        Assert.False(_qemu.HasExited, _qemu.Output);
    }

    public string Name { get; }

    public Guid Uuid { get; } = Guid.NewGuid();

    public string Region => _region.Path;

    public static StoppedQemu StartOrSkip(string name, params string[] arguments)
    {
        Assert.SkipUnless(File.Exists(Program), "qemu-system-x86_64 is not installed (package qemu-system-x86)");
        return new StoppedQemu(name, arguments);
    }

    public void Dispose()
    {
        _qemu.Dispose();
        _region.Dispose();
    }
}
