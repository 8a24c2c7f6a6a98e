using System.Buffers.Binary;
using System.Net.Sockets;
using System.Text;
using Oriel.Spice.Link;

namespace Oriel.Spice.Tests.Transcripts;

/// <summary>The server's end of one channel. Every wait is bounded by <see cref="Patience"/> and fails with what was waited for.</summary>
internal sealed class ScriptedStream : IDisposable
{
    /// <summary>Longest wait for the client; a failing test waits this long, no other.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly Socket _socket;

    public ScriptedStream(Socket socket)
    {
        _socket = socket;
        Stream = new NetworkStream(socket, ownsSocket: true);
    }

    /// <summary>Raw bytes; may be replaced by a TLS stream.</summary>
    public Stream Stream { get; set; }

    public Socket Socket => _socket;

    public async Task WriteAsync(params byte[] bytes)
    {
        using var deadline = new CancellationTokenSource(Patience);
        await Stream.WriteAsync(bytes, deadline.Token);
    }

    /// <summary>Sends one message with the 6-byte header.</summary>
    public Task SendAsync(ushort type, params byte[] body)
    {
        var message = new byte[6 + body.Length];
        BinaryPrimitives.WriteUInt16LittleEndian(message, type);
        BinaryPrimitives.WriteInt32LittleEndian(message.AsSpan(2), body.Length);
        body.CopyTo(message, 6);
        return WriteAsync(message);
    }

    /// <summary>Reads exactly so many bytes.</summary>
    public async Task<byte[]> ReadAsync(int count, string what)
    {
        var bytes = new byte[count];
        using var deadline = new CancellationTokenSource(Patience);
        try
        {
            await Stream.ReadExactlyAsync(bytes, deadline.Token);
            return bytes;
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            throw new TimeoutException($"the client did not send {what} ({count} bytes): {e.Message}", e);
        }
    }

    /// <summary>Reads one message; <paramref name="header"/> is 6 or 18.</summary>
    public async Task<byte[]> ReadMessageAsync(string what, int header = 6)
    {
        var start = await ReadAsync(header, what);
        var size = BinaryPrimitives.ReadInt32LittleEndian(start.AsSpan(header == 6 ? 2 : 10));
        return [.. start, .. await ReadAsync(size, what)];
    }

    /// <summary>Waits for a message of this type and returns its body; PONG, ACK and ACK_SYNC that come before it are passed over.</summary>
    public async Task<byte[]> ExpectAsync(ushort type)
    {
        while (true)
        {
            var message = await ReadMessageAsync($"message {type}");
            var found = BinaryPrimitives.ReadUInt16LittleEndian(message);
            if (found == type)
            {
                return message[6..];
            }

            Assert.True(found is 1 or 2 or 3, $"message {type} was due, but the client sent {found}: {Convert.ToHexString(message)}");
        }
    }

    /// <summary>Reads until the client ends the stream.</summary>
    public async Task<byte[]> ReadToEndAsync()
    {
        using var all = new MemoryStream();
        using var deadline = new CancellationTokenSource(Patience);
        try
        {
            await Stream.CopyToAsync(all, deadline.Token);
        }
        catch (IOException)
        {
            // A reset is an end too.
        }

        return all.ToArray();
    }

    /// <summary>Takes the client through the handshake with <see cref="TicketKey"/>, whatever it asks for.</summary>
    /// <param name="result">Link result.</param>
    /// <param name="capabilities">The one channel word.</param>
    /// <returns>What it asked for, and the password.</returns>
    public async Task<(ChannelType Type, byte Id, uint ConnectionId, string Password)> LinkAsync(uint result = 0, uint capabilities = 0xFFFF)
    {
        var request = await ReadRequestAsync();
        await WriteAsync(Reply(capabilities));
        await ReadAsync(4, "mechanism");
        var plain = TicketKey.Decrypt(await ReadAsync(LinkWire.TicketSize, "ticket"));
        Assert.Equal(0, plain[^1]);
        await WriteAsync(BitConverter.GetBytes(result));
        return ((ChannelType)request[20], request[21], BitConverter.ToUInt32(request, 16), Encoding.UTF8.GetString(plain.AsSpan(0, plain.Length - 1)));
    }

    /// <summary>Header, LinkMess and words of the client's request.</summary>
    public async Task<byte[]> ReadRequestAsync()
    {
        var header = await ReadAsync(LinkWire.HeaderSize, "link header");
        return [.. header, .. await ReadAsync(BitConverter.ToInt32(header, 12), "link message")];
    }

    /// <summary>A good reply with the key of ticket-rsa.json.</summary>
    public static byte[] Reply(uint capabilities = 0xFFFF, uint common = 0xB, uint error = 0)
    {
        byte[] body = [.. BitConverter.GetBytes(error), .. error == 0 ? TicketKey.PublicKey : new byte[162], .. Words(1, 1, 178), .. Words(common, capabilities)];
        return [.. "REDQ"u8, .. Words(2, 2, (uint)body.Length), .. body];
    }

    /// <summary>MAIN_INIT (spice.md section 6.2).</summary>
    public Task SendInitAsync(uint session = 0x1234, uint supported = 3, uint current = 1, uint agent = 0) =>
        SendAsync(103, Words(session, 1, supported, current, agent, 10, 1000, 16 << 20));

    /// <summary>Little-endian words.</summary>
    public static byte[] Words(params uint[] words) => [.. words.SelectMany(BitConverter.GetBytes)];

    /// <summary>Ends it with a reset instead of an orderly end.</summary>
    public void Reset()
    {
        _socket.LingerState = new LingerOption(true, 0);
        _socket.Dispose();
    }

    public void Dispose()
    {
        Stream.Dispose();
        _socket.Dispose();
    }
}
