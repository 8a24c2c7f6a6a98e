namespace Oriel.Interop.Linux.X11;

/// <summary>What a server says when asked for its cursor.</summary>
public enum XCursorAnswer
{
    /// <summary>Here it is.</summary>
    Shown,

    /// <summary>It shows none yet: no program has set one.</summary>
    None,

    /// <summary>It shows one but will not tell what it looks like.</summary>
    Denied,

    /// <summary>The connection was lost.</summary>
    Lost,
}
