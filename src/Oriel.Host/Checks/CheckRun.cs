namespace Oriel.Host.Checks;

/// <summary>Runs checks and collects their findings. A check that fails is a finding, never an end.</summary>
public static class CheckRun
{
    /// <summary>Runs these checks in their order.</summary>
    public static IReadOnlyList<CheckResult> Of(IEnumerable<HostCheck> checks, CheckContext context)
    {
        var results = new List<CheckResult>();
        foreach (var check in checks)
        {
            var findings = new List<Finding>();
            try
            {
                check.Run(context, findings);
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                // A mistake of ours, or a machine nobody thought of. The other checks still have something to say.
                findings.Add(new Finding
                {
                    Check = check.Id,
                    Severity = Severity.Unseen,
                    Title = "The check itself failed",
                    Seen = $"{e.GetType().Name}: {e.Message}",
                    Expected = "an answer",
                    Remedy = [new RemedyStep("Please report it, with a recording of what was looked at:", RemedyKind.Command, $"oriel doctor --check {check.Id} --record oriel-doctor-recording")],
                });
            }

            results.Add(new CheckResult(check, findings));
        }

        return results;
    }

    /// <summary>The worst severity among findings; <see cref="Severity.Good"/> when there are none.</summary>
    public static Severity Worst(this IEnumerable<Finding> findings) => findings.Select(f => f.Severity).DefaultIfEmpty(Severity.Good).Max();
}

/// <summary>What one check found.</summary>
/// <param name="Check">The check.</param>
/// <param name="Findings">Empty when what it is about does not exist here.</param>
public sealed record CheckResult(HostCheck Check, IReadOnlyList<Finding> Findings);
