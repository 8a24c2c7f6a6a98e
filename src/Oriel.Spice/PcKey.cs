namespace Oriel.Spice;

/// <summary>
/// A key of a PC keyboard as scancode set 1 has it (spice.md section 8.2): the make code, plus 0xE000 for keys with the E0 prefix. Pause is
/// <see cref="Pause"/>, a number of its own because its sequence has no break code.
/// </summary>
/// <param name="Code">0x01 to 0x7F, or 0xE001 to 0xE07F, or 0xE11D.</param>
public readonly record struct PcKey(ushort Code)
{
    /// <summary>E1 1D 45 E1 9D C5.</summary>
    public static PcKey Pause => new(0xE11D);

    /// <summary>Has the E0 prefix.</summary>
    public bool IsExtended => (Code & 0xFF00) == 0xE000;

    /// <inheritdoc/>
    public override string ToString() => $"{Code:X2}";
}
