namespace Oriel.Spice.Tests.Picture;

/// <summary>Writes LZ4 blocks by hand.</summary>
internal static class Lz4Blocks
{
    public static byte[] Literals(ReadOnlySpan<byte> bytes) => Sequence(bytes, distance: 0, length: 0);

    /// <summary>One sequence: literals, then a match unless <paramref name="length"/> is 0 (which ends a block).</summary>
    public static byte[] Sequence(ReadOnlySpan<byte> literals, int distance, int length)
    {
        var block = new List<byte> { (byte)((Math.Min(literals.Length, 15) << 4) | (length == 0 ? 0 : Math.Min(length - 4, 15))) };
        More(block, literals.Length - 15);
        block.AddRange(literals);
        if (length != 0)
        {
            block.AddRange([(byte)distance, (byte)(distance >> 8)]);
            More(block, length - 4 - 15);
        }

        return [.. block];
    }

    private static void More(List<byte> block, int rest)
    {
        if (rest < 0)
        {
            return;
        }

        for (; rest >= 255; rest -= 255)
        {
            block.Add(255);
        }

        block.Add((byte)rest);
    }
}
