using Oriel.Protocol.Kvmfr;

namespace Oriel.Agent.Machine;

/// <summary>A Linux machine, read from where Linux keeps it.</summary>
/// <param name="root">Root of the file system; tests use a folder.</param>
internal sealed class LinuxMachine(string root = "/") : IMachine
{
    private const byte LinuxKind = 0;
    private const string UnknownUuid = "00000000000000000000000000000000";

    /// <inheritdoc/>
    public VmInfo ReadVm(string capture)
    {
        var lines = ReadLines("proc/cpuinfo");
        var sockets = lines.Where(l => l.StartsWith("physical id", StringComparison.Ordinal)).Distinct(StringComparer.Ordinal).Count();
        var cores = Values(lines, "physical id").Zip(Values(lines, "core id")).Distinct().Count();
        var threads = Values(lines, "processor").Count();
        var model = Values(lines, "model name").FirstOrDefault() ?? "unknown processor";
        return new VmInfo(
            ReadUuid(), RecordText.Ascii(capture, 31), RecordText.Count(threads), RecordText.Count(cores == 0 ? threads : cores), RecordText.Count(Math.Max(sockets, 1)),
            RecordText.Ascii(model, 127));
    }

    /// <inheritdoc/>
    public OsInfo ReadOs()
    {
        var lines = ReadLines("etc/os-release");
        if (lines.Length == 0)
        {
            lines = ReadLines("usr/lib/os-release");
        }

        var name = lines.Where(l => l.StartsWith("PRETTY_NAME=", StringComparison.Ordinal)).Select(l => l["PRETTY_NAME=".Length..].Trim().Trim('"', '\'')).FirstOrDefault();
        return new OsInfo(LinuxKind, RecordText.Ascii(string.IsNullOrEmpty(name) ? "Linux" : name, 127));
    }

    /// <summary>The card that the firmware showed its screen on, else the first one.</summary>
    public GpuFacts? ReadGpu()
    {
        var drm = Path.Combine(root, "sys/class/drm");
        if (!Directory.Exists(drm))
        {
            return null;
        }

        var devices = Directory.EnumerateDirectories(drm, "card*").Where(d => !Path.GetFileName(d).Contains('-', StringComparison.Ordinal))
            .Order(StringComparer.Ordinal).Select(d => Path.Combine(d, "device")).Where(d => ReadText(Path.Combine(d, "vendor")).Length > 0).ToList();
        var device = devices.Find(d => ReadText(Path.Combine(d, "boot_vga")) == "1") ?? devices.FirstOrDefault();
        if (device is null)
        {
            return null;
        }

        var (vendor, model) = (ReadText(Path.Combine(device, "vendor")), ReadText(Path.Combine(device, "device")));
        var driver = ReadLines(Path.Combine(device, "uevent")).Where(l => l.StartsWith("DRIVER=", StringComparison.Ordinal)).Select(l => l["DRIVER=".Length..]).FirstOrDefault() ?? "";
        var version = driver.Length == 0 ? "" : ReadText(Path.Combine(root, "sys/module", driver, "version"));
        return new GpuFacts($"{Vendor(vendor)} {Hex(vendor)}:{Hex(model)}", $"{driver} {version}".Trim());
    }

    // The firmware table prints the first three fields byte-swapped; the record wants the bytes as they are in the table.
    private string ReadUuid() =>
        Guid.TryParse(ReadText("sys/class/dmi/id/product_uuid"), out var uuid) ? Convert.ToHexStringLower(uuid.ToByteArray()) : UnknownUuid;

    private static string Vendor(string id) => id switch { "0x10de" => "NVIDIA", "0x1002" => "AMD", "0x8086" => "Intel", "0x1af4" => "virtio", "0x1b36" or "0x1234" => "QEMU", _ => "GPU" };

    private static string Hex(string id) => id.StartsWith("0x", StringComparison.Ordinal) ? id[2..] : id;

    private static IEnumerable<string> Values(string[] lines, string key) =>
        lines.Where(l => l.StartsWith(key, StringComparison.Ordinal) && l[key.Length..].TrimStart().StartsWith(':')).Select(l => l[(l.IndexOf(':') + 1)..].Trim());

    private string ReadText(string path) => string.Concat(ReadLines(path)).Trim();

    private string[] ReadLines(string path)
    {
        try
        {
            return File.ReadAllLines(Path.Combine(root, path));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
