using Oriel.Spice;

namespace Oriel.Cli.Guest;

/// <summary>What the SPICE session's state means to the user. Pure.</summary>
internal static class GuestWords
{
    /// <summary>
    /// A sentence for the screen that explains a missing picture; empty when there is nothing to say. A server that nobody named and that is not there is not worth a word: most who have none
    /// never asked for one.
    /// </summary>
    /// <param name="status">The session's state.</param>
    /// <param name="address">The server as the user would write it.</param>
    /// <param name="isGiven">The user named the server.</param>
    /// <param name="takeBack">The keys that take a session back from another client.</param>
    public static string Note(SpiceStatus status, string address, bool isGiven, string takeBack)
    {
        var trouble = Trouble(status, takeBack);
        return trouble is null || (!isGiven && IsSilence(status)) ? "" : $"SPICE at {address}: {trouble}";
    }

    /// <summary>A notice over the picture when the state changed in a way the user should know; null otherwise.</summary>
    public static string? Notice(SpiceStatus before, SpiceStatus now, bool isGiven, string takeBack)
    {
        if (before.State == SpiceState.Connected && now.State != SpiceState.Connected)
        {
            return now.State == SpiceState.TakenOver
                ? $"Another client took over keyboard, mouse and sound; {takeBack} takes them back"
                : "Keyboard, mouse and sound are gone: the VM's SPICE server ended; waiting for it";
        }

        if (now.State == SpiceState.Refused && before.Failure != now.Failure && (isGiven || !IsSilence(now)))
        {
            return $"No keyboard, mouse or sound: {Trouble(now, takeBack)}";
        }

        return before.State is SpiceState.Connecting or SpiceState.TakenOver or SpiceState.Refused && now.State == SpiceState.Connected && before.Failure is not null && before.Name is not null
            ? "Keyboard, mouse and sound are back"
            : null;
    }

    private static bool IsSilence(SpiceStatus status) => status.Failure is SpiceFailure.Unreachable or SpiceFailure.NotSpice or SpiceFailure.TimedOut;

    private static string? Trouble(SpiceStatus status, string takeBack) => status switch
    {
        { State: SpiceState.Off or SpiceState.Connected } or { Failure: null } => null,
        { State: SpiceState.TakenOver } => $"another client took the session over. {takeBack} takes it back.",
        { Failure: SpiceFailure.WrongTicket } => "the server refuses the password. Name a file that holds it with --spice-ticket-file.",
        { Failure: SpiceFailure.NeedsTls } => "the server wants TLS. Name its TLS port: --spice tls://HOST:PORT.",
        { Failure: SpiceFailure.NeedsPlain } => "the server does not want TLS here. Name its plain port: --spice HOST:PORT.",
        { Failure: SpiceFailure.BadCertificate } => $"{status.Detail}. Name the authority with --spice-ca, and the subject with --spice-subject if it is not the host's name.",
        { Failure: SpiceFailure.NotSpice } => $"{status.Detail}. Is this the port of something else?",
        _ => $"{status.Detail}.",
    };
}
