using System.Buffers.Binary;
using Oriel.Spice;
using Oriel.Spice.Picture;
using Oriel.Testing;

namespace Oriel.Cli.Tests.Fallback;

/// <summary>A display channel without a server: draws what the test wants by the messages a server would send, and knows what must be seen.</summary>
internal sealed class EmulatedScreen
{
    private readonly Random _random = new(7);
    private RgbImage _expected = new(0, 0, []);

    public EmulatedScreen() => Display.Linked(new NoSender(), [0x1052]);

    public DisplayChannel Display { get; } = new();

    public CursorChannel Cursor { get; } = new();

    /// <summary>What is on it now.</summary>
    public RgbImage Expected => new(_expected.Width, _expected.Height, [.. _expected.Rgb]);

    /// <summary>A new primary surface with random content, declared complete.</summary>
    public void SetMode(int width, int height)
    {
        Display.Handle(314, Words(0, width, height, 32, 1));
        _expected = new RgbImage(width, height, new byte[width * height * 3]);
        Draw(0, 0, width, height);
        Display.Handle(102, []);
    }

    /// <summary>Draws random pixels (DRAW_COPY of a raw bitmap).</summary>
    public void Draw(int left, int top, int width, int height)
    {
        var pixels = new byte[width * height * 4];
        _random.NextBytes(pixels);
        Display.Handle(304, Copy(left, top, width, height, pixels));
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                var (from, to) = (((y * width) + x) * 4, ((((top + y) * _expected.Width) + left + x) * 3));
                (_expected.Rgb[to], _expected.Rgb[to + 1], _expected.Rgb[to + 2]) = (pixels[from + 2], pixels[from + 1], pixels[from]);
            }
        }
    }

    /// <summary>Draws somewhere.</summary>
    public void DrawSomewhere()
    {
        var (x, y) = (_random.Next(_expected.Width), _random.Next(_expected.Height));
        Draw(x, y, _random.Next(1, _expected.Width - x + 1), _random.Next(1, _expected.Height - y + 1));
    }

    /// <summary>The body of an unclipped, unscaled DRAW_COPY of a raw bitmap.</summary>
    public static byte[] Copy(int left, int top, int width, int height, byte[] pixels) =>
    [
        .. Words(0, top, left, top + height, left + width), 0, .. Words(57, 0, 0, height, width), 8, 0, 0, .. new byte[13],
        .. new byte[8], 0, 0, .. Words(width, height), 8, 4, .. Words(width, height, width * 4, 0), .. pixels,
    ];

    private static byte[] Words(params int[] words)
    {
        var bytes = new byte[words.Length * 4];
        for (var i = 0; i < words.Length; i++)
        {
            BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(i * 4), words[i]);
        }

        return bytes;
    }

    private sealed class NoSender : IChannelSender
    {
        public bool Send(ushort type, ReadOnlySpan<byte> body) => true;
    }
}
