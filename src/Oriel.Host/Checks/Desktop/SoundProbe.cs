using System.Text.Json;
using Oriel.Host.Checks.Hardware.Facts;

namespace Oriel.Host.Checks.Desktop;

/// <summary>What opening the sound device answers. Settable, so that what an answer leaves out has the values given here (the generated reader would make it null).</summary>
public sealed record SoundProbe
{
    /// <summary>Name of this probe.</summary>
    public const string Name = "sound";

    /// <summary>Why there is no sound; null when there is.</summary>
    public ProbeError? Error { get; set; }

    /// <summary>SDL's driver: pipewire, pulseaudio, alsa.</summary>
    public string Driver { get; set; } = "";

    /// <summary>Frames of one period, as the device took them.</summary>
    public int PeriodFrames { get; set; }

    /// <summary>Frames of one period, as the viewer asks for.</summary>
    public int WantedPeriodFrames { get; set; }

    /// <summary>Frames per second.</summary>
    public int FrequencyHz { get; set; }

    /// <summary>Channels.</summary>
    public int Channels { get; set; }

    /// <summary>Outputs by name.</summary>
    public IReadOnlyList<string> Outputs { get; set; } = [];

    /// <summary>Inputs by name.</summary>
    public IReadOnlyList<string> Inputs { get; set; } = [];

    /// <summary>As probes answer.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, ProbeJson.Default.SoundProbe);
}
