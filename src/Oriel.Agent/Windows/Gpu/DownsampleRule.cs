namespace Oriel.Agent.Windows.Gpu;

/// <summary>One rule of <c>dxgi:downsample</c>: pictures of a size, or larger than it, are delivered in another.</summary>
/// <param name="OrLarger">Applies to everything at least as large in both directions, and not equal.</param>
/// <param name="Width">Pixels it applies to.</param>
/// <param name="Height">Rows it applies to.</param>
/// <param name="TargetWidth">Pixels delivered.</param>
/// <param name="TargetHeight">Rows delivered.</param>
internal readonly record struct DownsampleRule(bool OrLarger, int Width, int Height, int TargetWidth, int TargetHeight)
{
    private const int MostPixels = 16384;

    /// <summary>It applies to pictures of a size.</summary>
    public bool Matches(int width, int height) =>
        OrLarger ? width >= Width && height >= Height && (width > Width || height > Height) : width == Width && height == Height;

    /// <summary>Reads rules, separated by commas: <c>[&gt;]WIDTHxHEIGHT:WIDTHxHEIGHT</c>.</summary>
    /// <param name="text">The option's value; null or empty = no rules.</param>
    /// <param name="rules">The rules when it succeeded.</param>
    /// <param name="problem">The part that cannot be read.</param>
    public static bool TryParse(string? text, out IReadOnlyList<DownsampleRule> rules, out string problem)
    {
        var read = new List<DownsampleRule>();
        (rules, problem) = (read, "");
        foreach (var part in (text ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var orLarger = part.StartsWith('>');
            var halves = part[(orLarger ? 1 : 0)..].Split(':');
            if (halves.Length != 2 || !TryParseSize(halves[0], out var width, out var height) || !TryParseSize(halves[1], out var targetWidth, out var targetHeight)
                || targetWidth > width || targetHeight > height)
            {
                problem = part;
                return false;
            }

            read.Add(new DownsampleRule(orLarger, width, height, targetWidth, targetHeight));
        }

        return true;
    }

    /// <summary>The size a picture is delivered in: that of the last rule that matches, else its own.</summary>
    public static (int Width, int Height) Apply(IReadOnlyList<DownsampleRule> rules, int width, int height)
    {
        var size = (width, height);
        foreach (var rule in rules)
        {
            if (rule.Matches(width, height))
            {
                size = (rule.TargetWidth, rule.TargetHeight);
            }
        }

        return size;
    }

    /// <inheritdoc/>
    public override string ToString() => $"{(OrLarger ? ">" : "")}{Width}x{Height}:{TargetWidth}x{TargetHeight}";

    private static bool TryParseSize(string text, out int width, out int height)
    {
        var x = text.IndexOf('x', StringComparison.OrdinalIgnoreCase);
        height = 0;
        width = 0;
        return x > 0 && int.TryParse(text[..x].Trim(), System.Globalization.NumberStyles.None, null, out width)
            && int.TryParse(text[(x + 1)..].Trim(), System.Globalization.NumberStyles.None, null, out height) && width is > 0 and <= MostPixels && height is > 0 and <= MostPixels;
    }
}
