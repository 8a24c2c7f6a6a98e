using System.Buffers.Binary;

namespace Oriel.Spice.Channels;

/// <summary>The reader.</summary>
internal sealed partial class ChannelConnection
{
    private ulong _received;
    private uint _ackWindow;
    private uint _unacknowledged;
    private bool _insideMessage;

    /// <summary>Reads and handles one message.</summary>
    /// <returns>False at the end of the stream.</returns>
    private async ValueTask<bool> ReadMessageAsync(ReceiveBuffer input)
    {
        var length = _linked.MiniHeaders ? 6 : 18;
        if (!await input.FillAsync(length).ConfigureAwait(false))
        {
            return false;
        }

        var (type, size, list) = Header(input.Peek(length).Span);
        input.Consume(length);
        _insideMessage = true;
        var complete = type == CommonMessage.FromServer.Ping
            ? await ReadPingAsync(input, size).ConfigureAwait(false)
            : await ReadBodyAsync(input, type, size, list).ConfigureAwait(false);
        if (!complete)
        {
            return false;
        }

        _insideMessage = false;
        _received++;
        _serials.Handled(_handler.Type, _handler.Id, _received);
        return true;
    }

    private (ushort Type, int Size, uint List) Header(ReadOnlySpan<byte> header)
    {
        // The serial of a full header is not needed: messages are counted from 1 (spice.md section 4).
        var at = header.Length - (header.Length == 18 ? 10 : 6);
        var type = BinaryPrimitives.ReadUInt16LittleEndian(header[at..]);
        var size = BinaryPrimitives.ReadUInt32LittleEndian(header[(at + 2)..]);
        var limit = type == CommonMessage.FromServer.Ping ? BodyLimit.Ping : _bodyLimit;
        return size <= (uint)limit
            ? (type, (int)size, header.Length == 18 ? BinaryPrimitives.ReadUInt32LittleEndian(header[14..]) : 0)
            : throw new SpiceException(SpiceFailure.Protocol, $"channel {_name}: message {type} announces {size} bytes; at most {limit} are taken");
    }

    /// <summary>Answers at once (spice.md section 5.2). A padded PING is a bandwidth test: the answer says that its last byte is in.</summary>
    private async ValueTask<bool> ReadPingAsync(ReceiveBuffer input, int size)
    {
        const int Copied = 12;
        if (size < Copied)
        {
            throw new SpiceException(SpiceFailure.Protocol, $"channel {_name}: PING has {size} bytes; {Copied} are needed");
        }

        if (!await input.FillAsync(Copied).ConfigureAwait(false))
        {
            return false;
        }

        var answer = input.Peek(Copied).ToArray();
        input.Consume(Copied);
        if (!await input.SkipAsync(size - Copied).ConfigureAwait(false))
        {
            return false;
        }

        Send(CommonMessage.FromClient.Pong, answer);
        Count();
        return true;
    }

    private async ValueTask<bool> ReadBodyAsync(ReceiveBuffer input, ushort type, int size, uint list)
    {
        if (size > ReceiveBuffer.InPlace)
        {
            var body = await input.ReadLongAsync(size).ConfigureAwait(false);
            if (body.IsEmpty)
            {
                return false;
            }

            Count();
            await HandleWithListAsync(type, body, list).ConfigureAwait(false);
            input.Trim();
            return true;
        }

        if (!await input.FillAsync(size).ConfigureAwait(false))
        {
            return false;
        }

        if (type != CommonMessage.FromServer.SetAck)
        {
            Count();
        }

        await HandleWithListAsync(type, input.Peek(size), list).ConfigureAwait(false);
        input.Consume(size);
        return true;
    }

    /// <summary>Counts a message that was received, and acknowledges a full window (spice.md section 5.1).</summary>
    private void Count()
    {
        if (_ackWindow != 0 && ++_unacknowledged >= _ackWindow)
        {
            _unacknowledged = 0;
            Send(CommonMessage.FromClient.Ack, []);
        }
    }
}
