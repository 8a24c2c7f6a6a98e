using System.Text;

namespace Oriel.Spice.Channels;

/// <summary>Messages common to all channels, and sub-messages.</summary>
internal sealed partial class ChannelConnection
{
    /// <summary>Notices of one connection that are logged: a server must not fill the disk.</summary>
    private const int MaxNotices = 50;

    private static readonly TimeSpan s_otherChannelLimit = TimeSpan.FromSeconds(5);

    private int _notices;

    /// <summary>Sub-messages come before the message that carries them (spice.md section 4).</summary>
    private async ValueTask HandleWithListAsync(ushort type, ReadOnlyMemory<byte> body, uint list)
    {
        if (list != 0)
        {
            await HandleListAsync(body, list).ConfigureAwait(false);
        }

        if (type == CommonMessage.FromServer.List)
        {
            await HandleListAsync(body, 0).ConfigureAwait(false);
        }
        else
        {
            await HandleOneAsync(type, body).ConfigureAwait(false);
        }
    }

    private async ValueTask HandleListAsync(ReadOnlyMemory<byte> body, uint at)
    {
        foreach (var (type, start, size) in SubMessages(body.Span, at))
        {
            await HandleOneAsync(type, body.Slice(start, size)).ConfigureAwait(false);
        }
    }

    /// <summary>Reads the list; together its messages are not longer than the body, so that pointers to one place cannot multiply work.</summary>
    private List<(ushort Type, int Start, int Size)> SubMessages(ReadOnlySpan<byte> body, uint at)
    {
        var fields = new WireReader(body, $"{_name} sub-message list").At(at);
        var count = fields.U16();
        var found = new List<(ushort, int, int)>();
        long total = 0;
        for (var i = 0; i < count; i++)
        {
            var sub = fields.At(fields.U32());
            var (type, size) = (sub.U16(), sub.U32());
            var start = sub.Position;
            sub.Bytes(size);
            total += 6 + size;
            if (total > body.Length || type == CommonMessage.FromServer.List)
            {
                throw new SpiceException(SpiceFailure.Protocol, $"channel {_name}: sub-message {i} of {count} (type {type}, {size} bytes) nests or overlaps others in a body of {body.Length} bytes");
            }

            found.Add((type, start, (int)size));
        }

        return found;
    }

    private ValueTask HandleOneAsync(ushort type, ReadOnlyMemory<byte> body)
    {
        if (type == CommonMessage.FromServer.WaitForChannels)
        {
            return new ValueTask(WaitForChannelsAsync(body));
        }

        if (type >= CommonMessage.FirstOfChannel)
        {
            _handler.Handle(type, body.Span);
        }
        else
        {
            HandleCommon(type, body.Span);
        }

        return default;
    }

    private void HandleCommon(ushort type, ReadOnlySpan<byte> body)
    {
        switch (type)
        {
            case CommonMessage.FromServer.SetAck:
                SetAck(body);
                break;
            case CommonMessage.FromServer.Notify:
                Notify(body);
                break;
            case CommonMessage.FromServer.Disconnecting:
                var goodbye = new WireReader(body, $"{_name} DISCONNECTING");
                goodbye.U64();
                throw new SpiceException(SpiceFailure.Lost, $"{_linked.Peer} says goodbye on channel {_name}, reason {goodbye.U32()}");
            case CommonMessage.FromServer.Migrate or CommonMessage.FromServer.MigrateData:
                throw new SpiceException(SpiceFailure.Migration, $"{_linked.Peer} moves the virtual machine to another host (message {type} on channel {_name}); this client cannot follow a migration");
            default:
                break; // Unknown messages are skipped (spice.md section 1); a PING inside a list has nobody who waits for the answer.
        }
    }

    private void SetAck(ReadOnlySpan<byte> body)
    {
        var fields = new WireReader(body, $"{_name} SET_ACK");
        fields.U32();
        _ackWindow = fields.U32();
        _unacknowledged = 0;
        Send(CommonMessage.FromClient.AckSync, body[..4]);
    }

    /// <summary>Text for the log, never for the user (spice.md section 5.4); cut, and without control characters.</summary>
    private void Notify(ReadOnlySpan<byte> body)
    {
        const uint Longest = 1024;
        var fields = new WireReader(body, $"{_name} NOTIFY");
        fields.U64();
        var severity = fields.U32();
        fields.U32();
        fields.U32();
        var text = Encoding.UTF8.GetString(fields.Bytes(Math.Min(Math.Min(fields.U32(), Longest), (uint)fields.Left)));
        if (++_notices > MaxNotices)
        {
            return;
        }

        var kind = severity switch { 0 => "info", 1 => "warning", 2 => "error", _ => $"severity {severity}" };
        _log($"server, channel {_name}, {kind}: {string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c)).Trim()}{(_notices == MaxNotices ? " (later notices are not logged)" : "")}");
    }

    private async Task WaitForChannelsAsync(ReadOnlyMemory<byte> body)
    {
        foreach (var (type, id, serial) in Awaited(body.Span))
        {
            if ((type, id) != (_handler.Type, _handler.Id) && !await _serials.WaitAsync(type, id, serial, s_otherChannelLimit, _ending.Token).ConfigureAwait(false))
            {
                _log($"channel {_name} was to wait for message {serial} of channel {type.ToString().ToUpperInvariant()} {id}, which did not come in {s_otherChannelLimit.TotalSeconds:0} s");
                return;
            }
        }
    }

    private List<(ChannelType Type, byte Id, ulong Serial)> Awaited(ReadOnlySpan<byte> body)
    {
        var fields = new WireReader(body, $"{_name} WAIT_FOR_CHANNELS");
        var found = new List<(ChannelType, byte, ulong)>();
        for (var left = fields.U8(); left > 0; left--)
        {
            found.Add(((ChannelType)fields.U8(), fields.U8(), fields.U64()));
        }

        return found;
    }
}
