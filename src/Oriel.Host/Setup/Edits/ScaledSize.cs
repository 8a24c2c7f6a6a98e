using System.Globalization;

namespace Oriel.Host.Setup.Edits;

/// <summary>Sizes as libvirt writes them: a number and a unit (b, KB = 1000, KiB or K = 1024, and so on).</summary>
internal static class ScaledSize
{
    /// <summary>Reads one; without a unit it is bytes. False for what is none, or 2^63 and more.</summary>
    public static bool TryParse(string number, string? unit, out ulong bytes)
    {
        bytes = 0;
        if (!ulong.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var count))
        {
            return false;
        }

        var text = (unit ?? "").ToUpperInvariant();
        var power = text is "" or "B" or "BYTE" or "BYTES" ? 0 : "KMGT".IndexOf(text[0], StringComparison.Ordinal) + 1;
        if (power == 0 && text is not ("" or "B" or "BYTE" or "BYTES"))
        {
            return false;
        }

        var factor = 1ul;
        for (var i = 0; i < power; i++)
        {
            factor *= text.Length > 1 && text[1..] == "B" ? 1000ul : 1024ul;
        }

        if (count > long.MaxValue / factor)
        {
            return false;
        }

        bytes = count * factor;
        return true;
    }
}
