using System.Buffers.Binary;
using System.Net.Sockets;
using Xunit;

namespace Oriel.Testing;

/// <summary>
/// A small X client that draws, speaking the X11 core protocol over the server's socket itself: it shares no code with the bindings under test.
/// </summary>
public sealed class XPainter : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly MemoryStream _requests = new();
    private readonly uint _idBase;
    private readonly uint _idMask;
    private readonly byte _depth;
    private readonly uint _visual;
    private readonly uint _gc;
    private uint _nextId;

    /// <summary>Connects to a local server that wants no authorisation.</summary>
    public XPainter(string display)
    {
        _socket.Connect(new UnixDomainSocketEndPoint($"/tmp/.X11-unix/X{display.TrimStart(':').Split('.')[0]}"));
        _socket.Send((byte[])[(byte)'l', 0, 11, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
        var head = Receive(8);
        Assert.True(head[0] == 1, "the X server refused the painter");
        var body = Receive(BinaryPrimitives.ReadUInt16LittleEndian(head.AsSpan(6)) * 4);
        _idBase = U32(body, 4);
        _idMask = U32(body, 8);
        var screen = 32 + ((BinaryPrimitives.ReadUInt16LittleEndian(body.AsSpan(16)) + 3) & ~3) + (8 * body[21]);
        Root = U32(body, screen);
        Width = BinaryPrimitives.ReadUInt16LittleEndian(body.AsSpan(screen + 20));
        Height = BinaryPrimitives.ReadUInt16LittleEndian(body.AsSpan(screen + 22));
        _visual = U32(body, screen + 32);
        _depth = body[screen + 38];
        _gc = NewId();

        // Foreground, IncludeInferiors (drawing on the root also covers windows), no GraphicsExpose events.
        Request(55, 0, _gc, Root, (1u << 2) | (1u << 15) | (1u << 16), 0, 1, 0);
    }

    /// <summary>Root window.</summary>
    public uint Root { get; }

    /// <summary>Width of the root window at the time of connecting, pixels.</summary>
    public int Width { get; }

    /// <summary>Height of the root window at the time of connecting, pixels.</summary>
    public int Height { get; }

    /// <summary>Fills a rectangle on the root window.</summary>
    public void Fill(int x, int y, int width, int height, uint rgb)
    {
        Request(56, 0, _gc, 1u << 2, rgb);
        Request(70, 0, Root, _gc, Pair(x, y), Pair(width, height));
    }

    /// <summary>Puts an image of noise on the root window.</summary>
    public void Noise(int x, int y, int width, int height, Random random)
    {
        var words = new uint[5 + (width * height)];
        (words[0], words[1], words[2], words[3], words[4]) = (Root, _gc, Pair(width, height), Pair(x, y), (uint)_depth << 8);
        for (var i = 5; i < words.Length; i++)
        {
            words[i] = (uint)random.Next(1 << 24);
        }

        Request(72, 2, words);
    }

    /// <summary>Copies a part of the root window: scrolling.</summary>
    public void Copy(int fromX, int fromY, int toX, int toY, int width, int height) =>
        Request(62, 0, Root, Root, _gc, Pair(fromX, fromY), Pair(toX, toY), Pair(width, height));

    /// <summary>Opens a window that no window manager touches; returns its id.</summary>
    public uint OpenWindow(int x, int y, int width, int height, uint rgb)
    {
        var id = NewId();
        Request(1, _depth, id, Root, Pair(x, y), Pair(width, height), 1u << 16, _visual, (1u << 1) | (1u << 9), rgb, 1);
        Request(8, 0, id);
        return id;
    }

    /// <summary>Moves a window.</summary>
    public void MoveWindow(uint id, int x, int y) => Request(12, 0, id, 3, (uint)x, (uint)y);

    /// <summary>Draws a few things somewhere, all small.</summary>
    public void Scribble(Random random)
    {
        for (var i = random.Next(1, 12); i > 0; i--)
        {
            var (w, h) = (random.Next(1, 120), random.Next(1, 60));
            var (x, y) = (random.Next(Width - w), random.Next(Height - h));
            switch (random.Next(4))
            {
                case 0:
                    Noise(x, y, w, h, random);
                    break;
                case 1:
                    Copy(random.Next(Width - w), random.Next(Height - h), x, y, w, h);
                    break;
                default:
                    Fill(x, y, w, h, (uint)random.Next(1 << 24));
                    break;
            }
        }
    }

    /// <summary>Sends everything and waits until the server has drawn it.</summary>
    public void Synchronise()
    {
        Request(43, 0);
        _socket.Send(_requests.ToArray());
        _requests.SetLength(0);
        while (true)
        {
            var packet = Receive(32);
            Assert.True(packet[0] != 0, $"X error {packet[1]} for request {packet[10]}");
            if (packet[0] == 1)
            {
                return;
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _socket.Dispose();
        _requests.Dispose();
    }

    private static uint Pair(int low, int high) => (uint)(low & 0xFFFF) | ((uint)high << 16);

    private static uint U32(byte[] data, int at) => BinaryPrimitives.ReadUInt32LittleEndian(data.AsSpan(at));

    private uint NewId() => _idBase | (++_nextId & _idMask);

    private void Request(byte opcode, byte detail, params ReadOnlySpan<uint> words)
    {
        Span<byte> head = [opcode, detail, 0, 0];
        BinaryPrimitives.WriteUInt16LittleEndian(head[2..], checked((ushort)(1 + words.Length)));
        _requests.Write(head);
        Span<byte> word = stackalloc byte[4];
        foreach (var value in words)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(word, value);
            _requests.Write(word);
        }
    }

    private byte[] Receive(int count)
    {
        var data = new byte[count];
        for (var at = 0; at < count;)
        {
            var got = _socket.Receive(data.AsSpan(at));
            Assert.True(got > 0, "the X server closed the painter's connection");
            at += got;
        }

        return data;
    }
}
