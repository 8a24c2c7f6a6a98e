namespace Oriel.Spice.Agent;

/// <summary>Line ends of UTF-8 text (spice.md section 7.6). Pure.</summary>
internal static class AgentText
{
    /// <summary>LF becomes CR LF where no CR stands before it.</summary>
    public static byte[] ToCrLf(ReadOnlySpan<byte> text)
    {
        var extra = 0;
        for (var i = 0; i < text.Length; i++)
        {
            extra += IsLoneLf(text, i) ? 1 : 0;
        }

        var result = new byte[text.Length + extra];
        var at = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (IsLoneLf(text, i))
            {
                result[at++] = (byte)'\r';
            }

            result[at++] = text[i];
        }

        return result;
    }

    /// <summary>CR LF becomes LF; a CR that stands alone stays.</summary>
    public static byte[] ToLf(ReadOnlySpan<byte> text)
    {
        var result = new byte[text.Length - text.Count("\r\n"u8)];
        var at = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != '\r' || i + 1 == text.Length || text[i + 1] != '\n')
            {
                result[at++] = text[i];
            }
        }

        return result;
    }

    private static bool IsLoneLf(ReadOnlySpan<byte> text, int i) => text[i] == '\n' && (i == 0 || text[i - 1] != '\r');
}
