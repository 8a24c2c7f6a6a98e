using Oriel.Cli.Latency.Input;

namespace Oriel.Cli.Latency;

/// <summary>Injected inputs and the reactions to them.</summary>
/// <param name="Stimulus">What was injected, as on the command line.</param>
/// <param name="Patch">Where the reaction was looked for; null = the guest's pointer.</param>
/// <param name="IsLearned">The patch was found by trying.</param>
/// <param name="Tried">Inputs.</param>
/// <param name="Detected">Inputs that were answered in time.</param>
/// <param name="NotPresented">Answered, but it is not known when that was shown.</param>
/// <param name="Shams">Times nothing was injected.</param>
/// <param name="ShamHits">Of those, how often the patch changed.</param>
/// <param name="BackgroundPerSecond">Changes per second of the patch by itself; null = not looked at.</param>
/// <param name="ChanceShare">The share of detections that such changes explain, 0 to 1.</param>
/// <param name="IsDoubtful">The patch changes after an input hardly more often than without one.</param>
/// <param name="Stages">Input to captured, seen and presented.</param>
internal sealed record InputReport(
    string Stimulus, Patch? Patch, bool IsLearned, int Tried, int Detected, int NotPresented, int Shams, int ShamHits, double? BackgroundPerSecond, double? ChanceShare, bool IsDoubtful,
    IReadOnlyList<StageReport> Stages)
{
    /// <summary>Makes one.</summary>
    public static InputReport Make(InputResult result) => new(
        result.Stimulus, result.Patch, result.IsLearned, result.Tried, result.Detected, result.NotPresented, result.Shams, result.ShamHits,
        result.BackgroundPerSecond is { } rate ? Math.Round(rate, 3) : null, result.ChanceShare is { } share ? Math.Round(share, 4) : null, result.IsDoubtful,
        [
            StageReport.Make("captured", "input", "captured", result.ToCaptured),
            StageReport.Make("seen", "input", "seen", result.ToSeen),
            StageReport.Make("presented", "input", "presented", result.ToPresented),
        ]);
}
