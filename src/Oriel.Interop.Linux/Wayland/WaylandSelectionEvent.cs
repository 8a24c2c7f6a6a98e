namespace Oriel.Interop.Linux.Wayland;

/// <summary>What happened around the compositor's selection.</summary>
public enum WaylandSelectionEventKind
{
    /// <summary>Another program's content is on offer: <see cref="WaylandSelectionEvent.Types"/>; none = nothing is.</summary>
    Offered,

    /// <summary>A program wants our content through <see cref="WaylandSelectionEvent.Pipe"/>.</summary>
    Wanted,

    /// <summary>Our source was replaced.</summary>
    Replaced,
}

/// <summary>One event around the selection.</summary>
/// <param name="Kind">What happened.</param>
/// <param name="Types">MIME types on offer.</param>
/// <param name="Type">MIME type wanted.</param>
/// <param name="Pipe">Where the content goes; owned by the receiver.</param>
public sealed record WaylandSelectionEvent(WaylandSelectionEventKind Kind, IReadOnlyList<string> Types, string Type, PipeEnd? Pipe);
