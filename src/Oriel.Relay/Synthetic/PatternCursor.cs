using Oriel.Protocol.Kvmfr;

namespace Oriel.Relay.Synthetic;

/// <summary>
/// The moving cursor of a test pattern: position, visibility and shape are pure functions of the step number, and the three shapes are known
/// bytes (<see cref="Shape"/>). Allocates nothing after construction.
/// </summary>
public sealed class PatternCursor
{
    /// <summary>Steps a shape stays when they take turns; the last 16 of them hidden.</summary>
    public const uint StepsPerShape = 128;

    private static readonly byte[] s_color = DrawColor();
    private static readonly byte[] s_masked = DrawMasked();
    private static readonly byte[] s_monochrome = DrawMonochrome();

    private readonly uint _width, _height;

    /// <summary>Prepares a cursor.</summary>
    /// <param name="kind">What it looks like.</param>
    /// <param name="desktopWidth">Displayed desktop width (after rotation), pixels.</param>
    /// <param name="desktopHeight">Displayed desktop height (after rotation), pixels.</param>
    public PatternCursor(PatternCursorKind kind, uint desktopWidth, uint desktopHeight)
    {
        Kind = kind;
        _width = Math.Clamp(desktopWidth, 1, 32767);
        _height = Math.Clamp(desktopHeight, 1, 32767);
    }

    /// <summary>What it looks like.</summary>
    public PatternCursorKind Kind { get; }

    /// <summary>The bytes of a shape, rows tight.</summary>
    public static ReadOnlySpan<byte> Shape(CursorType type) => type switch
    {
        CursorType.Color => s_color,
        CursorType.Monochrome => s_monochrome,
        _ => s_masked,
    };

    /// <summary>State at a step. <see cref="CursorUpdate.HasShape"/> is set when the shape differs from the step before.</summary>
    public CursorUpdate At(uint step)
    {
        var type = TypeAt(step);
        var fresh = step == 0 || TypeAt(step - 1) != type;
        var mono = type == CursorType.Monochrome;
        return new CursorUpdate
        {
            HasPosition = true,
            X = Bounce(step * 5UL, _width),
            Y = Bounce(step * 3UL, _height),
            HasVisibility = true,
            Visible = Kind != PatternCursorKind.Cycle || step % StepsPerShape < StepsPerShape - 16,
            HasShape = fresh,
            Type = type,
            HotspotX = (sbyte)(type == CursorType.Color ? 0 : 16),
            HotspotY = (sbyte)(type == CursorType.Color ? 0 : 16),
            Width = type == CursorType.Color ? 48u : 32,
            Height = type == CursorType.Color ? 48u : mono ? 64u : 32,
            PitchBytes = type == CursorType.Color ? 192u : mono ? 4u : 128,
        };
    }

    /// <summary>True when a delivered shape is one of ours: sizes and bytes.</summary>
    public static bool IsShape(in CursorUpdate cursor, ReadOnlySpan<byte> shape) =>
        cursor.HasShape && shape.Length >= cursor.DataBytes && shape[..(int)cursor.DataBytes].SequenceEqual(Shape(cursor.Type));

    private CursorType TypeAt(uint step) => Kind switch
    {
        PatternCursorKind.Masked => CursorType.MaskedColor,
        PatternCursorKind.Monochrome => CursorType.Monochrome,
        PatternCursorKind.Cycle => (CursorType)(step / StepsPerShape % 3),
        _ => CursorType.Color,
    };

    private static short Bounce(ulong step, uint range)
    {
        var phase = step % (2UL * range);
        return (short)(phase < range ? phase : (2UL * range) - 1 - phase);
    }

    /// <summary>A disc whose alpha falls off towards its edge.</summary>
    private static byte[] DrawColor()
    {
        var data = new byte[48 * 48 * 4];
        for (var y = 0; y < 48; y++)
        {
            for (var x = 0; x < 48; x++)
            {
                var squared = (((2 * x) - 47) * ((2 * x) - 47)) + (((2 * y) - 47) * ((2 * y) - 47));
                var at = ((y * 48) + x) * 4;
                data[at] = (byte)(x * 5);
                data[at + 1] = (byte)(y * 5);
                data[at + 2] = (byte)(255 - (x * 2));
                data[at + 3] = (byte)(squared < 1400 ? 255 : squared < 2209 ? (2209 - squared) * 255 / 809 : 0);
            }
        }

        return data;
    }

    /// <summary>Left half opaque, right half XOR with white inside a frame of XOR with nothing.</summary>
    private static byte[] DrawMasked()
    {
        var data = new byte[32 * 32 * 4];
        for (var y = 0; y < 32; y++)
        {
            for (var x = 0; x < 32; x++)
            {
                var at = ((y * 32) + x) * 4;
                var inside = x is > 3 and < 28 && y is > 3 and < 28;
                var replaces = x < 16 && inside;
                data[at] = (byte)(replaces ? 255 - (y * 8) : inside ? 0xFF : 0);
                data[at + 1] = (byte)(replaces ? x * 16 : inside ? 0xFF : 0);
                data[at + 2] = (byte)(replaces ? y * 8 : inside ? 0xFF : 0);
                data[at + 3] = (byte)(replaces ? 0 : 0xFF);
            }
        }

        return data;
    }

    /// <summary>AND then XOR mask; quarters: black, white, transparent, inverting.</summary>
    private static byte[] DrawMonochrome()
    {
        var data = new byte[64 * 4];
        for (var y = 0; y < 32; y++)
        {
            for (var column = 0; column < 4; column++)
            {
                data[(y * 4) + column] = (byte)(y < 16 ? 0x00 : 0xFF);
                data[((y + 32) * 4) + column] = (byte)(column < 2 ? 0x00 : 0xFF);
            }
        }

        return data;
    }
}
