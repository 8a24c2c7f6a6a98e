using Oriel.Host.Setup;
using Oriel.Host.Systems;

namespace Oriel.Host.Checks.Regions;

/// <summary>H61: sockets of doorbell servers are served.</summary>
internal sealed class ServedSocketCheck : RegionCheck
{
    /// <inheritdoc/>
    public override string Id => "H61";

    /// <inheritdoc/>
    public override CheckGroup Group => CheckGroup.SharedMemory;

    /// <inheritdoc/>
    public override string Title => "Doorbell servers answer";

    /// <inheritdoc/>
    public override string Symptom => "A socket of oriel serve is there, and the viewer cannot connect to it.";

    /// <inheritdoc/>
    public override string LooksAt => "the sockets in $XDG_RUNTIME_DIR/oriel and /run/oriel, a connection to each, and /proc/net/unix (who is connected)";

    /// <inheritdoc/>
    public override string Why => "A server that was killed leaves its socket behind; it looks as if the machine were served.";

    /// <inheritdoc/>
    public override string Remedy => "Start the server again, or remove the socket.";

    /// <inheritdoc/>
    protected override string? Judge(RegionPlace place, CheckContext context, ICollection<Finding> findings)
    {
        if (!place.IsServed || place.Memory is not null || place.Stat is not { IsSeen: true, Value.Kind: PathKind.Socket } || place.Inside is null)
        {
            return null;
        }

        if (place.Inside.Error is null)
        {
            var peers = Connections.ToSocket(context.System, place.Path);
            return $"serves {(place.Bytes is { } bytes ? Size(bytes) : "memory")}{(peers is { } count ? $", {count} connected" : "")}";
        }

        if (place.Stat.Value is { CanRead: true, CanWrite: true })
        {
            var name = Path.GetFileNameWithoutExtension(place.Path);
            findings.Add(About(
                place, Severity.Warning, "A doorbell server does not answer", place.Inside.Seen ?? place.Inside.Error, place.Inside.Expected ?? "a server behind the socket",
                new RemedyStep("Start it again; machine and viewers connect anew", RemedyKind.Command, $"oriel serve {ShellWords.Quote(name)}"), new RemedyStep("Or remove what is left of it", RemedyKind.Command, $"rm {ShellWords.Quote(place.Path)}")));
        }

        return null;
    }
}
