using Oriel.Spice;

namespace Oriel.Host.Probes;

/// <summary>Asks a SPICE server what it is, within two seconds a step.</summary>
internal static class SpiceProbe
{
    private static readonly TimeSpan s_step = TimeSpan.FromSeconds(2);

    /// <summary>Asks; null options are an address that is none.</summary>
    public static SpiceSight Ask(string address, SpiceOptions? options, bool listChannels)
    {
        if (options is null)
        {
            return new SpiceSight { Failure = nameof(SpiceFailure.Unreachable), Detail = $"{address} is not an address of a SPICE server" };
        }

        var facts = SpiceServerLook.AskAsync(options with { LinkTimeout = s_step }, listChannels, CancellationToken.None).GetAwaiter().GetResult();
        return new SpiceSight
        {
            // A wrong password or the wrong kind of port is told by a SPICE server only.
            IsSpice = facts.Failure is null or SpiceFailure.WrongTicket or SpiceFailure.NeedsTls or SpiceFailure.NeedsPlain or SpiceFailure.Refused or SpiceFailure.NoSuchChannel,
            Failure = facts.Failure?.ToString(),
            Detail = facts.Detail,
            Channels = facts.Channels is null ? null : [.. facts.Channels.Select(channel => channel.ToString())],
        };
    }
}
