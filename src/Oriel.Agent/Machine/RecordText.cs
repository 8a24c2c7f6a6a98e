namespace Oriel.Agent.Machine;

/// <summary>Makes texts and counts fit the records that existing viewers read. Pure.</summary>
internal static class RecordText
{
    /// <summary>Printable ASCII of at most <paramref name="limit"/> characters: what those viewers' fonts have.</summary>
    public static string Ascii(string text, int limit)
    {
        var clean = string.Concat(text.Select(c => c is >= ' ' and <= '~' ? c : '?'));
        return clean.Length <= limit ? clean : clean[..limit];
    }

    /// <summary>A count of 8 bits.</summary>
    public static byte Count(int count) => (byte)Math.Clamp(count, 0, byte.MaxValue);
}
