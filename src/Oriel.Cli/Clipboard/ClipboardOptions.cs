namespace Oriel.Cli.Clipboard;

/// <summary>What may pass between the clipboards of host and guest.</summary>
internal sealed record ClipboardOptions
{
    /// <summary>What is copied on the host can be pasted in the guest.</summary>
    public bool ToGuest { get; init; } = true;

    /// <summary>What is copied in the guest can be pasted on the host.</summary>
    public bool ToHost { get; init; } = true;

    /// <summary>Also what is only marked (the primary selection).</summary>
    public bool Primary { get; init; } = true;

    /// <summary>Files dropped on the window are sent to the guest.</summary>
    public bool Files { get; init; } = true;

    /// <summary>Anything at all for the clipboard.</summary>
    public bool IsEnabled => ToGuest || ToHost;
}
