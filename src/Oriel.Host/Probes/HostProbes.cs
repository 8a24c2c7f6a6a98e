using System.Text.Json;

namespace Oriel.Host.Probes;

/// <summary>The probes of this room, by name; <see cref="Systems.LiveSystem"/> is given them, and checks ask for them.</summary>
public static class HostProbes
{
    /// <summary>Looks into regions; the argument names them, one a line. An array of <see cref="RegionSight"/> in the same order.</summary>
    public const string Regions = "regions";

    /// <summary>Greets a SPICE server without logging in. A <see cref="SpiceSight"/>.</summary>
    public const string Spice = "spice";

    /// <summary>Logs in to a SPICE server to see its channels, which ends the session of a client that is connected. A <see cref="SpiceSight"/>.</summary>
    public const string SpiceChannels = "spice-channels";

    /// <summary>All of them.</summary>
    /// <param name="spice">Turns an address as <c>--spice</c> takes it into options; null when it is none.</param>
    public static Dictionary<string, Func<string, string>> All(Func<string, Spice.SpiceOptions?> spice) => new(StringComparer.Ordinal)
    {
        [Regions] = argument => JsonSerializer.Serialize([.. RegionProbe.Look(argument.Split('\n', StringSplitOptions.RemoveEmptyEntries))], SightJson.Default.RegionSightArray),
        [Spice] = argument => JsonSerializer.Serialize(SpiceProbe.Ask(argument, spice(argument), listChannels: false), SightJson.Default.SpiceSight),
        [SpiceChannels] = argument => JsonSerializer.Serialize(SpiceProbe.Ask(argument, spice(argument), listChannels: true), SightJson.Default.SpiceSight),
    };
}
