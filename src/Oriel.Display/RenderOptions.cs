namespace Oriel.Display;

/// <summary>Fixed choices of a <see cref="RenderLoop"/>.</summary>
public sealed record RenderOptions
{
    /// <summary>Settings to start with.</summary>
    public ViewSettings Settings { get; init; } = new();

    /// <summary>How frames get into the GPU's texture. What this machine cannot do is replaced by what it can, and said in <see cref="RenderStatistics.Renderer"/>.</summary>
    public UploadPath Upload { get; init; }

    /// <summary>Persistently mapped upload buffers may be used when the driver has ARB_buffer_storage; false forces plain memory, whatever <see cref="Upload"/> says.</summary>
    public bool AllowPersistentMapping { get; init; } = true;

    /// <summary>Send pictures shown 1:1 to an X11 window past GL where a processor would draw them; false draws everything by GL.</summary>
    public bool AllowWindowCopies { get; init; } = true;

    /// <summary>Text shown in the status screen's headline when there is no picture; null uses the relay's words.</summary>
    public string? StatusTitle { get; init; }

    /// <summary>Font of everything written over the picture, as fontconfig takes it; null = the desktop's monospace.</summary>
    public string? FontName { get; init; }

    /// <summary>Its height in pixels, 8 to 40; 0 = by the window's height.</summary>
    public int FontPixels { get; init; }

    /// <summary>Show a notice for some seconds when the picture begins to come from somewhere else; false for pictures that are compared.</summary>
    public bool ShowSourceNotices { get; init; } = true;
}
