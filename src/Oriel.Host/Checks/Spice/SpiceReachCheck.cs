using Oriel.Host.Probes;
using Oriel.Spice;

namespace Oriel.Host.Checks.Spice;

/// <summary>D15: the SPICE server can be reached, and is one.</summary>
internal sealed class SpiceReachCheck : HostCheck
{
    /// <inheritdoc/>
    public override string Id => "D15";

    /// <inheritdoc/>
    public override CheckGroup Group => CheckGroup.Spice;

    /// <inheritdoc/>
    public override string Title => "The SPICE server answers";

    /// <inheritdoc/>
    public override string Symptom => "No keyboard, mouse, sound or clipboard; the viewer cannot connect to the SPICE server.";

    /// <inheritdoc/>
    public override string LooksAt => "a greeting at the address of each running machine (no login: a client that is connected stays so), and /proc/net/tcp, tcp6 and unix (who is connected)";

    /// <inheritdoc/>
    public override string Why => "Everything but the picture goes through SPICE.";

    /// <inheritdoc/>
    public override string Remedy => "Name the right address with --spice, close other clients, free the port, or give the machine a SPICE server (oriel setup).";

    /// <inheritdoc/>
    public override void Run(CheckContext context, ICollection<Finding> findings)
    {
        var good = new List<string>();
        foreach (var server in context.Facts<SpiceSeen>().All)
        {
            if (server.Sight is not { } sight)
            {
                continue;
            }

            if (Trouble(server, sight) is { } finding)
            {
                findings.Add(finding);
                continue;
            }

            var held = server.Clients is > 0 and var clients ? $"; {clients} {(clients == 1 ? "connection" : "connections")} to it: the session is in use, and the client that comes next takes it over" : "";
            var ticket = server.Server.WantsTicket ? "; it wants a password (--spice-ticket-file)" : "";
            if (held.Length > 0)
            {
                findings.Add(Of(server, Severity.Note, "The SPICE session is in use", $"{server.Address} answers{held}{ticket}"));
            }
            else
            {
                good.Add($"{server.Address} answers{ticket}");
            }
        }

        if (good.Count > 0)
        {
            findings.Add(new Finding { Check = Id, Severity = Severity.Good, Title = Title, Seen = string.Join("; ", good) });
        }
    }

    private Finding? Trouble(SpiceServerSeen server, SpiceSight sight)
    {
        if (server.Machine is null && !sight.IsSpice)
        {
            // Nobody said that a server should be there.
            return Of(server, Severity.Note, "No SPICE server where the viewer looks by default", sight.Detail, remedy: [new RemedyStep("If the machine has one elsewhere, name it", RemedyKind.Command, "oriel view --spice HOST:PORT")]);
        }

        var failure = Enum.TryParse<SpiceFailure>(sight.Failure, out var known) ? known : (SpiceFailure?)null;
        return failure switch
        {
            null => null,
            SpiceFailure.Unreachable or SpiceFailure.Lost when server.Server.UnixPath.Length == 0 => Of(server, Severity.Problem, "The SPICE server cannot be reached", sight.Detail, $"a SPICE server at {server.Address}", remedy: [PortOwner(server), Other]),
            SpiceFailure.Unreachable or SpiceFailure.Lost => Of(server, Severity.Problem, "The SPICE server cannot be reached", sight.Detail, $"a SPICE server behind {server.Address}, and permission to connect", remedy: [Other]),
            SpiceFailure.NotSpice => Of(server, Severity.Problem, "Something that is not SPICE has the SPICE address", sight.Detail, $"a SPICE server at {server.Address}", remedy: [PortOwner(server), Other]),
            SpiceFailure.TimedOut => Of(server, Severity.Problem, "The SPICE server does not answer", sight.Detail, "an answer at once: QEMU serves SPICE also while the guest is paused", remedy: [Other]),
            SpiceFailure.NeedsTls => Of(server, Severity.Problem, "The SPICE server wants TLS", sight.Detail, "its TLS port", remedy: [new RemedyStep("Name the TLS port", RemedyKind.Command, "oriel view --spice tls://HOST:PORT")]),
            SpiceFailure.BadCertificate => Of(server, Severity.Problem, "The SPICE server's certificate is not accepted", sight.Detail, "a certificate of an authority that is known here", remedy:
                [new RemedyStep("Name the authority", RemedyKind.Command, "oriel view --spice-ca /etc/pki/libvirt-spice/ca-cert.pem"), new RemedyStep("And its subject, if that is not the host's name", RemedyKind.Command, "oriel view --spice-subject 'O=EXAMPLE,CN=HOST'")]),
            _ => Of(server, Severity.Problem, "The SPICE server refuses", sight.Detail, "a SPICE server that lets a client in", remedy: [Other]),
        };
    }

    private static RemedyStep Other => new("See what the machine says about its display, and name that", RemedyKind.Command, "oriel view --spice ADDRESS");

    private static RemedyStep PortOwner(SpiceServerSeen server) => new("See which program has the port", RemedyKind.Command, $"ss -ltnp 'sport = :{(server.Server.Port > 0 ? server.Server.Port : server.Server.TlsPort)}'");

    private Finding Of(SpiceServerSeen server, Severity severity, string title, string seen, string expected = "", IReadOnlyList<RemedyStep>? remedy = null) =>
        new() { Check = Id, Severity = severity, Subject = server.Subject, Title = title, Seen = seen, Expected = expected, Remedy = remedy ?? [] };
}
