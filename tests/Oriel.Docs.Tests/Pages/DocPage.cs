using System.Text;
using System.Text.RegularExpressions;

namespace Oriel.Docs.Tests.Pages;

/// <summary>A page of the documentation, taken apart into what tests look at. Knows as much of Markdown as the pages use.</summary>
internal sealed partial class DocPage
{
    private readonly List<DocBlock> _blocks = [];
    private readonly List<DocText> _codes = [];
    private readonly List<DocText> _links = [];
    private readonly HashSet<string> _anchors = new(StringComparer.Ordinal);

    /// <summary>Reads a page from its text.</summary>
    public DocPage(string path, string text)
    {
        Path = path;
        var lines = text.Split('\n');
        List<string> marks = [];
        for (var i = 0; i < lines.Length; i++)
        {
            if (Fence().Match(lines[i]) is { Success: true } fence)
            {
                i = ReadBlock(lines, i, fence, marks);
                marks.Clear();
            }
            else if (Mark().Match(lines[i]) is { Success: true } mark)
            {
                marks.Add(mark.Groups["mark"].Value);
            }
            else if (lines[i].Trim().Length > 0)
            {
                marks.Clear();
                ReadText(lines[i], i + 1);
            }
        }
    }

    /// <summary>Path in the tree, with slashes.</summary>
    public string Path { get; }

    /// <summary>Fenced blocks.</summary>
    public IReadOnlyList<DocBlock> Blocks => _blocks;

    /// <summary>Inline code.</summary>
    public IReadOnlyList<DocText> Codes => _codes;

    /// <summary>Targets of links and pictures.</summary>
    public IReadOnlyList<DocText> Links => _links;

    /// <summary>What may follow a # in a link to this page.</summary>
    public IReadOnlySet<string> Anchors => _anchors;

    private int ReadBlock(string[] lines, int start, Match fence, List<string> marks)
    {
        var end = Array.FindIndex(lines, start + 1, line => line.TrimStart() == fence.Groups["fence"].Value);
        Assert.True(end > 0, $"{Path}:{start + 1}: the block has no end");
        var indent = fence.Groups["indent"].Value;
        _blocks.Add(new DocBlock(
            start + 1,
            fence.Groups["language"].Value,
            [.. lines[(start + 1)..end].Select(line => line.StartsWith(indent, StringComparison.Ordinal) ? line[indent.Length..] : line)],
            [.. marks]));
        return end;
    }

    private void ReadText(string line, int number)
    {
        if (Heading().Match(line) is { Success: true } heading)
        {
            AddAnchor(heading.Groups["text"].Value);
        }

        foreach (Match code in InlineCode().Matches(line))
        {
            _codes.Add(new DocText(number, code.Groups["code"].Value.Replace("\\|", "|").Trim()));
        }

        var prose = InlineCode().Replace(line, "");
        foreach (Match link in Link().Matches(prose))
        {
            _links.Add(new DocText(number, link.Groups["target"].Value));
        }

        foreach (Match attribute in Attribute().Matches(prose))
        {
            _links.Add(new DocText(number, attribute.Groups["target"].Value));
        }

        foreach (Match id in Id().Matches(prose))
        {
            _anchors.Add(id.Groups["name"].Value);
        }
    }

    /// <summary>As GitHub makes them: small letters, digits, - and _; spaces become -; a second one of the same name gets -1.</summary>
    private void AddAnchor(string heading)
    {
        var anchor = new StringBuilder();
        foreach (var c in Link().Replace(heading, "]").ToLowerInvariant())
        {
            if (char.IsLetterOrDigit(c) || c is '-' or '_')
            {
                anchor.Append(c);
            }
            else if (c == ' ')
            {
                anchor.Append('-');
            }
        }

        var name = anchor.ToString();
        for (var i = 1; !_anchors.Add(name); i++)
        {
            name = $"{anchor}-{i}";
        }
    }

    [GeneratedRegex("^(?<indent> *)(?<fence>```+) *(?<language>[A-Za-z]*)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Fence();

    [GeneratedRegex("^ *<!-- *(?<mark>(not run|tested by): *.*?) *-->", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Mark();

    [GeneratedRegex("^#{1,6} +(?<text>.*?) *$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Heading();

    [GeneratedRegex("(?<ticks>`+)(?<code>.+?)(?<!`)\\k<ticks>(?!`)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex InlineCode();

    [GeneratedRegex("\\]\\(<?(?<target>[^)\\s>]+)>?( +\"[^\"]*\")?\\)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Link();

    [GeneratedRegex("(src|href|srcset)=\"(?<target>[^\"]+)\"", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Attribute();

    [GeneratedRegex("\\bid=\"(?<name>[^\"]+)\"", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Id();
}
