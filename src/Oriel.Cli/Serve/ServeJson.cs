using System.Text;
using System.Text.Json;
using Oriel.Relay.Doorbell;

namespace Oriel.Cli.Serve;

/// <summary>For programs: one JSON object a line.</summary>
internal sealed class ServeJson(TextWriter output) : IServeOutput
{
    /// <inheritdoc/>
    public void Ready(IReadOnlyList<MachineOptions> machines) => Print("ready", writer =>
    {
        writer.WriteStartArray("machines");
        foreach (var machine in machines)
        {
            var advice = new MachineAdvice(machine);
            writer.WriteStartObject();
            writer.WriteString("name", machine.Name);
            writer.WriteString("socket", machine.SocketPath);
            writer.WriteNumber("bytes", machine.SizeBytes);
            writer.WriteNumber("vectors", machine.Vectors);
            writer.WriteString("region", advice.Region);
            writer.WriteStartArray("qemu");
            foreach (var argument in advice.Qemu)
            {
                writer.WriteStringValue(argument);
            }

            writer.WriteEndArray();
            writer.WriteString("libvirt", advice.Libvirt);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    });

    /// <inheritdoc/>
    public void Report(ServerEvent what) => Print(what.Kind.ToString().ToLowerInvariant(), writer =>
    {
        writer.WriteString("machine", what.Machine);
        if (what.PeerId is { } id)
        {
            writer.WriteNumber("peer", id);
        }

        if (what.Peer is { } peer)
        {
            writer.WriteNumber("pid", peer.ProcessId);
            writer.WriteNumber("uid", peer.UserId);
            writer.WriteNumber("gid", peer.GroupId);
        }

        if (what.Reason.Length > 0)
        {
            writer.WriteString("reason", what.Reason);
        }
    });

    /// <inheritdoc/>
    public void End() => Print("end", _ => { });

    private void Print(string name, Action<Utf8JsonWriter> write)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("event", name);
            write(writer);
            writer.WriteEndObject();
        }

        output.WriteLine(Encoding.UTF8.GetString(buffer.ToArray()));
        output.Flush();
    }
}
