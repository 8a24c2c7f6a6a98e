using Oriel.Host.Setup;
using Oriel.Testing;

namespace Oriel.Cli.Tests.Setup;

/// <summary>QEMU starts with the arguments that are printed, and has the devices they name.</summary>
public sealed class SetupQemuTests : IDisposable
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(60);
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("--plain")]
    [InlineData("--doorbell")]
    public void Qemu_starts_with_them(string kind)
    {
        Assert.SkipUnless(TestProcess.IsInstalled("qemu-system-x86_64"), "qemu-system-x86_64 is not installed (package qemu-system-x86)");
        var name = $"oriel-test-{Environment.ProcessId}-{Guid.NewGuid():N}"[..40];
        var environment = new Dictionary<string, string?> { ["XDG_RUNTIME_DIR"] = _folder.Path, ["NOTIFY_SOCKET"] = null };
        try
        {
            using var server = kind == "--doorbell" ? TestProcess.Start(Executables.Oriel, ["serve", $"{name}:32M", "--json"], environment) : null;
            server?.WaitForLine("\"event\":\"ready\"", s_limit);
            var printed = TestProcess.Run(
                Executables.Oriel, ["setup", "--qemu", kind, "--name", name, "--mode", "1920x1080", "--spice-socket", _folder.File("guest, 1.spice")], environment, s_limit);
            var command = printed[printed.IndexOf("qemu-system-x86_64", StringComparison.Ordinal)..printed.IndexOf("\n\n# then", StringComparison.Ordinal)];

            // As a user would: copied into a script, with a machine added. "-S": nothing runs.
            var script = _folder.File("start");
            File.WriteAllText(script, $"{command} \\\n  -nodefaults -machine q35 -accel tcg -m 64 -display none -S -monitor stdio\n");
            using var qemu = TestProcess.Start("/bin/sh", ["-c", "(echo info pci; echo info chardev; echo info qtree; cat) <\"$2\" | exec sh \"$1\"", "sh", script, Fifo()], environment);
            using (var hold = new FileStream(_folder.File("hold"), FileMode.Open, FileAccess.ReadWrite))
            {
                qemu.WaitForLine("1af4:1110", s_limit);
                foreach (var device in (string[])["virtio-keyboard-pci", "virtio-mouse-pci", "virtserialport", "hda-duplex", kind == "--plain" ? "ivshmem-plain" : "ivshmem-doorbell"])
                {
                    qemu.WaitForLine($"dev: {device}", s_limit);
                }

                Assert.Contains("oriel-vdagent", qemu.Output, StringComparison.Ordinal);
                Assert.True(Path.Exists(_folder.File("guest, 1.spice")), qemu.Output);
                if (kind == "--plain")
                {
                    Assert.Equal(32L << 20, new FileInfo($"/dev/shm/{name}").Length);
                }
                else
                {
                    server!.WaitForLine("\"event\":\"connected\"", s_limit);
                }

                var list = TestProcess.Run(Executables.Oriel, ["list", "--all", kind == "--plain" ? $"/dev/shm/{name}" : $"doorbell:{name}"], environment, s_limit);
                Assert.Contains("32 MiB", list, StringComparison.Ordinal);
                hold.Write("quit\n"u8);
            }

            Assert.Equal(0, qemu.WaitForExit(s_limit));
        }
        finally
        {
            File.Delete($"/dev/shm/{name}");
        }
    }

    [Fact]
    public void Only_what_is_wanted_is_printed()
    {
        var all = QemuArguments.For(new SetupWish { Memory = MemoryKind.Kvmfr, KvmfrDevice = "/dev/kvmfr1", Hdr = true, Mode = (3840, 2160) }).SelectMany(group => group.Arguments).ToList();
        Assert.Contains("memory-backend-file,id=oriel,share=on,mem-path=/dev/kvmfr1,size=256M", all);
        Assert.Contains("port=5900,addr=127.0.0.1,disable-ticketing=on", all);
        var few = QemuArguments.For(new SetupWish { Spice = false, Inputs = false });
        Assert.Equal(["-object", "-device"], Assert.Single(few).Arguments.Where(one => one.StartsWith('-')));
    }

    private string Fifo()
    {
        TestProcess.Run("mkfifo", [_folder.File("hold")]);
        return _folder.File("hold");
    }
}
