using Oriel.Cli.Commands;
using Oriel.Host.Setup;
using Oriel.Host.Setup.Guest;

namespace Oriel.Cli.Setup;

/// <summary>Makes the image for the guest, and says how to put it into a machine's drive.</summary>
internal static class GuestImageText
{
    /// <summary>Does it. Returns the exit status.</summary>
    public static int Make(string file, string? from)
    {
        var systems = GuestImage.Make(file, from, AppContext.BaseDirectory, Environment.GetEnvironmentVariable("PATH"));
        var path = PlainText.Safe(Path.GetFullPath(file));
        var output = Console.Out;
        output.WriteLine($"{path}: the agent for {string.Join(" and ", systems)} guests");
        output.WriteLine();
        output.WriteLine("Into a machine of libvirt, until it is powered off (without --live: from its next start on):");
        output.WriteLine($"  virsh attach-disk NAME {ShellWords.Quote(path)} sdz --type cdrom --mode readonly --targetbus sata --live");
        output.WriteLine("or in its description (virsh edit NAME), in <devices>:");
        output.WriteLine(PlainText.Safe(GuestImage.Disk(file, "sata").Replace("\n", "\u2028", StringComparison.Ordinal)).Replace("\u2028", "\n", StringComparison.Ordinal));
        output.WriteLine("QEMU without libvirt:");
        output.WriteLine($"  -drive {ShellWords.Quote($"file={path.Replace(",", ",,", StringComparison.Ordinal)},media=cdrom,readonly=on")}");
        return ExitCodes.Success;
    }
}
