using System.Globalization;
using Oriel.Host.Systems;

namespace Oriel.Host.Checks.Hardware.Facts;

/// <summary>Small files of /proc and /sys, read as what they mean.</summary>
internal static class SystemText
{
    /// <summary>The text without the white space around it; empty when there is none or it may not be read.</summary>
    public static string Text(this IHostSystem system, string path) => system.Read(path).Value?.Trim() ?? "";

    /// <summary>A decimal number, or a hexadecimal one behind 0x; null when it is none.</summary>
    public static long? Number(this IHostSystem system, string path)
    {
        var text = system.Text(path);
        return text.StartsWith("0x", StringComparison.Ordinal)
            ? long.TryParse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var hex) ? hex : null
            : long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;
    }

    /// <summary>The last component of where a symbolic link leads, such as a driver's name; empty without one.</summary>
    public static string LinkName(this IHostSystem system, string path) => system.Link(path).Value is { } target ? target[(target.LastIndexOf('/') + 1)..] : "";

    /// <summary>Something is there.</summary>
    public static bool Exists(this IHostSystem system, string path) => system.Stat(path).Missing is Missing.Nothing or Missing.Denied;

    /// <summary>A program lies where programs lie.</summary>
    public static bool HasProgram(this IHostSystem system, string name) =>
        system.Exists($"/usr/bin/{name}") || system.Exists($"/usr/sbin/{name}") || system.Exists($"/usr/local/bin/{name}") || system.Exists($"/usr/local/sbin/{name}");

    /// <summary>A kernel module is loaded, or built in with parameters.</summary>
    public static bool HasModule(this IHostSystem system, string name) => system.Exists($"/sys/module/{name}");

    /// <summary>A machine whose parts cannot be moved about: portable, convertible, tablet, all in one, stick (SMBIOS chassis types).</summary>
    public static bool IsClosedMachine(this IHostSystem system) => system.Number("/sys/class/dmi/id/chassis_type") is 8 or 9 or 10 or 11 or 13 or 14 or 30 or 31 or 32 or 35 or 36;

    /// <summary>How many numbers a kernel list such as 0-3,8 names; 0 when it is none.</summary>
    public static int CountOf(string list) => NumbersOf(list).Count();

    /// <summary>The numbers of a kernel list such as 0-3,8; at most 4096.</summary>
    public static IEnumerable<int> NumbersOf(string list)
    {
        var left = 4096;
        foreach (var part in list.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var ends = part.Split('-');
            if (!int.TryParse(ends[0], NumberStyles.None, CultureInfo.InvariantCulture, out var first) || !int.TryParse(ends[^1], NumberStyles.None, CultureInfo.InvariantCulture, out var last))
            {
                yield break;
            }

            for (var number = first; number <= last && left-- > 0; number++)
            {
                yield return number;
            }
        }
    }

    /// <summary>A size in words: 64 MiB, 15.5 GiB.</summary>
    public static string Words(ulong bytes) => bytes switch
    {
        < 1UL << 20 => string.Create(CultureInfo.InvariantCulture, $"{bytes >> 10} KiB"),
        < 1UL << 30 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1048576.0:0.#} MiB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1073741824.0:0.#} GiB"),
    };
}
