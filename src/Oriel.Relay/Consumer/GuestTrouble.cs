using Oriel.Protocol.Kvmfr;

namespace Oriel.Relay.Consumer;

/// <summary>What an agent's own status says about a missing or frozen picture, in words. Pure. Texts of the guest are quoted, never interpreted.</summary>
/// <param name="Headline">A few words.</param>
/// <param name="Seen">What the agent saw.</param>
/// <param name="Advice">What helps.</param>
/// <param name="Code">The agent's error code; empty = none.</param>
public sealed record GuestTrouble(string Headline, string Seen, string Advice, string Code)
{
    /// <summary>The trouble in a status; null when the agent has none, or says nothing.</summary>
    public static GuestTrouble? Of(GuestStatus? status)
    {
        var words = status?.State switch
        {
            GuestState.NoOutput => ("The guest has no active output",
                "Attach a monitor, a dummy plug or a virtual display to the guest's GPU."),
            GuestState.CaptureFailing => ("The guest's agent cannot capture", "Look into the agent's log in the guest."),
            GuestState.SecureDesktop => ("The guest shows a secure desktop that its agent may not capture",
                "Run the agent as a service, or answer the prompt through the emulated display."),
            GuestState.SessionLocked => ("The guest's session is locked and cannot be captured", "Unlock it through the emulated display, or run the agent as a service."),
            GuestState.SessionDisconnected => ("The guest's session has no screen", "Log in at the guest's console; a remote desktop connection takes the screen away."),
            GuestState.DisplayOff => ("The guest's display is off", "Press a key or move the mouse in the guest."),
            _ => ("", ""),
        };
        if (words.Item1.Length == 0)
        {
            return null;
        }

        // An error of long ago that is over is no explanation of a state that began later.
        var error = status!.Error is { } e && e.AtMs >= status.StateSinceMs ? e : null;
        return new GuestTrouble(words.Item1, error?.Text ?? "", string.IsNullOrEmpty(error?.Remedy) ? words.Item2 : error!.Remedy, error?.Code ?? "");
    }

    /// <summary>One line.</summary>
    public override string ToString()
    {
        var seen = Seen.Length == 0 ? "" : $": {Seen}";
        return $"{Headline}{(Code.Length == 0 ? "" : $" ({Code})")}{seen}";
    }
}
