using System.Buffers.Binary;

namespace Oriel.Cli.Tests.Clipboard;

/// <summary>Picture files written byte by byte.</summary>
internal static class Pictures
{
    /// <summary>A 24-bit BMP with every pixel different.</summary>
    public static byte[] Bmp(int width, int height)
    {
        var stride = ((3 * width) + 3) / 4 * 4;
        var file = new byte[54 + (stride * height)];
        "BM"u8.CopyTo(file);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(2), file.Length);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(10), 54);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(14), 40);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(18), width);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(22), height);
        BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(26), 1);
        BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(28), 24);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(34), stride * height);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(38), 2835);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(42), 2835);
        for (var y = 0; y < height; y++)
        {
            for (var i = 0; i < 3 * width; i++)
            {
                file[54 + (stride * y) + i] = (byte)((7 * i) + (31 * y));
            }
        }

        return file;
    }
}
