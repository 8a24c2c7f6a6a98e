namespace Oriel.Relay.Synthetic;

/// <summary>What is written in the bit cells of a test picture.</summary>
/// <param name="Frame">Frame number.</param>
/// <param name="Damage">What changes from frame to frame in this pattern.</param>
public readonly record struct PatternTag(uint Frame, PatternDamage Damage)
{
    /// <summary>Bytes of the tag: four of the number, the mode, a check byte.</summary>
    internal const int Bytes = 6;

    internal byte this[int index] => index switch
    {
        < 4 => (byte)((Frame >> (8 * index)) & 0xFF),
        4 => (byte)Damage,
        _ => Check(Frame, (byte)Damage),
    };

    internal static bool TryCreate(ReadOnlySpan<byte> bytes, out PatternTag tag)
    {
        var frame = bytes[0] | ((uint)bytes[1] << 8) | ((uint)bytes[2] << 16) | ((uint)bytes[3] << 24);
        tag = new PatternTag(frame, (PatternDamage)bytes[4]);
        return bytes[4] <= (byte)PatternDamage.Random && bytes[5] == Check(frame, bytes[4]);
    }

    private static byte Check(uint frame, byte mode)
    {
        var sum = 0xA5 + (frame & 0xFF) + (3 * ((frame >> 8) & 0xFF)) + (5 * ((frame >> 16) & 0xFF)) + (7 * (frame >> 24)) + (11u * mode);
        return (byte)(sum & 0xFF);
    }
}
