using Oriel.Display.Latency;
using Oriel.Relay.Consumer;

namespace Oriel.Cli.Latency.Input;

/// <summary>What the input meter found.</summary>
internal sealed record InputResult
{
    private const double LeastDifference = 0.25;

    /// <summary>What was injected.</summary>
    public required string Stimulus { get; init; }

    /// <summary>Where the reaction was looked for; null = the guest's pointer.</summary>
    public Patch? Patch { get; init; }

    /// <summary>The patch was found by trying, not given.</summary>
    public bool IsLearned { get; init; }

    /// <summary>Inputs injected.</summary>
    public int Tried { get; init; }

    /// <summary>Inputs after which the patch changed in time.</summary>
    public int Detected { get; init; }

    /// <summary>Detected, but the time it was shown is not known.</summary>
    public int NotPresented { get; init; }

    /// <summary>Times nothing was injected, to see what changes by itself.</summary>
    public int Shams { get; init; }

    /// <summary>Shams in which the patch changed.</summary>
    public int ShamHits { get; init; }

    /// <summary>Changes per second of the patch while nothing was injected; null when that was not looked at.</summary>
    public double? BackgroundPerSecond { get; init; }

    /// <summary>The share of detections, 0 to 1, that chance explains: a change by itself that came before the reaction. Null when unknown.</summary>
    public double? ChanceShare { get; init; }

    /// <summary>The patch changes after an input hardly more often than without one: the times mean little.</summary>
    public bool IsDoubtful => Tried > 0 && Detected > 0 && Shams > 0 && ((double)Detected / Tried) - ((double)ShamHits / Shams) < LeastDifference;

    /// <summary>Input to captured by the guest, nanoseconds.</summary>
    public DurationSummary ToCaptured { get; init; }

    /// <summary>Input to seen by the viewer.</summary>
    public DurationSummary ToSeen { get; init; }

    /// <summary>Input to shown.</summary>
    public DurationSummary ToPresented { get; init; }

    /// <summary>Adds trials up.</summary>
    /// <param name="options">What was asked for.</param>
    /// <param name="patch">Where the reaction was looked for; null = the guest's pointer.</param>
    /// <param name="trials">All of them, in order.</param>
    /// <param name="shamChanges">Changes while nothing was injected.</param>
    /// <param name="shamTime">How long nothing was injected.</param>
    public static InputResult Make(InputMeterOptions options, Patch? patch, IReadOnlyList<InputTrial> trials, long shamChanges, TimeSpan shamTime)
    {
        var capacity = Math.Max(1, trials.Count);
        var (captured, seen, presented) = (new DurationSamples(capacity), new DurationSamples(capacity), new DurationSamples(capacity));
        var (tried, detected, notPresented) = (0, 0, 0);
        foreach (var trial in trials)
        {
            if (trial.IsSham)
            {
                continue;
            }

            tried++;
            if (!trial.IsDetected)
            {
                continue;
            }

            detected++;
            notPresented += trial.PresentedNs == FrameTimes.Unknown ? 1 : 0;
            captured.Add(trial.To(trial.Frame.CapturedNs));
            seen.Add(trial.To(trial.Frame.SeenNs));
            presented.Add(trial.To(trial.PresentedNs));
        }

        double? perSecond = shamTime > TimeSpan.Zero ? shamChanges / shamTime.TotalSeconds : null;
        var toSeen = seen.Summarize();
        return new InputResult
        {
            Stimulus = options.Stimulus.Text,
            Patch = patch,
            IsLearned = patch is not null && options.Patch is null,
            Tried = tried,
            Detected = detected,
            NotPresented = notPresented,
            Shams = trials.Count(trial => trial.IsSham),
            ShamHits = trials.Count(trial => trial is { IsSham: true, IsDetected: true }),
            BackgroundPerSecond = perSecond,
            ChanceShare = perSecond is { } rate && toSeen.Count > 0 ? 1 - Math.Exp(-rate * toSeen.P50Ns / 1e9) : null,
            ToCaptured = captured.Summarize(),
            ToSeen = toSeen,
            ToPresented = presented.Summarize(),
        };
    }
}
