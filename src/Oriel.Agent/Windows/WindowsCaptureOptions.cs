using Microsoft.Extensions.Logging;
using Oriel.Agent.Configuration;

namespace Oriel.Agent.Windows;

/// <summary>What capture backends on Windows are told.</summary>
/// <param name="Output">Head by name or number, <see cref="WindowsOutputs.WholeDesktop"/>; null = the primary one.</param>
/// <param name="FramesPerSecond">Frame rate limit; 0 = none.</param>
/// <param name="Settings">The configuration file, for a backend's own section.</param>
/// <param name="Log">For what a backend has to say beside its refusal.</param>
/// <param name="Parts">What backends share.</param>
internal sealed record WindowsCaptureOptions(string? Output, int FramesPerSecond, AgentIni Settings, ILogger Log, WindowsParts Parts)
{
    /// <summary>A backend's own switch. Throws <see cref="OrielException"/> for a value that is neither yes nor no.</summary>
    public bool Flag(string key, bool otherwise) => Settings.Get(key) is { } text ? OptionText.YesNo(key, text) : otherwise;

    /// <summary>A backend's own number. Throws <see cref="OrielException"/> for a value outside the limits.</summary>
    public int Number(string key, int least, int most, int otherwise) => Settings.Get(key) is { } text ? OptionText.Number(key, text, least, most) : otherwise;

    /// <summary>The head for a backend: its own setting, else the common one.</summary>
    public string? OutputFor(string backend) => Output ?? Settings.Get($"{backend}:output");
}
