using System.Buffers.Binary;
using System.Collections.Concurrent;
using Oriel.Spice.Channels;
using Oriel.Spice.Link;

namespace Oriel.Spice.Tests.Transcripts;

/// <summary>
/// Replays one channel of a transcript byte for byte against a handler: a scripted server on loopback sends what the server sent and compares what the client sends. The
/// link goes through the real dialer and handshake, messages through a real <see cref="ChannelConnection"/>.
/// </summary>
/// <remarks>
/// The server's public key is replaced by one whose private part is known, so that the ticket can be read. ACKs are not compared by place (the files leave messages
/// out) but counted: one for each full window of what was really sent.
/// </remarks>
internal sealed class TranscriptServer
{
    private readonly IReadOnlyList<TranscriptUnit> _units;
    private readonly IChannelHandler _handler;
    private uint _window;
    private int _sinceAck;
    private int _acks;
    private int _acksSeen;
    private int _header = 6;

    private TranscriptServer(IReadOnlyList<TranscriptUnit> units, IChannelHandler handler)
    {
        _units = units;
        _handler = handler;
    }

    /// <summary>Called before the server waits for a client message that the transcript has: makes the client send it (press the key, …) unless it comes by itself. In the test's task.</summary>
    public Action<TranscriptUnit> Drive { get; init; } = _ => { };

    /// <summary>True = the client does not send this unit (the transcript's client did something ours does not).</summary>
    public Func<TranscriptUnit, bool> Skip { get; init; } = _ => false;

    /// <summary>Changes bytes the server sends (fuzzing); gets only messages, not the handshake. Null = leave the unit out.</summary>
    public Func<TranscriptUnit, byte[]?> Alter { get; init; } = u => u.Bytes;

    /// <summary>Send everything without comparing: for altered transcripts.</summary>
    public bool OnlySend { get; init; }

    /// <summary>What the client logged.</summary>
    public ConcurrentQueue<string> Log { get; } = [];

    /// <summary>Starts with the units of one channel that begin with its link.</summary>
    public static TranscriptServer For(string transcript, string channel, IChannelHandler handler) => new(Transcript.Load(transcript).Channel(channel), handler);

    /// <summary>Starts with units of a test's own choice; a link must be among them.</summary>
    public static TranscriptServer For(IReadOnlyList<TranscriptUnit> units, IChannelHandler handler) => new(units, handler);

    /// <inheritdoc cref="For(string, string, IChannelHandler)"/>
    public TranscriptServer With(Action<TranscriptUnit>? drive = null, Func<TranscriptUnit, bool>? skip = null, Func<TranscriptUnit, byte[]?>? alter = null, bool onlySend = false) =>
        new(_units, _handler) { Drive = drive ?? Drive, Skip = skip ?? Skip, Alter = alter ?? Alter, OnlySend = onlySend };

    /// <summary>Runs it to the end; the server then ends the stream.</summary>
    /// <param name="password">Expected in the ticket.</param>
    /// <returns>Why the client's connection ended: <see cref="SpiceFailure.Lost"/> when nothing else was wrong. Null is not possible.</returns>
    public async Task<SpiceException> ReplayAsync(string password = "Pa55word")
    {
        using var server = new ScriptedServer();
        var request = Request(_units.First(u => u.IsLinkRequest).Bytes);
        var accepting = server.AcceptAsync();
        var connected = await Dialer.ConnectAsync(server.Options, tls: false, CancellationToken.None);
        using var stream = await accepting;
        var linking = LinkHandshake.PerformAsync(connected, request, password, ScriptedStream.Patience, CancellationToken.None);
        ChannelConnection? connection = null;
        try
        {
            foreach (var unit in _units)
            {
                if (connection is null && !unit.IsLink)
                {
                    var linked = await linking;
                    _header = linked.MiniHeaders ? 6 : 18;
                    connection = ChannelConnection.Start(linked, _handler, new ChannelSerials(), Log.Enqueue);
                }

                await StepAsync(stream, unit, password);
            }

            if (connection is null)
            {
                connection = ChannelConnection.Start(await linking, _handler, new ChannelSerials(), Log.Enqueue);
            }

            await DrainAcksAsync(stream);
        }
        catch (IOException) when (OnlySend)
        {
            // The client had enough of it.
        }
        catch (SpiceException e) when (connection is null)
        {
            connected.Dispose();
            return e;
        }
        catch (TimeoutException e) when (connection?.Completion.IsCompleted == true && !OnlySend)
        {
            throw new InvalidOperationException($"the client closed the channel: {(await connection.Completion)?.Message}", e);
        }

        stream.Dispose();
        var reason = await connection!.Completion.WaitAsync(ScriptedStream.Patience);
        return Assert.IsType<SpiceException>(reason);
    }

    /// <summary>The request of a transcript, capability words included, so that the bytes can be the same.</summary>
    internal static LinkRequest Request(byte[] sent)
    {
        var words = Enumerable.Range(0, (sent.Length - 34) / 4).Select(i => BitConverter.ToUInt32(sent, 34 + (4 * i))).ToArray();
        var common = BitConverter.ToInt32(sent, 22);
        return new LinkRequest((ChannelType)sent[20], sent[21], BitConverter.ToUInt32(sent, 16), words[common..]) { CommonCapabilities = words[..common] };
    }

    private async Task StepAsync(ScriptedStream stream, TranscriptUnit unit, string password)
    {
        if (unit.FromServer)
        {
            if (unit.IsEnd)
            {
                stream.Dispose();
            }
            else if ((unit.IsLink ? WithKnownKey(unit) : Alter(unit)) is { } bytes)
            {
                await stream.WriteAsync(bytes);
                Account(unit);
            }

            return;
        }

        if (unit.IsTicket)
        {
            var ticket = await stream.ReadAsync(LinkWire.TicketSize, unit.ToString());
            Assert.Equal([.. System.Text.Encoding.UTF8.GetBytes(password), 0], TicketKey.Decrypt(ticket));
        }
        else if (unit.IsLink)
        {
            var sent = await stream.ReadAsync(unit.Bytes.Length, unit.ToString());
            Assert.True(unit.Bytes.AsSpan().SequenceEqual(sent), $"{unit}: expected {Convert.ToHexString(unit.Bytes)}, the client sent {Convert.ToHexString(sent)}");
        }
        else if (!OnlySend && !unit.IsAck && !Skip(unit))
        {
            Drive(unit);
            await CompareAsync(stream, unit);
        }
    }

    private async Task CompareAsync(ScriptedStream stream, TranscriptUnit unit)
    {
        while (true)
        {
            var message = await stream.ReadMessageAsync(unit.ToString(), _header);
            if (IsAck(message))
            {
                _acksSeen++;
                continue;
            }

            Assert.True(unit.Bytes.AsSpan().SequenceEqual(message), $"{unit}: expected {Convert.ToHexString(unit.Bytes)}, the client sent {Convert.ToHexString(message)}");
            return;
        }
    }

    private bool IsAck(byte[] message) => BinaryPrimitives.ReadUInt16LittleEndian(message.AsSpan(_header == 6 ? 0 : 8)) == 2;

    private void Account(TranscriptUnit unit)
    {
        if (unit.IsLink)
        {
            return;
        }

        if (unit.Name == "SET_ACK")
        {
            _window = BitConverter.ToUInt32(unit.Bytes, unit.Bytes.Length - 4);
            _sinceAck = 0;
        }
        else if (_window != 0 && ++_sinceAck == _window)
        {
            _acks++;
            _sinceAck = 0;
        }
    }

    private async Task DrainAcksAsync(ScriptedStream stream)
    {
        while (!OnlySend && _acksSeen < _acks)
        {
            var message = await stream.ReadMessageAsync($"ACK {_acksSeen + 1} of {_acks}", _header);
            Assert.True(IsAck(message), $"after the end of the transcript the client sent {Convert.ToHexString(message)}");
            _acksSeen++;
        }
    }

    private static byte[] WithKnownKey(TranscriptUnit unit)
    {
        var bytes = (byte[])unit.Bytes.Clone();
        if (unit.IsLinkReply && BitConverter.ToUInt32(bytes, LinkWire.HeaderSize) == 0)
        {
            TicketKey.PublicKey.CopyTo(bytes, LinkWire.HeaderSize + 4);
        }

        return bytes;
    }
}
