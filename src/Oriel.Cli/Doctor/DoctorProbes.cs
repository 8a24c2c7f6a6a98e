using Oriel.Cli.Doctor.Probes;
using Oriel.Cli.Spice;
using Oriel.Host.Probes;

namespace Oriel.Cli.Doctor;

/// <summary>Everything this program can find out itself about the live machine.</summary>
internal static class DoctorProbes
{
    /// <summary>All probes by name.</summary>
    public static IReadOnlyDictionary<string, Func<string, string>> All { get; } = Together();

    private static Dictionary<string, Func<string, string>> Together()
    {
        var probes = HostProbes.All(address => SpiceAddress.TryParse(address, out var options) ? options : null);
        foreach (var (name, probe) in MachineProbes.Isolated)
        {
            probes.Add(name, probe);
        }

        return probes;
    }
}
