namespace Oriel.Relay.Synthetic;

/// <summary>Which cursor a pattern shows. It always moves.</summary>
public enum PatternCursorKind
{
    /// <summary>No pointer messages at all.</summary>
    None,

    /// <summary>32-bit colour with alpha.</summary>
    Color,

    /// <summary>Masked colour: half of it replaces, half inverts.</summary>
    Masked,

    /// <summary>Monochrome: black, white, transparent and inverting quarters.</summary>
    Monochrome,

    /// <summary>All three in turn; hidden for a moment between them.</summary>
    Cycle,
}
