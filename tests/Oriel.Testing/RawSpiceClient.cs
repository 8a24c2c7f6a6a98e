using System.Buffers.Binary;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using Xunit;

namespace Oriel.Testing;

/// <summary>
/// One channel of a SPICE connection in blocking, plain form, straight from spice.md sections 3 and 4: it checks the test peers themselves and shares no code with the
/// client under test.
/// </summary>
public sealed class RawSpiceClient : IDisposable
{
    private readonly Stream _stream;

    private RawSpiceClient(Stream stream) => _stream = stream;

    /// <summary>The 4-byte result of the link, or the error of the link reply; 0 = linked.</summary>
    public uint LinkError { get; private set; }

    /// <summary>Connects and links one channel.</summary>
    /// <param name="peer">The server.</param>
    /// <param name="channel">Channel type.</param>
    /// <param name="session">0 for main, else the session id from main's INIT.</param>
    /// <param name="ticket">The password.</param>
    /// <param name="capabilities">The channel's capability word.</param>
    /// <param name="tls">Use the TLS port; the certificate has to be one of <see cref="SpiceCertificates"/>.</param>
    public static RawSpiceClient Link(SpiceServerPeer peer, byte channel, uint session = 0, string ticket = "", uint capabilities = 0, bool tls = false)
    {
        ArgumentNullException.ThrowIfNull(peer);
        var socket = peer.UnixPath is not null && !tls
            ? new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified)
            : new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.ReceiveTimeout = 10_000;
        socket.Connect(peer.UnixPath is { } path && !tls ? new UnixDomainSocketEndPoint(path) : new IPEndPoint(IPAddress.Loopback, tls ? peer.TlsPort : peer.Port));
        Stream stream = new NetworkStream(socket, ownsSocket: true);
        if (tls)
        {
            var secure = new SslStream(stream, leaveInnerStreamOpen: false);
            secure.AuthenticateAsClient(new SslClientAuthenticationOptions { TargetHost = "spice.test", RemoteCertificateValidationCallback = (_, own, _, _) => own?.Issuer == SpiceCertificates.Authority });
            stream = secure;
        }

        var client = new RawSpiceClient(stream);
        client.Handshake(channel, session, ticket, capabilities);
        return client;
    }

    /// <summary>Sends one message with a mini header.</summary>
    public void Send(ushort type, params byte[] body)
    {
        ArgumentNullException.ThrowIfNull(body);
        var message = new byte[6 + body.Length];
        BinaryPrimitives.WriteUInt16LittleEndian(message, type);
        BinaryPrimitives.WriteInt32LittleEndian(message.AsSpan(2), body.Length);
        body.CopyTo(message, 6);
        _stream.Write(message);
    }

    /// <summary>Reads messages until one of this type comes; answers pings on the way.</summary>
    public byte[] Receive(ushort wanted)
    {
        while (true)
        {
            var head = Read(6);
            var body = Read(BinaryPrimitives.ReadInt32LittleEndian(head.AsSpan(2)));
            var type = BinaryPrimitives.ReadUInt16LittleEndian(head);
            if (type == 4)
            {
                Send(3, body[..12]);
            }

            if (type == wanted)
            {
                return body;
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _stream.Dispose();

    private void Handshake(byte channel, uint session, string ticket, uint capabilities)
    {
        var mess = new byte[16 + 26];
        "REDQ"u8.CopyTo(mess);
        Span<(int At, uint Value)> words = [(4, 2), (8, 2), (12, 26), (16, session), (22, 1), (26, 1), (30, 18), (34, 0xB), (38, capabilities)];
        foreach (var (at, value) in words)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(mess.AsSpan(at), value);
        }

        mess[20] = channel;
        _stream.Write(mess);
        var head = Read(16);
        Assert.Equal("REDQ"u8.ToArray(), head[..4]);
        var reply = Read(BinaryPrimitives.ReadInt32LittleEndian(head.AsSpan(12)));
        LinkError = BinaryPrimitives.ReadUInt32LittleEndian(reply);
        if (LinkError != 0)
        {
            return;
        }

        using var key = RSA.Create();
        key.ImportSubjectPublicKeyInfo(reply.AsSpan(4, 162), out _);
        byte[] password = [.. System.Text.Encoding.UTF8.GetBytes(ticket), 0];
        _stream.Write([1, 0, 0, 0, .. key.Encrypt(password, RSAEncryptionPadding.OaepSHA1)]);
        LinkError = BinaryPrimitives.ReadUInt32LittleEndian(Read(4));
    }

    private byte[] Read(int count)
    {
        var data = new byte[count];
        _stream.ReadExactly(data);
        return data;
    }
}
