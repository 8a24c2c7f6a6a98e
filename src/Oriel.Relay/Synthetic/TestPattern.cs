using Oriel.Memory;
using Oriel.Protocol.Kvmfr;

namespace Oriel.Relay.Synthetic;

/// <summary>
/// A test picture whose every pixel is known: a pure function of frame number, position, storage type and <see cref="PatternDamage"/>.
/// <para>
/// <b>Tag.</b> The top-left corner holds 8 x 6 square cells (<see cref="CellSize"/> pixels each), white for 1 and black for 0: rows 0 to 3 are the bytes of the frame
/// number, least significant byte first, row 4 the damage mode, row 5 a check byte; column c is bit c. The number survives truncation, scaling and colour conversion.
/// </para>
/// <para>
/// <b>Content.</b> Elsewhere a pixel is the colour formula (see docs of <c>PatternPixels</c>: gradients in R and G, x XOR y in B) with a seed. The background's seed is the frame
/// number for <see cref="PatternDamage.None"/> and <see cref="PatternDamage.Full"/>, else 0. Over it lie rectangles with seeds of their own:
/// four that bounce (<see cref="PatternDamage.Moving"/>), or those that a fixed hash of the last four frame numbers gives (<see cref="PatternDamage.Random"/>).
/// </para>
/// Immutable; safe from any thread.
/// </summary>
public sealed record TestPattern
{
    /// <summary>Columns of the tag.</summary>
    public const int TagColumns = 8;

    /// <summary>Rows of the tag.</summary>
    public const int TagRows = PatternTag.Bytes;

    /// <summary>Describes a pattern.</summary>
    /// <param name="type">Pixel storage.</param>
    /// <param name="width">Pixels, 8 to 65535.</param>
    /// <param name="height">Pixels, 6 to 65535.</param>
    /// <param name="damage">What changes.</param>
    public TestPattern(FrameType type, uint width, uint height, PatternDamage damage)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, (uint)TagColumns);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, (uint)TagRows);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(width, 65535u);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(height, 65535u);
        ArgumentOutOfRangeException.ThrowIfZero((uint)type);
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)type, (uint)FrameType.Rgb24);
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)damage, (uint)PatternDamage.Random);
        Type = type;
        Width = width;
        Height = height;
        Damage = damage;
    }

    /// <summary>Pixel storage.</summary>
    public FrameType Type { get; }

    /// <summary>Picture width, pixels.</summary>
    public uint Width { get; }

    /// <summary>Picture height, pixels.</summary>
    public uint Height { get; }

    /// <summary>What changes from frame to frame.</summary>
    public PatternDamage Damage { get; }

    /// <summary>Side of a tag cell: as large as fits, at most 16 pixels.</summary>
    public uint CellSize => Math.Min(16, Math.Min(Width / TagColumns, Height / TagRows));

    /// <summary>Where the tag is.</summary>
    public DamageRect TagRect => new(0, 0, CellSize * TagColumns, CellSize * TagRows);

    /// <summary>Bytes of one pixel in memory: 3, 4 or 8.</summary>
    public uint PixelBytes => (uint)PatternPixels.PixelBytes(Type);

    /// <summary>Bytes of real pixels in a row.</summary>
    public uint RowBytes => Width * PixelBytes;

    /// <summary>Reads the tag of a delivered picture. Needs the rows of the tag only.</summary>
    /// <param name="pixels">Rows from the top.</param>
    /// <param name="pitchBytes">Bytes between rows.</param>
    /// <param name="tag">What it says; undefined when false.</param>
    /// <returns>False when the check byte is wrong: not a test picture, or damaged there.</returns>
    public bool TryReadTag(ReadOnlySpan<byte> pixels, uint pitchBytes, out PatternTag tag) =>
        TryReadTag(Type, Width, Height, pixels, pitchBytes, out tag);

    /// <inheritdoc cref="TryReadTag(ReadOnlySpan{byte}, uint, out PatternTag)"/>
    /// <param name="type">Pixel storage.</param>
    /// <param name="width">Picture width, pixels.</param>
    /// <param name="height">Full picture height, pixels (also of a truncated frame).</param>
    /// <param name="pixels">Rows from the top.</param>
    /// <param name="pitchBytes">Bytes between rows.</param>
    /// <param name="tag">What it says; undefined when false.</param>
    public static bool TryReadTag(FrameType type, uint width, uint height, ReadOnlySpan<byte> pixels, uint pitchBytes, out PatternTag tag)
    {
        var pixel = PatternPixels.PixelBytes(type);
        var cell = (int)Math.Min(16, Math.Min(width / TagColumns, height / TagRows));
        Span<byte> bytes = stackalloc byte[TagRows];
        tag = default;
        for (var row = 0; row < TagRows; row++)
        {
            var line = (long)pitchBytes * ((row * cell) + (cell / 2));
            for (var column = 0; column < TagColumns; column++)
            {
                var at = line + ((long)pixel * ((column * cell) + (cell / 2)));
                if (cell == 0 || at > pixels.Length - pixel)
                {
                    return false;
                }

                bytes[row] |= (byte)((PatternPixels.IsBright(type, pixels.Slice((int)at, pixel)) ? 1 : 0) << column);
            }
        }

        return PatternTag.TryCreate(bytes, out tag);
    }

    /// <summary>Writes one pixel of a frame, the slow and obvious way: for tests that need a single value.</summary>
    /// <param name="frame">Frame number.</param>
    /// <param name="x">Column.</param>
    /// <param name="y">Row.</param>
    /// <param name="destination">At least <see cref="PixelBytes"/> bytes.</param>
    public void WritePixel(uint frame, uint x, uint y, Span<byte> destination)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(x, Width);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(y, Height);
        var scene = new PatternScene();
        scene.Compose(this, frame);
        ComposeSpan(scene, frame, destination[..(int)PixelBytes], x, y);
    }

    /// <summary>Adds to <paramref name="damage"/> what differs between <paramref name="frame"/> and the frame before it.</summary>
    public void AddDamage(uint frame, DamageList damage)
    {
        if (frame == 0)
        {
            damage.SetEverything();
        }
        else
        {
            PatternScene.AddDamage(this, frame, damage);
        }
    }

    /// <summary>Draws the given parts of a frame.</summary>
    internal void Render(PatternScene scene, uint frame, PixelBuffer target, nuint offset, uint pitchBytes, DamageList parts)
    {
        if (parts.IsEverything)
        {
            RenderRect(scene, frame, target, offset, pitchBytes, new DamageRect(0, 0, Width, Height));
            return;
        }

        foreach (var rect in parts.Rects)
        {
            RenderRect(scene, frame, target, offset, pitchBytes, rect);
        }
    }

    /// <summary>Composes the pixels from (x, y) on; <paramref name="span"/> is exactly their bytes.</summary>
    internal void ComposeSpan(PatternScene scene, uint frame, Span<byte> span, uint x, uint y)
    {
        var size = (int)PixelBytes;
        var end = x + (uint)(span.Length / size);
        PatternPixels.Fill(Type, span, x, y, scene.BackgroundSeed);
        foreach (var layer in scene.Layers)
        {
            var rect = layer.Rect;
            if (y < rect.Y || y - rect.Y >= rect.Height || rect.X >= end || rect.X + rect.Width <= x)
            {
                continue;
            }

            var from = Math.Max(x, rect.X);
            var to = Math.Min(end, rect.X + rect.Width);
            PatternPixels.Fill(Type, span.Slice((int)(from - x) * size, (int)(to - from) * size), from, y, layer.Seed);
        }

        var cell = CellSize;
        if (y < cell * TagRows && x < cell * TagColumns)
        {
            ComposeTag(new PatternTag(frame, Damage)[(int)(y / cell)], span, x, end);
        }
    }

    private void ComposeTag(byte bits, Span<byte> span, uint x, uint end)
    {
        var size = (int)PixelBytes;
        var cell = CellSize;
        for (var column = 0u; column < TagColumns; column++)
        {
            var from = Math.Max(x, column * cell);
            var to = Math.Min(end, (column + 1) * cell);
            if (from < to)
            {
                PatternPixels.FillSolid(Type, span.Slice((int)(from - x) * size, (int)(to - from) * size), ((bits >> (int)column) & 1) != 0);
            }
        }
    }

    private void RenderRect(PatternScene scene, uint frame, PixelBuffer target, nuint offset, uint pitchBytes, DamageRect rect)
    {
        var bytes = (int)(rect.Width * PixelBytes);
        for (var y = rect.Y; y < rect.Y + rect.Height; y++)
        {
            var at = offset + ((nuint)y * pitchBytes) + ((nuint)rect.X * PixelBytes);
            ComposeSpan(scene, frame, target.AsSpan(at, bytes), rect.X, y);
        }
    }
}
