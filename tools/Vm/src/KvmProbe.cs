using System.Diagnostics;

namespace Oriel.Vm;

/// <summary>Finds out whether KVM works here by using it: on some nested hosts /dev/kvm is there and guests hang or die.</summary>
public static class KvmProbe
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(6);

    /// <summary>True when a guest kernel reached user space under KVM. Tried once per boot of this machine; the answer is kept beside the image.</summary>
    public static bool Works(GuestImage image)
    {
        ArgumentNullException.ThrowIfNull(image);
        if (!CanOpen())
        {
            return false;
        }

        var boot = File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim();
        var known = Path.Combine(image.Folder, "kvm");
        if (File.Exists(known) && File.ReadAllText(known).Split(' ') is [var then, var answer] && then == boot)
        {
            return answer == "yes";
        }

        var works = Try(image);
        var own = $"{known}.{Environment.ProcessId}";
        File.WriteAllText(own, $"{boot} {(works ? "yes" : "no")}");
        File.Move(own, known, overwrite: true);
        return works;
    }

    private static bool CanOpen()
    {
        try
        {
            using var device = File.Open("/dev/kvm", FileMode.Open, FileAccess.ReadWrite);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static bool Try(GuestImage image)
    {
        var folder = Directory.CreateTempSubdirectory("oriel-kvm-").FullName;
        var console = Path.Combine(folder, "console");
        string[] arguments =
        [
            "-nodefaults", "-machine", "q35,usb=off,vmport=off", "-accel", "kvm", "-cpu", "host", "-m", "256", "-display", "none",
            "-kernel", image.Kernel, "-initrd", image.Initrd, "-append", "console=ttyS0 quiet oriel.probe", "-serial", $"file:{console}", "-no-reboot",
        ];
        try
        {
            using var qemu = new QemuProcess(arguments, "/dev/null/none", folder);
            var started = Stopwatch.GetTimestamp();
            while (Stopwatch.GetElapsedTime(started) < s_limit && !qemu.WaitForExit(TimeSpan.FromMilliseconds(50)))
            {
                if (HasSaid(console))
                {
                    break;
                }
            }

            return HasSaid(console);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static bool HasSaid(string console) => File.Exists(console) && File.ReadAllText(console).Contains("oriel: alive", StringComparison.Ordinal);
}
