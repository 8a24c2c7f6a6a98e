namespace Oriel.Agent.Configuration;

/// <summary>A name the configuration file may contain.</summary>
/// <param name="Key">Section and name, as documented; compared without regard to case.</param>
/// <param name="Systems">Where it means something.</param>
/// <param name="Meaning">What it says, in one line.</param>
/// <param name="IsYesNo">The value is yes or no.</param>
internal sealed record AgentSetting(string Key, SettingSystems Systems, string Meaning, bool IsYesNo = false);
