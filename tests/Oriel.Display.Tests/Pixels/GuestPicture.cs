using System.Buffers.Binary;
using Oriel.Protocol.Kvmfr;

namespace Oriel.Display.Tests.Pixels;

/// <summary>A guest's frame in the test's own memory: header, tightly stored rows, and what changed last.</summary>
internal sealed class GuestPicture
{
    private readonly Random _random;
    private uint _serial;

    public GuestPicture(FrameType type, int width, int height, int seed = 1)
    {
        Type = type;
        Width = width;
        Height = height;
        RowsPresent = height;
        _random = new Random(seed);
        Bytes = new byte[RowBytes * height];
        Scramble(0, 0, width, height);
    }

    public FrameType Type { get; }

    public int Width { get; }

    public int Height { get; }

    public int RowsPresent { get; init; }

    public FrameRotation Rotation { get; init; }

    public FrameFlags Flags { get; init; }

    public int ScreenWidth { get; init; }

    public int ScreenHeight { get; init; }

    public uint SdrWhiteNits { get; init; } = 203;

    public byte[] Bytes { get; }

    public DamageList Damage { get; } = new();

    public int RowBytes => Width * BytesPerPixel;

    public int BytesPerPixel => Type switch { FrameType.Rgba16F => 8, FrameType.Bgr32 or FrameType.Rgb24 => 3, _ => 4 };

    public FrameHeader Header => new()
    {
        Serial = _serial,
        Type = Type,
        ScreenWidth = (uint)(ScreenWidth == 0 ? Width : ScreenWidth),
        ScreenHeight = (uint)(ScreenHeight == 0 ? Height : ScreenHeight),
        DataWidth = (uint)Width,
        DataHeight = (uint)RowsPresent,
        FrameWidth = (uint)Width,
        FrameHeight = (uint)Height,
        Rotation = Rotation,
        PitchBytes = (uint)RowBytes,
        RowBytes = (uint)RowBytes,
        Flags = Flags | (RowsPresent < Height ? FrameFlags.Truncated : 0),
        SdrWhiteNits = SdrWhiteNits,
    };

    /// <summary>A new capture with new pixels everywhere.</summary>
    public GuestPicture ChangeEverything()
    {
        Scramble(0, 0, Width, Height);
        Damage.SetEverything();
        _serial++;
        return this;
    }

    /// <summary>A new capture with some changed rectangles.</summary>
    public GuestPicture ChangeSome(int rects)
    {
        Damage.Clear();
        for (var i = 0; i < rects; i++)
        {
            var x = _random.Next(Width);
            var y = _random.Next(Height);
            var w = _random.Next(1, Width - x + 1);
            var h = _random.Next(1, Math.Min(16, Height - y) + 1);
            Scramble(x, y, w, h);
            Damage.Add(new DamageRect((uint)x, (uint)y, (uint)w, (uint)h));
        }

        _serial++;
        return this;
    }

    public void SetPixel(int x, int y, ReadOnlySpan<byte> pixel) => pixel.CopyTo(Bytes.AsSpan((y * RowBytes) + (x * BytesPerPixel)));

    private void Scramble(int x, int y, int width, int height)
    {
        for (var row = y; row < y + height; row++)
        {
            var span = Bytes.AsSpan((row * RowBytes) + (x * BytesPerPixel), width * BytesPerPixel);
            _random.NextBytes(span);
            if (Type == FrameType.Rgba16F)
            {
                // Halves between 0 and about 8 (640 nits), so that both sides of the tone curve are used.
                for (var at = 0; at < span.Length; at += 2)
                {
                    BinaryPrimitives.WriteHalfLittleEndian(span[at..], (Half)(Math.Pow(_random.NextDouble(), 3) * 8));
                }
            }
        }
    }
}
