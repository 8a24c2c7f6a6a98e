using Oriel.Cli.Clipboard;
using Oriel.Cli.Sound;
using Oriel.Spice;

namespace Oriel.Cli.Guest;

/// <summary>What the viewer was asked to do with the VM's SPICE server.</summary>
internal sealed record GuestOptions
{
    /// <summary>The server.</summary>
    public required SpiceOptions Server { get; init; }

    /// <summary>The user named the server: then its absence is worth a word.</summary>
    public bool IsGiven { get; init; }

    /// <summary>Sound and microphone.</summary>
    public SoundSettings Sound { get; init; } = new();

    /// <summary>Clipboard and dropped files.</summary>
    public ClipboardOptions Clipboard { get; init; } = new();

    /// <summary>Keyboard and mouse go through SPICE.</summary>
    public bool SendInput { get; init; } = true;

    /// <summary>Show the emulated screen while the relay has no picture.</summary>
    public bool ShowFallback { get; init; } = true;
}
