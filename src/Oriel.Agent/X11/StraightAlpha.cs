namespace Oriel.Agent.X11;

/// <summary>Turns premultiplied B, G, R, A (XFIXES) into straight alpha (kvmfr.md section 7).</summary>
internal static class StraightAlpha
{
    /// <summary>Converts pixels; true when at least one of them is not fully transparent.</summary>
    public static bool Convert(ReadOnlySpan<byte> premultiplied, Span<byte> straight)
    {
        var anything = false;
        for (var i = 0; i + 3 < premultiplied.Length; i += 4)
        {
            var alpha = premultiplied[i + 3];
            for (var channel = 0; channel < 3; channel++)
            {
                straight[i + channel] = alpha switch
                {
                    0 => 0,
                    255 => premultiplied[i + channel],
                    _ => (byte)Math.Min(255, ((premultiplied[i + channel] * 255) + (alpha / 2)) / alpha),
                };
            }

            straight[i + 3] = alpha;
            anything |= alpha != 0;
        }

        return anything;
    }
}
