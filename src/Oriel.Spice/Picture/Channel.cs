using System.Buffers.Binary;

namespace Oriel.Spice.Picture;

/// <summary>Arithmetic on colour channels.</summary>
internal static class Channel
{
    /// <summary>5 bits to 8.</summary>
    public static byte From5(int value) => (byte)(((value & 31) << 3) | ((value & 31) >> 2));

    /// <summary>8 bits to the nearest lower value that 5 bits can hold.</summary>
    public static byte To5(int value) => (byte)((value & 0xF8) | (value >> 5));

    /// <summary>8 bits to the nearest lower value that 6 bits can hold.</summary>
    public static byte To6(int value) => (byte)((value & 0xFC) | (value >> 6));

    /// <summary>a * b / 255, rounded to nearest.</summary>
    public static int Scale(int a, int b)
    {
        var t = (a * b) + 128;
        return (t + (t >> 8)) >> 8;
    }

    /// <summary>x1r5g5b5 as 0x00RRGGBB.</summary>
    public static uint From555(uint value) => ((uint)From5((int)(value >> 10)) << 16) | ((uint)From5((int)(value >> 5)) << 8) | From5((int)value);

    /// <summary>Writes one colour again and again.</summary>
    public static void Fill(Span<byte> pixels, uint color)
    {
        if (pixels.IsEmpty)
        {
            return;
        }

        BinaryPrimitives.WriteUInt32LittleEndian(pixels, color);
        for (var done = 4; done < pixels.Length; done *= 2)
        {
            pixels[..Math.Min(done, pixels.Length - done)].CopyTo(pixels[done..]);
        }
    }
}
