namespace Oriel.Manual.Pages;

/// <summary>How a part of a term is written.</summary>
public enum TermKind
{
    /// <summary>As it stands.</summary>
    Plain,

    /// <summary>To be typed like this: bold.</summary>
    Literal,

    /// <summary>To be replaced by a value: slanted.</summary>
    Value,
}

/// <summary>A part of a term.</summary>
/// <param name="Text">The words.</param>
/// <param name="Kind">How they are written.</param>
public readonly record struct TermPart(string Text, TermKind Kind);
