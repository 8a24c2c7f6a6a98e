using System.Globalization;

namespace Oriel.Agent.Windows.Service;

/// <summary>What the service says about itself to <c>oriel-agent status</c>, as an immutable snapshot and as the text of a small file.</summary>
/// <param name="Phase">What it is doing.</param>
/// <param name="ProcessId">Capture process; 0 = none.</param>
/// <param name="Session">Its session, or the console's; null = none.</param>
/// <param name="Failures">Failures in a row.</param>
/// <param name="RemoteSessions">Sessions shown by Remote Desktop.</param>
/// <param name="LastProblem">Why the last capture process ended or did not start; null = no failure yet.</param>
internal sealed record SupervisorReport(SupervisorPhase Phase, uint ProcessId, uint? Session, int Failures, string RemoteSessions, string? LastProblem)
{
    /// <summary>Before the first step.</summary>
    public static readonly SupervisorReport Nothing = new(SupervisorPhase.NoConsole, 0, null, 0, "", null);

    /// <summary>As lines <c>name=value</c>.</summary>
    public string ToText() => string.Join('\n',
        $"phase={Phase}",
        $"process={ProcessId}",
        $"session={Session?.ToString(CultureInfo.InvariantCulture)}",
        $"failures={Failures}",
        $"remote={RemoteSessions}",
        $"problem={LastProblem?.ReplaceLineEndings(" ")}") + "\n";

    /// <summary>From such lines; null when they are something else. The file may be half a year old or somebody's joke.</summary>
    public static SupervisorReport? Parse(string text)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = line.IndexOf('=');
            if (equals > 0)
            {
                values[line[..equals]] = line[(equals + 1)..].TrimEnd('\r');
            }
        }

        var session = values.GetValueOrDefault("session", "");
        uint number = 0;
        return Enum.TryParse<SupervisorPhase>(values.GetValueOrDefault("phase"), out var phase) && Enum.IsDefined(phase)
            && uint.TryParse(values.GetValueOrDefault("process"), NumberStyles.None, CultureInfo.InvariantCulture, out var process)
            && (session.Length == 0 || uint.TryParse(session, NumberStyles.None, CultureInfo.InvariantCulture, out number))
            && int.TryParse(values.GetValueOrDefault("failures"), NumberStyles.None, CultureInfo.InvariantCulture, out var failures)
            ? new SupervisorReport(phase, process, session.Length == 0 ? null : number, failures, values.GetValueOrDefault("remote", ""), values.GetValueOrDefault("problem", "") is { Length: > 0 } problem ? problem : null)
            : null;
    }
}
