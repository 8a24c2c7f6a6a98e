using System.Globalization;
using System.Text;
using System.Xml;

namespace Oriel.Host.Setup.Xml;

/// <summary>Finds the elements of a text that is known to be well-formed and to have no DTD. Every step moves forward, and what is not as expected ends it.</summary>
internal sealed class XmlScan(string text)
{
    private int _at;

    /// <summary>Reads all of it and returns the root.</summary>
    public XmlTag Run()
    {
        XmlTag? root = null;
        XmlTag? open = null;
        while ((_at = text.IndexOf('<', _at)) >= 0)
        {
            if (Skip("<!--", "-->") || Skip("<![CDATA[", "]]>") || Skip("<?", "?>"))
            {
                continue;
            }

            if (text.AsSpan(_at).StartsWith("</"))
            {
                var tag = open ?? throw Broken();
                tag.ContentEnd = _at;
                _at = Next('>') + 1;
                tag.End = _at;
                open = tag.Parent;
                continue;
            }

            var started = Start(open);
            root ??= started;
            open?.Add(started);
            open = started.IsClosed ? open : started;
        }

        return open is null && root is not null ? root : throw Broken();
    }

    /// <summary>Text with its five entities and character references resolved.</summary>
    public static string Resolve(ReadOnlySpan<char> raw)
    {
        if (!raw.Contains('&'))
        {
            return raw.ToString();
        }

        var result = new StringBuilder(raw.Length);
        while (raw.IndexOf('&') is >= 0 and var at)
        {
            result.Append(raw[..at]);

            // A semicolon may stand before it, too.
            var length = raw[at..].IndexOf(';');
            var end = length > 0 ? at + length : throw Broken();
            var name = raw[(at + 1)..end];
            result.Append(name switch
            {
                "lt" => "<",
                "gt" => ">",
                "amp" => "&",
                "quot" => "\"",
                "apos" => "'",
                _ when name.Length > 1 && name[0] == '#' => char.ConvertFromUtf32(
                    name[1] == 'x' ? int.Parse(name[2..], NumberStyles.HexNumber, CultureInfo.InvariantCulture) : int.Parse(name[1..], CultureInfo.InvariantCulture)),
                _ => throw Broken(),
            });
            raw = raw[(end + 1)..];
        }

        return result.Append(raw).ToString();
    }

    private static XmlException Broken() => new("the text is not well-formed");

    private XmlTag Start(XmlTag? parent)
    {
        var start = _at++;
        var nameEnd = _at;
        while (text[nameEnd] is not ('>' or '/') && !char.IsWhiteSpace(text[nameEnd]))
        {
            nameEnd++;
        }

        var tag = new XmlTag(parent, text[_at..nameEnd], start);
        _at = nameEnd;
        while (true)
        {
            Space();
            if (text[_at] == '>')
            {
                tag.ContentStart = ++_at;
                return tag;
            }

            if (text[_at] == '/')
            {
                _at = Next('>') + 1;
                (tag.ContentStart, tag.ContentEnd, tag.End, tag.IsClosed) = (_at, _at, _at, true);
                return tag;
            }

            tag.Add(Attribute());
        }
    }

    private XmlTextAttribute Attribute()
    {
        var start = _at;
        while (text[_at] != '=' && !char.IsWhiteSpace(text[_at]))
        {
            _at++;
        }

        var name = text[start.._at];
        _at = Next('=') + 1;
        Space();
        var quote = text[_at++];
        var value = _at;
        _at = Next(quote) + 1;
        return new XmlTextAttribute(name, Resolve(text.AsSpan(value, _at - 1 - value)), value, _at - 1 - value, quote);
    }

    private void Space()
    {
        while (char.IsWhiteSpace(text[_at]))
        {
            _at++;
        }
    }

    private bool Skip(string opening, string closing)
    {
        if (!text.AsSpan(_at).StartsWith(opening))
        {
            return false;
        }

        var end = text.IndexOf(closing, _at + opening.Length, StringComparison.Ordinal);
        _at = end < 0 ? throw Broken() : end + closing.Length;
        return true;
    }

    private int Next(char c) => text.IndexOf(c, _at) is >= 0 and var at ? at : throw Broken();
}
