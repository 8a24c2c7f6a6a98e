using Oriel.Agent.Capture;
using Oriel.Interop.Windows.User;
using Oriel.Protocol.Kvmfr;

namespace Oriel.Agent.Windows.Cursor;

/// <summary>Turns the bitmaps of a Windows cursor into a shape of the protocol (kvmfr.md section 7). What is larger than the protocol allows loses its right and bottom edge.</summary>
internal static class CursorShapes
{
    /// <summary>Converts; false when nothing of the shape is ever visible.</summary>
    public static bool Convert(CursorBits bits, CursorSnapshot cursor)
    {
        var (width, height) = (Math.Min(bits.Width, CursorSnapshot.MaxSide), Math.Min(bits.Height, CursorSnapshot.MaxSide));
        (cursor.Width, cursor.HotspotX, cursor.HotspotY, cursor.ShapeChanged) = (width, bits.HotspotX, bits.HotspotY, true);
        if (!bits.HasColour)
        {
            cursor.Type = CursorType.Monochrome;
            cursor.PitchBytes = (width + 7) / 8;
            cursor.Height = height * 2;
            return CopyMasks(bits, cursor, height);
        }

        (cursor.Height, cursor.PitchBytes) = (height, width * 4);
        if (HasAlpha(bits))
        {
            cursor.Type = CursorType.Color;
            return CopyAlpha(bits, cursor);
        }

        cursor.Type = HasInversion(bits) ? CursorType.MaskedColor : CursorType.Color;
        return CopyMasked(bits, cursor);
    }

    /// <summary>True when the mask says "keep the screen" at a pixel.</summary>
    private static bool IsKept(CursorBits bits, int x, int y) => (bits.Mask[(y * bits.MaskPitchBytes) + (x / 8)] & (0x80 >> (x % 8))) != 0;

    /// <summary>AND rows, then XOR rows, without the padding of Windows' bitmaps.</summary>
    private static bool CopyMasks(CursorBits bits, CursorSnapshot cursor, int height)
    {
        var anything = false;
        for (var y = 0; y < height; y++)
        {
            var and = bits.Mask.AsSpan(y * bits.MaskPitchBytes, cursor.PitchBytes);
            var xor = bits.Mask.AsSpan((bits.Height + y) * bits.MaskPitchBytes, cursor.PitchBytes);
            and.CopyTo(cursor.Shape.AsSpan(y * cursor.PitchBytes));
            xor.CopyTo(cursor.Shape.AsSpan((height + y) * cursor.PitchBytes));
            for (var x = 0; x < cursor.Width && !anything; x++)
            {
                var bit = 0x80 >> (x % 8);
                anything = (and[x / 8] & bit) == 0 || (xor[x / 8] & bit) != 0;
            }
        }

        return anything;
    }

    private static bool HasAlpha(CursorBits bits)
    {
        for (var i = 3; i < bits.Width * bits.Height * 4; i += 4)
        {
            if (bits.Colour[i] != 0)
            {
                return true;
            }
        }

        return false;
    }

    private static bool HasInversion(CursorBits bits)
    {
        for (var y = 0; y < bits.Height; y++)
        {
            for (var x = 0; x < bits.Width; x++)
            {
                var at = ((y * bits.Width) + x) * 4;
                if (IsKept(bits, x, y) && (bits.Colour[at] | bits.Colour[at + 1] | bits.Colour[at + 2]) != 0)
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>Windows keeps straight alpha in cursors. The mask counts where there is alpha, too: the system ignores it.</summary>
    private static bool CopyAlpha(CursorBits bits, CursorSnapshot cursor)
    {
        var anything = false;
        for (var y = 0; y < cursor.Height; y++)
        {
            var row = bits.Colour.AsSpan(y * bits.Width * 4, cursor.PitchBytes);
            row.CopyTo(cursor.Shape.AsSpan(y * cursor.PitchBytes));
            for (var x = 3; x < row.Length && !anything; x += 4)
            {
                anything = row[x] != 0;
            }
        }

        return anything;
    }

    /// <summary>Without alpha: the mask decides. The fourth byte is alpha in a coloured shape, the mask in a masked one.</summary>
    private static bool CopyMasked(CursorBits bits, CursorSnapshot cursor)
    {
        var masked = cursor.Type == CursorType.MaskedColor;
        var anything = false;
        for (var y = 0; y < cursor.Height; y++)
        {
            for (var x = 0; x < cursor.Width; x++)
            {
                var from = bits.Colour.AsSpan(((y * bits.Width) + x) * 4, 3);
                var to = cursor.Shape.AsSpan((y * cursor.PitchBytes) + (x * 4), 4);
                var kept = IsKept(bits, x, y);
                from.CopyTo(to);
                to[3] = kept == masked ? (byte)255 : (byte)0;
                if (kept && !masked)
                {
                    to[..3].Clear();
                }

                anything |= !kept || (from[0] | from[1] | from[2]) != 0;
            }
        }

        return anything;
    }
}
