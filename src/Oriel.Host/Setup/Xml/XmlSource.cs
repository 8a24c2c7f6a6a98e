using System.Text;
using System.Xml;

namespace Oriel.Host.Setup.Xml;

/// <summary>
/// XML as text: elements know where they stand, and an edit changes the characters of what it touches and nothing else. Comments, order, indentation, quotes, line ends and prefixes stay. Immutable: an
/// edit returns another text. DTDs and entities of one's own are refused, so what <see cref="Text"/> says is all there is.
/// </summary>
internal sealed class XmlSource
{
    private const int MostDepth = 64;

    private XmlSource(string text, XmlTag root)
    {
        Text = text;
        Root = root;
        NewLine = text.Contains("\r\n", StringComparison.Ordinal) ? "\r\n" : "\n";
        Quote = text.Split("='").Length >= text.Split("=\"").Length ? '\'' : '"';
    }

    /// <summary>All of it.</summary>
    public string Text { get; }

    /// <summary>The outermost element.</summary>
    public XmlTag Root { get; }

    /// <summary>How lines end in it.</summary>
    public string NewLine { get; }

    /// <summary>The quote most attributes have.</summary>
    public char Quote { get; }

    /// <summary>Reads a text. Throws <see cref="XmlException"/> when it is not well-formed, has a DTD or is nested deeper than any domain.</summary>
    public static XmlSource Parse(string text)
    {
        Check(text);
        return new XmlSource(text, new XmlScan(text).Run());
    }

    /// <summary>With an attribute set, or added behind the others.</summary>
    public XmlSource Set(XmlTag tag, string attribute, string value)
    {
        if (tag.Find(attribute) is { } known)
        {
            return known.Value == value ? this : Replace(known.ValueStart, known.ValueLength, Escape(value, known.Quote));
        }

        var last = tag.Attributes.Count > 0 ? tag.Attributes[^1] : default;
        var at = tag.Attributes.Count > 0 ? last.ValueStart + last.ValueLength + 1 : tag.NameEnd;
        return Replace(at, 0, $" {attribute}={Quote}{Escape(value, Quote)}{Quote}");
    }

    /// <summary>Without an attribute.</summary>
    public XmlSource Unset(XmlTag tag, string attribute)
    {
        if (tag.Find(attribute) is not { } known)
        {
            return this;
        }

        var start = Text.LastIndexOf(attribute, known.ValueStart, StringComparison.Ordinal);
        while (char.IsWhiteSpace(Text[start - 1]))
        {
            start--;
        }

        return Replace(start, known.ValueStart + known.ValueLength + 1 - start, "");
    }

    /// <summary>With another text in an element that holds text only.</summary>
    public XmlSource SetText(XmlTag tag, string value) => Replace(tag.ContentStart, tag.ContentEnd - tag.ContentStart, Escape(value, '\0'));

    /// <summary>With other markup in an element's place. Lines of it are indented as it is; its quotes and indentation are written as <c>'</c> and two spaces.</summary>
    public XmlSource Replace(XmlTag tag, string markup) => Replace(tag.Start, tag.End - tag.Start, Fit(markup, IndentOf(tag)));

    /// <summary>Without an element, and without its line when it has one of its own.</summary>
    public XmlSource Remove(XmlTag tag)
    {
        var start = tag.Start;
        while (start > 0 && Text[start - 1] is ' ' or '\t')
        {
            start--;
        }

        if (start == 0 || Text[start - 1] != '\n')
        {
            start = tag.Start;
        }
        else if (EndsItsLine(tag))
        {
            start -= start > 1 && Text[start - 2] == '\r' ? 2 : 1;
        }
        else
        {
            // Something follows in the same line and keeps its indentation.
            start = tag.Start;
        }

        return Replace(start, tag.End - start, "");
    }

    /// <summary>With markup added in an element: behind <paramref name="after"/>, else at its end. Written as <c>'</c> and two spaces, it takes the text's own quotes, indentation and line ends.</summary>
    public XmlSource Add(XmlTag parent, string markup, XmlTag? after = null)
    {
        after ??= parent.Children.Count > 0 ? parent.Children[^1] : null;
        var indent = after is not null ? IndentOf(after) : IndentOf(parent) is { } own ? own + Unit : null;
        var fitted = Fit(markup, indent);
        var lead = indent is null ? "" : NewLine + indent;
        if (after is not null)
        {
            return Replace(after.End, 0, lead + fitted);
        }

        var tail = indent is null ? "" : NewLine + IndentOf(parent);
        if (parent.IsClosed)
        {
            var slash = Text.LastIndexOf('/', parent.End - 1);
            while (slash > parent.NameEnd && char.IsWhiteSpace(Text[slash - 1]))
            {
                slash--;
            }

            return Replace(slash, parent.End - slash, $">{lead}{fitted}{tail}</{parent.QualifiedName}>");
        }

        // What stands between the tags is white space or a comment: the white space before the end tag is ours to write.
        var end = parent.ContentEnd;
        while (end > parent.ContentStart && char.IsWhiteSpace(Text[end - 1]))
        {
            end--;
        }

        return Replace(end, parent.ContentEnd - end, lead + fitted + tail);
    }

    /// <summary>Text of an element between its tags, entities resolved; empty for one with elements in it.</summary>
    public string TextOf(XmlTag tag) => tag.Children.Count > 0 ? "" : XmlScan.Resolve(Text.AsSpan(tag.ContentStart, Math.Max(0, tag.ContentEnd - tag.ContentStart))).Trim();

    /// <summary>For markup: a value that cannot end its quotes.</summary>
    public static string Escape(string value, char quote)
    {
        var text = new StringBuilder(value.Length);
        foreach (var c in value)
        {
            _ = c switch
            {
                '&' => text.Append("&amp;"),
                '<' => text.Append("&lt;"),
                '>' => text.Append("&gt;"),
                '\'' when quote == c => text.Append("&apos;"),
                '"' when quote == c => text.Append("&quot;"),
                _ => text.Append(c),
            };
        }

        return text.ToString();
    }

    // One level of this text, as the root's first element has it.
    private string Unit
    {
        get
        {
            var own = IndentOf(Root) ?? "";
            return Root.Children.Count > 0 && IndentOf(Root.Children[0]) is { } one && one.Length > own.Length && one.StartsWith(own, StringComparison.Ordinal) ? one[own.Length..] : "  ";
        }
    }

    private static void Check(string text)
    {
        var settings = new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, MaxCharactersInDocument = 4 << 20 };
        using var reader = XmlReader.Create(new StringReader(text), settings);
        while (reader.Read())
        {
            if (reader.Depth > MostDepth)
            {
                throw new XmlException($"elements are nested deeper than {MostDepth}");
            }
        }
    }

    private bool EndsItsLine(XmlTag tag)
    {
        var end = tag.End;
        while (end < Text.Length && Text[end] is ' ' or '\t' or '\r')
        {
            end++;
        }

        return end == Text.Length || Text[end] == '\n';
    }

    // White space before an element when it is the first in its line; null when it is not.
    private string? IndentOf(XmlTag tag)
    {
        var start = tag.Start;
        while (start > 0 && Text[start - 1] is ' ' or '\t')
        {
            start--;
        }

        return start == 0 || Text[start - 1] == '\n' ? Text[start..tag.Start] : null;
    }

    private string Fit(string markup, string? indent)
    {
        // A value that was escaped for ' may hold a " that is not.
        var quoted = Quote == '\'' ? markup : string.Join('"', markup.Split('\'').Select((part, i) => i % 2 == 0 ? part : part.Replace("\"", "&quot;", StringComparison.Ordinal)));
        var lines = quoted.Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            var inner = lines[i].TrimStart(' ');
            var level = (lines[i].Length - inner.Length) / 2;
            lines[i] = indent is null ? inner : (i == 0 ? "" : indent) + string.Concat(Enumerable.Repeat(Unit, level)) + inner;
        }

        return string.Join(indent is null ? "" : NewLine, lines);
    }

    private XmlSource Replace(int start, int length, string with) => Parse(string.Concat(Text.AsSpan(0, start), with, Text.AsSpan(start + length)));
}
