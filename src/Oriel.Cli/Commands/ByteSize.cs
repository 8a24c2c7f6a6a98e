using System.Globalization;

namespace Oriel.Cli.Commands;

/// <summary>Sizes as users write them: bytes, or a number with K, M or G (also KiB, MiB, GiB).</summary>
internal static class ByteSize
{
    /// <summary>Reads one; false when it is none, or none above zero.</summary>
    public static bool TryParse(string text, out ulong bytes)
    {
        var upper = text.ToUpperInvariant().Replace("IB", "", StringComparison.Ordinal);
        var shift = upper.Length == 0 ? 0 : "KMG".IndexOf(upper[^1], StringComparison.Ordinal) switch { 0 => 10, 1 => 20, 2 => 30, _ => 0 };
        var digits = shift == 0 ? upper : upper[..^1];
        bytes = 0;
        if (!ulong.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number == 0 || number > ulong.MaxValue >> shift)
        {
            return false;
        }

        bytes = number << shift;
        return true;
    }
}
