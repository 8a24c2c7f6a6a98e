using Oriel.Protocol.Kvmfr;

namespace Oriel.Agent;

/// <summary>What viewers show about this machine (kvmfr.md section 2.2), read from where Linux keeps it. Whatever cannot be read is left unknown.</summary>
internal static class MachineRecords
{
    private const byte LinuxKind = 0;
    private const string UnknownUuid = "00000000000000000000000000000000";

    /// <summary>The virtual machine record.</summary>
    /// <param name="capture">Name of the capture method.</param>
    /// <param name="root">Root of the file system; tests use a folder.</param>
    public static VmInfo ReadVm(string capture, string root = "/")
    {
        var lines = ReadLines(Path.Combine(root, "proc/cpuinfo"));
        var sockets = lines.Where(l => l.StartsWith("physical id", StringComparison.Ordinal)).Distinct(StringComparer.Ordinal).Count();
        var cores = Values(lines, "physical id").Zip(Values(lines, "core id")).Distinct().Count();
        var threads = Values(lines, "processor").Count();
        var model = Values(lines, "model name").FirstOrDefault() ?? "unknown processor";
        return new VmInfo(ReadUuid(root), Ascii(capture, 31), Truncate(threads), Truncate(cores == 0 ? threads : cores), Truncate(Math.Max(sockets, 1)), Ascii(model, 127));
    }

    /// <summary>The operating system record.</summary>
    /// <param name="root">Root of the file system; tests use a folder.</param>
    public static OsInfo ReadOs(string root = "/")
    {
        var lines = ReadLines(Path.Combine(root, "etc/os-release"));
        if (lines.Length == 0)
        {
            lines = ReadLines(Path.Combine(root, "usr/lib/os-release"));
        }

        var name = lines.Where(l => l.StartsWith("PRETTY_NAME=", StringComparison.Ordinal)).Select(l => l["PRETTY_NAME=".Length..].Trim().Trim('"', '\'')).FirstOrDefault();
        return new OsInfo(LinuxKind, Ascii(string.IsNullOrEmpty(name) ? "Linux" : name, 127));
    }

    /// <summary>The first ivshmem PCI device (1af4:1110), true when there is one.</summary>
    /// <param name="root">Root of the file system; tests use a folder.</param>
    public static bool HasIvshmemDevice(string root = "/")
    {
        var devices = Path.Combine(root, "sys/bus/pci/devices");
        return Directory.Exists(devices) && Directory.EnumerateDirectories(devices).Any(d => ReadText(Path.Combine(d, "vendor")) == "0x1af4" && ReadText(Path.Combine(d, "device")) == "0x1110");
    }

    // The firmware table prints the first three fields byte-swapped; the record wants the bytes as they are in the table.
    private static string ReadUuid(string root) =>
        Guid.TryParse(ReadText(Path.Combine(root, "sys/class/dmi/id/product_uuid")), out var uuid) ? Convert.ToHexStringLower(uuid.ToByteArray()) : UnknownUuid;

    private static IEnumerable<string> Values(string[] lines, string key) =>
        lines.Where(l => l.StartsWith(key, StringComparison.Ordinal) && l[key.Length..].TrimStart().StartsWith(':')).Select(l => l[(l.IndexOf(':') + 1)..].Trim());

    private static byte Truncate(int count) => (byte)Math.Min(count, byte.MaxValue);

    private static string Ascii(string text, int limit)
    {
        var clean = string.Concat(text.Select(c => c is >= ' ' and <= '~' ? c : '?'));
        return clean.Length <= limit ? clean : clean[..limit];
    }

    private static string ReadText(string path) => string.Concat(ReadLines(path)).Trim();

    private static string[] ReadLines(string path)
    {
        try
        {
            return File.ReadAllLines(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
