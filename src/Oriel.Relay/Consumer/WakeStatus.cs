using System.Globalization;

namespace Oriel.Relay.Consumer;

/// <summary>How the feed is woken, as an immutable snapshot (<see cref="FeedLoop.Wake"/>). Counts are of the life of the feed.</summary>
/// <param name="Mode">What brings it to look.</param>
/// <param name="PeriodNs">Time between two frames as the poll predicts it, nanoseconds; 0 = not known, or not needed.</param>
/// <param name="JitterNs">How far most frames are off the prediction, nanoseconds.</param>
/// <param name="Wakes">Times it slept and woke.</param>
/// <param name="Rings">Wake-ups by the doorbell.</param>
/// <param name="BarrenRings">Of these, those that brought nothing.</param>
/// <param name="MissedRings">Times a message was found by the clock that a ring should have announced.</param>
/// <param name="Predicted">Frames that came within the time predicted for them.</param>
/// <param name="Spins">Times it spun for a predicted frame.</param>
/// <param name="SpinNs">Time spent so, nanoseconds.</param>
public sealed record WakeStatus(WakeMode Mode, long PeriodNs, long JitterNs, long Wakes, long Rings, long BarrenRings, long MissedRings, long Predicted, long Spins, long SpinNs)
{
    /// <summary>For people, on one line.</summary>
    public override string ToString() => Mode switch
    {
        WakeMode.Doorbell => "doorbell",
        WakeMode.DoorbellUnproven => "doorbell not heard yet, " + Poll,
        WakeMode.DoorbellSilent => "doorbell silent, " + Poll,
        WakeMode.DoorbellStorm => "doorbell rings for nothing, " + Poll,
        _ => Poll,
    };

    private string Poll => PeriodNs == 0
        ? "adaptive poll"
        : string.Create(CultureInfo.InvariantCulture, $"adaptive poll ({PeriodNs / 1e6:0.00} ms \u00B1 {JitterNs / 1e6:0.0#})");
}
