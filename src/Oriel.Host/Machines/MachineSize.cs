using System.Globalization;

namespace Oriel.Host.Machines;

/// <summary>Sizes as libvirt and QEMU write them.</summary>
internal static class MachineSize
{
    /// <summary>A size of libvirt: a number and a unit (b, KB, KiB, k, M, …); null when it is none or beyond 64 bits.</summary>
    public static ulong? OfLibvirt(string number, string? unit, string unitWhenMissing)
    {
        ulong? scale = (string.IsNullOrEmpty(unit) ? unitWhenMissing : unit).ToUpperInvariant() switch
        {
            "B" or "BYTES" => 1,
            "KB" => 1_000,
            "K" or "KIB" => 1UL << 10,
            "MB" => 1_000_000,
            "M" or "MIB" => 1UL << 20,
            "GB" => 1_000_000_000,
            "G" or "GIB" => 1UL << 30,
            "TB" => 1_000_000_000_000,
            "T" or "TIB" => 1UL << 40,
            _ => null,
        };
        return scale is { } factor && ulong.TryParse(number.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? Product(value, factor) : null;
    }

    /// <summary>A size of QEMU: digits and at most one letter (b, k, M, G, T); null when it is none or beyond 64 bits.</summary>
    /// <param name="text">As it stands in the argument.</param>
    /// <param name="plain">What a number without a letter counts.</param>
    public static ulong? OfQemu(string text, ulong plain = 1)
    {
        if (text.Length == 0)
        {
            return null;
        }

        ulong? scale = char.ToUpperInvariant(text[^1]) switch
        {
            'B' => 1,
            'K' => 1UL << 10,
            'M' => 1UL << 20,
            'G' => 1UL << 30,
            'T' => 1UL << 40,
            _ => null,
        };
        var digits = scale is null ? text : text[..^1];
        if (ulong.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var value))
        {
            return Product(value, scale ?? plain);
        }

        // "1.5G" and "0x4000000" are allowed, too.
        return digits.StartsWith("0x", StringComparison.OrdinalIgnoreCase) && ulong.TryParse(digits.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value) ? Product(value, scale ?? plain)
            : decimal.TryParse(digits, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var fraction) && fraction is >= 0 and < 1_000_000 ? (ulong)(fraction * (scale ?? plain))
            : null;
    }

    private static ulong? Product(ulong value, ulong factor)
    {
        var high = Math.BigMul(value, factor, out var low);
        return high == 0 ? low : null;
    }
}
