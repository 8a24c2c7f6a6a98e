using Oriel.Display.Upload;
using Oriel.Relay.Consumer;

namespace Oriel.Display.Overlay;

/// <summary>What the status screen says: a headline, what was seen, and what to do.</summary>
/// <param name="Headline">A few words.</param>
/// <param name="Seen">What was found, one or two sentences.</param>
/// <param name="Advice">What the user can do.</param>
/// <param name="Source">Where we look.</param>
internal sealed record StatusWords(string Headline, string Seen, string Advice, string Source)
{
    /// <summary>What else there is to know, such as why the emulated screen is not shown either; empty = nothing.</summary>
    public string Note { get; init; } = "";

    private const string KeepsLooking = "Oriel keeps looking and shows the picture as soon as there is one.";

    /// <summary>The words for a state of the relay, or what was found out about it.</summary>
    public static StatusWords For(RelayStatus status, StatusAdvice? advice)
    {
        var words = For(status);
        return advice?.State == status.State ? words with { Seen = Sentence(advice.Seen), Advice = $"{Sentence(advice.Advice)} {KeepsLooking}" } : words;
    }

    /// <summary>The words for a state of the relay. Every state has its own.</summary>
    public static StatusWords For(RelayStatus status)
    {
        // Who knows why there is no picture is the agent: its words come before our guesses. What it said last explains its silence too.
        if (status.State is RelayState.WaitingForQueues or RelayState.WaitingForFrame or RelayState.ProducerSilent && GuestTrouble.Of(status.Guest) is { } trouble)
        {
            return For(status, trouble);
        }

        var (headline, advice) = status.State switch
        {
            RelayState.Idle => ("Starting", "This takes a moment."),
            RelayState.NoRegion => ("The shared memory does not exist", status.Error?.Remedy ?? "Start the virtual machine, or name another file or device with --region."),
            RelayState.NoPermission => ("The shared memory may not be opened", status.Error?.Remedy ?? "Give your user access to the file or device."),
            RelayState.RegionUnusable => ("This is not usable as shared memory", status.Error?.Remedy ?? "Compare the name and size with the virtual machine's configuration."),
            RelayState.NoProducer => ("No agent is running in the guest", "Start the virtual machine and, inside it, the agent (oriel-agent, or the host application installed there)."),
            RelayState.ProducerSilent => ("The guest's agent stopped", "The guest may be paused, restarting or shut down; otherwise start the agent in it again."),
            RelayState.VersionMismatch => ("The guest's agent speaks another version", "Install matching versions in guest and host."),
            RelayState.SessionRefused => ("The guest's data was refused", "Restart the agent in the guest; 'oriel inspect' shows what is wrong."),
            RelayState.WaitingForQueues => ("The agent is starting", "If this stays, too many viewers may be connected: close one."),
            RelayState.WaitingForFrame => ("Waiting for the first picture", "If this stays, the guest's screen may be asleep: press a key or move the mouse in it."),
            _ => ("Connected", "Waiting for a picture that can be shown."),
        };
        // The relay's own sentence repeats the remedy for those who read only logs; here each has its own paragraph.
        var seen = status.Error?.Seen ?? status.Detail;
        if (status.State == RelayState.SessionRefused && status.Reject.Code != Protocol.RejectCode.None)
        {
            seen = $"{seen} ({status.Reject})";
        }

        return new StatusWords(headline, Sentence(seen), $"{Sentence(advice)} {KeepsLooking}", status.Source);
    }

    private static StatusWords For(RelayStatus status, GuestTrouble trouble)
    {
        var isSilent = status.State == RelayState.ProducerSilent;
        var told = $"{trouble.Seen}{(trouble.Code.Length == 0 ? "" : $" ({trouble.Code})")}";
        var seen = isSilent ? $"{Sentence(status.Detail)} Before that it said: {Sentence(trouble.ToString())}"
            : trouble.Seen.Length == 0 ? Sentence(status.Detail) : $"Connected; the guest's agent says: {Ended(told)}";
        return new StatusWords(isSilent ? "The guest's agent stopped" : trouble.Headline, seen, $"{Sentence(trouble.Advice)} {KeepsLooking}", status.Source);
    }

    /// <summary>The words for a picture this GPU cannot hold.</summary>
    public static StatusWords For(FrameRefusal refusal, string source) => new(
        "The guest's picture is too large",
        $"It is {refusal.Width}x{refusal.Height} pixels; this GPU holds pictures of at most {refusal.Limit} pixels along an edge (and 128 million pixels in all).",
        "Lower the resolution in the guest.",
        source);

    // Errors are written to follow a colon; here they stand alone. A path keeps its first letter, because it is a slash.
    private static string Sentence(string text) => text.Length == 0 ? text : $"{char.ToUpperInvariant(text[0])}{Ended(text[1..])}";

    private static string Ended(string text) => text.Length > 0 && text[^1] is '.' or '!' or '?' ? text : text + ".";
}
