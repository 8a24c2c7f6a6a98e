using System.Globalization;
using System.Text;

namespace Oriel.Protocol;

/// <summary>Turns bytes a peer wrote into text that is safe to show: bounded, cut at the first NUL, nothing a terminal or a layout engine acts on.</summary>
internal static class WireText
{
    /// <summary>Decodes at most <paramref name="limit"/> bytes as UTF-8; whatever is not printable becomes a question mark.</summary>
    public static string Decode(ReadOnlySpan<byte> bytes, int limit)
    {
        bytes = bytes[..Math.Min(bytes.Length, limit)];
        var end = bytes.IndexOf((byte)0);
        if (end >= 0)
        {
            bytes = bytes[..end];
        }

        var text = new StringBuilder(bytes.Length);
        while (!bytes.IsEmpty)
        {
            // Invalid sequences come out as U+FFFD, one per maximal subpart.
            Rune.DecodeFromUtf8(bytes, out var rune, out var consumed);
            bytes = bytes[consumed..];
            text.Append(IsPrintable(rune) ? rune.ToString() : "?");
        }

        return text.ToString();
    }

    /// <summary>Writes UTF-8 and a NUL into a zeroed field, shortened at a character border where it does not fit.</summary>
    public static void Encode(string text, Span<byte> field)
    {
        field.Clear();
        var used = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            if (used + rune.Utf8SequenceLength > field.Length - 1)
            {
                return;
            }

            used += rune.EncodeToUtf8(field[used..]);
        }
    }

    private static bool IsPrintable(Rune rune) => rune != Rune.ReplacementChar && Rune.GetUnicodeCategory(rune) is not (
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned or UnicodeCategory.Surrogate);
}
