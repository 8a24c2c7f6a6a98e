namespace Oriel.Relay.Synthetic;

/// <summary>What a <see cref="PatternVerifier"/> found in a delivered picture.</summary>
/// <param name="Ok">The tag was readable and every byte looked at is right.</param>
/// <param name="Tag">The tag; meaningless when <paramref name="TagReadable"/> is false.</param>
/// <param name="TagReadable">The tag's check byte was right.</param>
/// <param name="ByteX">Byte within the row of the first wrong byte.</param>
/// <param name="Y">Row of the first wrong byte.</param>
/// <param name="Expected">Value it should have.</param>
/// <param name="Seen">Value it has.</param>
/// <param name="WrongRows">Rows with at least one wrong byte, among the rows looked at.</param>
public readonly record struct PatternCheck(
    bool Ok, PatternTag Tag, bool TagReadable, uint ByteX, uint Y, byte Expected, byte Seen, uint WrongRows)
{
    /// <summary>One line for a failing test.</summary>
    public override string ToString() =>
        Ok ? $"frame {Tag.Frame}: as drawn"
        : !TagReadable ? "no readable frame number"
        : $"frame {Tag.Frame} ({Tag.Damage}): {WrongRows} wrong rows, first at row {Y} byte {ByteX}: expected 0x{Expected:X2}, saw 0x{Seen:X2}";
}
