using Oriel.Host.Checks.Hardware.Facts;

namespace Oriel.Cli.Doctor.Probes;

/// <summary>Errors of the machine as probes tell them.</summary>
internal static class ProbeErrors
{
    /// <summary>The same words.</summary>
    public static ProbeError ToProbeError(this OrielException error) => new(error.Code.Id, error.Code.Title, error.Seen, error.Expected, error.Remedy);
}
