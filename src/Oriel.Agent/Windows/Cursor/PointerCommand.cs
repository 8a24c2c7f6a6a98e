using Oriel.Agent.Capture;
using Oriel.Interop.Windows.User;
using Oriel.Protocol.Kvmfr;

namespace Oriel.Agent.Windows.Cursor;

/// <summary>
/// <c>oriel-agent pointer</c>: says where the pointer is and what shape it has, for reports about pointers that look wrong; and makes sample shapes, reads them back as it
/// reads those of other programs, and prints what a viewer would be sent.
/// </summary>
internal static class PointerCommand
{
    private const int Side = 32;
    private const int Part = 8;

    /// <summary>Kinds of samples.</summary>
    public static IReadOnlyList<string> Samples { get; } = ["alpha", "colour", "masked", "mono"];

    /// <summary>Prints what is shown now.</summary>
    public static int Show(TextWriter output)
    {
        if (!CursorReader.TryRead(out var place))
        {
            output.WriteLine("the pointer cannot be read on this desktop");
            return AgentExitCodes.Capture;
        }

        output.WriteLine($"pointer at {place.X}, {place.Y}, {(place.Shown ? "shown" : "hidden")}");
        return Describe(place.Cursor, output, withData: false);
    }

    /// <summary>Makes a sample and prints it: 8x8 pixels are opaque, 8x8 beside them half transparent or inverted, the rest is transparent.</summary>
    public static int ShowSample(string kind, TextWriter output)
    {
        var mono = kind == "mono";
        var mask = new byte[Side / 8 * Side * (mono ? 2 : 1)];
        var colour = new byte[mono ? 0 : Side * Side * 4];
        mask.AsSpan(0, Side / 8 * Side).Fill(0xFF);
        for (var y = 0; y < Part; y++)
        {
            mask[y * Side / 8] = 0;
            if (mono)
            {
                // A chequered part, an inverted one.
                mask[(Side + y) * Side / 8] = y % 2 == 0 ? (byte)0x55 : (byte)0xAA;
                mask[((Side + y) * Side / 8) + 1] = 0xFF;
                continue;
            }

            for (var x = 0; x < 2 * Part; x++)
            {
                byte[] pixel = x < Part ? [0x80, 0xC0, 0x00, 0xFF] : kind == "masked" ? [0xFF, 0xFF, 0xFF, 0] : kind == "alpha" ? [0, 0, 0xFF, 0x80] : [0, 0, 0, 0];
                pixel[3] = kind == "alpha" ? pixel[3] : (byte)0;
                pixel.CopyTo(colour, ((y * Side) + x) * 4);
            }
        }

        using var cursor = OwnCursor.TryCreate(Side, Side, 3, 5, mask, colour, out var error);
        if (cursor is null)
        {
            output.WriteLine($"the sample was refused (Windows error {error})");
            return AgentExitCodes.Capture;
        }

        return Describe(cursor.Cursor, output, withData: true);
    }

    private static int Describe(nint cursor, TextWriter output, bool withData)
    {
        var bits = new CursorBits();
        var snapshot = new CursorSnapshot();
        if (cursor == 0 || !CursorReader.TryReadBits(cursor, bits))
        {
            output.WriteLine("its shape cannot be read");
            return AgentExitCodes.Capture;
        }

        var visible = CursorShapes.Convert(bits, snapshot);
        var rows = snapshot.Type == CursorType.Monochrome ? snapshot.Height / 2 : snapshot.Height;
        output.WriteLine($"shape {snapshot.Type} {snapshot.Width}x{rows}, hotspot {snapshot.HotspotX}, {snapshot.HotspotY}, {snapshot.PitchBytes} bytes a row{(visible ? "" : ", all of it transparent")}");
        if (withData)
        {
            output.WriteLine(System.Convert.ToHexStringLower(snapshot.ShapeBytes));
        }

        return AgentExitCodes.Success;
    }
}
