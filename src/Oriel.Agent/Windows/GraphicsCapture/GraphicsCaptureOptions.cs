namespace Oriel.Agent.Windows.GraphicsCapture;

/// <summary>Settings of Windows.Graphics.Capture, the section <c>wgc</c> of the configuration file.</summary>
internal sealed record GraphicsCaptureOptions
{
    /// <summary>Captures the window with exactly this title (<c>wgc:window</c>); null = a monitor.</summary>
    public string? Window { get; init; }

    /// <summary>Which monitor (<c>wgc:output</c>): number or name; null = the primary one.</summary>
    public string? Output { get; init; }
}
