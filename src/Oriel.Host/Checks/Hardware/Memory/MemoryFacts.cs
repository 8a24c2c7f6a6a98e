using System.Globalization;
using Oriel.Host.Checks.Hardware.Facts;
using Oriel.Host.Systems;

namespace Oriel.Host.Checks.Hardware.Memory;

/// <summary>Huge pages of one size.</summary>
/// <param name="PageBytes">Size of a page.</param>
/// <param name="Total">Pages there are.</param>
/// <param name="Free">Pages nobody has.</param>
internal readonly record struct HugePages(ulong PageBytes, ulong Total, ulong Free)
{
    /// <summary>Bytes nobody has.</summary>
    public ulong FreeBytes => PageBytes * Free;

    /// <summary>All bytes.</summary>
    public ulong TotalBytes => PageBytes * Total;
}

/// <summary>The host's memory.</summary>
internal sealed record MemoryFacts : IHostFacts<MemoryFacts>
{
    private const string Folder = "/sys/kernel/mm/hugepages";

    /// <summary>All of it; 0 = unknown.</summary>
    public ulong TotalBytes { get; private init; }

    /// <summary>What programs could still get without swapping; 0 = unknown.</summary>
    public ulong AvailableBytes { get; private init; }

    /// <summary>Huge pages by size.</summary>
    public IReadOnlyList<HugePages> HugePages { get; private init; } = [];

    /// <summary>Size of a huge page where nobody names another.</summary>
    public ulong DefaultPageBytes { get; private init; } = 2 << 20;

    /// <summary>Most this user's programs may lock; null = unlimited or unknown.</summary>
    public ulong? LockLimitBytes { get; private init; }

    /// <inheritdoc/>
    public static MemoryFacts Read(CheckContext context)
    {
        var system = context.System;
        var lines = (system.Read("/proc/meminfo").Value ?? "").Split('\n');
        return new MemoryFacts
        {
            TotalBytes = Field(lines, "MemTotal:"),
            AvailableBytes = Field(lines, "MemAvailable:"),
            DefaultPageBytes = Field(lines, "Hugepagesize:") is var size and > 0 ? size : 2 << 20,
            HugePages = [.. (system.List(Folder).Value ?? []).Select(name => Pages(system, name)).Where(pages => pages.PageBytes > 0)],
            LockLimitBytes = Limit(system.Read("/proc/self/limits").Value ?? ""),
        };
    }

    private static HugePages Pages(IHostSystem system, string name) =>
        name.StartsWith("hugepages-", StringComparison.Ordinal) && name.EndsWith("kB", StringComparison.Ordinal)
        && ulong.TryParse(name.AsSpan(10, name.Length - 12), NumberStyles.None, CultureInfo.InvariantCulture, out var kib) && kib is > 0 and < 1UL << 40
            ? new HugePages(kib << 10, Count(system, $"{Folder}/{name}/nr_hugepages"), Count(system, $"{Folder}/{name}/free_hugepages"))
            : default;

    private static ulong Count(IHostSystem system, string path) => (ulong)Math.Clamp(system.Number(path) ?? 0, 0, 1L << 32);

    // "MemTotal:       32768000 kB"
    private static ulong Field(string[] lines, string name) =>
        lines.FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal)) is { } line
        && ulong.TryParse(line[name.Length..].Replace("kB", "", StringComparison.Ordinal).Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var kib) && kib < 1UL << 50
            ? kib << 10
            : 0;

    // "Max locked memory         8388608              8388608              bytes": soft, then hard.
    private static ulong? Limit(string limits)
    {
        const string name = "Max locked memory";
        var line = limits.Split('\n').FirstOrDefault(text => text.StartsWith(name, StringComparison.Ordinal));
        return ulong.TryParse(line?[name.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries).FirstOrDefault(), NumberStyles.None, CultureInfo.InvariantCulture, out var bytes) ? bytes : null;
    }
}
