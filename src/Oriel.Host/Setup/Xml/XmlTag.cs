namespace Oriel.Host.Setup.Xml;

/// <summary>An attribute as it stands in the text.</summary>
/// <param name="Name">Name as written, with its prefix.</param>
/// <param name="Value">Value, entities resolved.</param>
/// <param name="ValueStart">Offset of the first character between the quotes.</param>
/// <param name="ValueLength">Characters between the quotes.</param>
/// <param name="Quote">Quote used.</param>
internal readonly record struct XmlTextAttribute(string Name, string Value, int ValueStart, int ValueLength, char Quote);

/// <summary>An element of an <see cref="XmlSource"/>: where it stands in the text.</summary>
internal sealed class XmlTag(XmlTag? parent, string qualifiedName, int start)
{
    private readonly List<XmlTag> _children = [];
    private readonly List<XmlTextAttribute> _attributes = [];

    /// <summary>The element around it; null for the root.</summary>
    public XmlTag? Parent { get; } = parent;

    /// <summary>Name as written, with its prefix.</summary>
    public string QualifiedName { get; } = qualifiedName;

    /// <summary>Name without its prefix.</summary>
    public string Name => QualifiedName[(QualifiedName.IndexOf(':', StringComparison.Ordinal) + 1)..];

    /// <summary>Its prefix; empty = none.</summary>
    public string Prefix => QualifiedName.IndexOf(':', StringComparison.Ordinal) is > 0 and var colon ? QualifiedName[..colon] : "";

    /// <summary>Namespace; empty = none.</summary>
    public string Namespace => NamespaceOf(Prefix);

    /// <summary>Offset of its <c>&lt;</c>.</summary>
    public int Start { get; } = start;

    /// <summary>Offset behind the name in the start tag.</summary>
    public int NameEnd => Start + 1 + QualifiedName.Length;

    /// <summary>Offset behind its start tag.</summary>
    public int ContentStart { get; set; }

    /// <summary>Offset of its end tag; of the end of the element when it is empty (<c>&lt;a/&gt;</c>).</summary>
    public int ContentEnd { get; set; }

    /// <summary>Offset behind the element.</summary>
    public int End { get; set; }

    /// <summary>Written as <c>&lt;a/&gt;</c>.</summary>
    public bool IsClosed { get; set; }

    /// <summary>Elements in it.</summary>
    public IReadOnlyList<XmlTag> Children => _children;

    /// <summary>Attributes.</summary>
    public IReadOnlyList<XmlTextAttribute> Attributes => _attributes;

    /// <summary>Value of an attribute; null without it.</summary>
    public string? this[string attribute] => Find(attribute) is { } found ? found.Value : null;

    /// <summary>The attribute; null without it.</summary>
    public XmlTextAttribute? Find(string attribute)
    {
        foreach (var one in _attributes)
        {
            if (one.Name == attribute)
            {
                return one;
            }
        }

        return null;
    }

    /// <summary>The first element of this name and the same namespace in it; null = none.</summary>
    public XmlTag? Child(string name) => All(name).FirstOrDefault();

    /// <summary>Elements of this name and the same namespace in it.</summary>
    public IEnumerable<XmlTag> All(string name) => _children.Where(child => child.Name == name && child.Namespace == Namespace);

    /// <summary>The namespace a prefix stands for here; empty = none.</summary>
    public string NamespaceOf(string prefix)
    {
        var declaration = prefix.Length == 0 ? "xmlns" : $"xmlns:{prefix}";
        for (var tag = this; tag is not null; tag = tag.Parent)
        {
            if (tag[declaration] is { } uri)
            {
                return uri;
            }
        }

        return "";
    }

    /// <summary>While the text is read.</summary>
    public void Add(XmlTag child) => _children.Add(child);

    /// <summary>While the text is read.</summary>
    public void Add(XmlTextAttribute attribute) => _attributes.Add(attribute);
}
