namespace Oriel.Spice.Link;

/// <summary>Numbers of the link handshake (spice.md section 3).</summary>
internal static class LinkWire
{
    public const int HeaderSize = 16;
    public const int MessageSize = 18;
    public const int ReplySize = 178;
    public const int KeySize = 162;
    public const int TicketSize = 128;
    public const uint Major = 2;
    public const uint Minor = 2;

    /// <summary>More than any server says: 178 bytes and two sets of 1024 words.</summary>
    public const int MaxReplySize = ReplySize + (2 * 4 * MaxWords);

    /// <summary>Most capability words of either kind.</summary>
    public const int MaxWords = 1024;

    /// <summary>"REDQ" as a little-endian number, where a link result of four bytes was due.</summary>
    public const uint MagicNumber = 0x51444552;

    public static ReadOnlySpan<byte> Magic => "REDQ"u8;

    /// <summary>Whether a bit of a set of capability words is on; missing words are zero.</summary>
    public static bool HasBit(IReadOnlyList<uint> words, int bit) => bit / 32 < words.Count && ((words[bit / 32] >> (bit % 32)) & 1) != 0;
}
