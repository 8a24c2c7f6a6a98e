using Oriel.Host.Checks.Machines;
using Oriel.Host.Probes;
using Oriel.Spice;
using System.Text.Json;

namespace Oriel.Host.Checks.Spice;

/// <summary>D16: the server has a channel for keyboard and mouse. Only a login shows the channels, and a login takes the session from who has it: so it is asked only when nobody is connected.</summary>
internal sealed class SpiceInputCheck : HostCheck
{
    /// <inheritdoc/>
    public override string Id => "D16";

    /// <inheritdoc/>
    public override CheckGroup Group => CheckGroup.Spice;

    /// <inheritdoc/>
    public override string Title => "Keyboard and mouse have a channel";

    /// <inheritdoc/>
    public override string Symptom => "A picture, but no keyboard and no mouse at all.";

    /// <inheritdoc/>
    public override string LooksAt => "the list of channels of each running machine's SPICE server, if no client is connected and it wants no password";

    /// <inheritdoc/>
    public override string Why => "Keyboard and mouse travel over the INPUTS channel.";

    /// <inheritdoc/>
    public override string Remedy => "Give the machine SPICE graphics with its input devices (oriel setup).";

    /// <inheritdoc/>
    public override void Run(CheckContext context, ICollection<Finding> findings)
    {
        foreach (var server in context.Facts<SpiceSeen>().All.Where(server => server is { Machine: not null, Sight: { IsSpice: true, Failure: null } }))
        {
            if (server.Server.WantsTicket || server.Clients is not 0)
            {
                var why = server.Server.WantsTicket ? "it wants a password" : server.Clients is null ? "it cannot be told whether a client is connected" : "a client is connected, and asking would take the session over";
                findings.Add(new Finding { Check = Id, Severity = Severity.Note, Subject = server.Subject, Title = "The channels were not asked for", Seen = $"{server.Address}: {why}" });
                continue;
            }

            if (context.System.Probe(HostProbes.SpiceChannels, server.Address) is not { IsSeen: true, Value: { } json } || JsonSerializer.Deserialize(json, SightJson.Default.SpiceSight) is not { } sight)
            {
                continue;
            }

            findings.Add(Judge(server, sight));
        }
    }

    private Finding Judge(SpiceServerSeen server, SpiceSight sight)
    {
        if (sight.Channels is not { } channels)
        {
            return sight.Failure == nameof(SpiceFailure.WrongTicket)
                ? new Finding { Check = Id, Severity = Severity.Note, Subject = server.Subject, Title = "The SPICE server wants a password", Seen = sight.Detail, Remedy = [new RemedyStep("Name a file that holds it", RemedyKind.Command, "oriel view --spice-ticket-file FILE")] }
                : new Finding { Check = Id, Severity = Severity.Problem, Subject = server.Subject, Title = "The SPICE server lets no client in", Seen = sight.Detail, Expected = "a session without a password", Remedy = [new RemedyStep("See whether another client can", RemedyKind.Command, $"remote-viewer spice://{server.Address}")] };
        }

        return channels.Contains(nameof(ChannelType.Inputs), StringComparer.Ordinal)
            ? new Finding { Check = Id, Severity = Severity.Good, Subject = server.Subject, Title = Title, Seen = $"{server.Address} lists {string.Join(", ", channels)}" }
            : new Finding
            {
                Check = Id, Severity = Severity.Problem, Subject = server.Subject, Title = "There is no channel for keyboard and mouse", Seen = $"{server.Address} lists {string.Join(", ", channels)}", Expected = "Inputs among them",
                Remedy = [server.Machine is { Connection.Length: > 0 } domain ? MachineRemedy.Setup(domain) : new RemedyStep("Start QEMU with SPICE and input devices", RemedyKind.Command, "oriel setup --qemu")],
            };
    }
}
