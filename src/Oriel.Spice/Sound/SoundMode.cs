namespace Oriel.Spice.Sound;

/// <summary>How the samples in DATA are coded (spice.md section 9.1), as the wire has it.</summary>
public enum SoundMode
{
    /// <summary>Interleaved 16-bit samples.</summary>
    Raw = 1,

    /// <summary>CELT 0.5.1, which nobody speaks now.</summary>
    Celt = 2,

    /// <summary>One opus packet per message.</summary>
    Opus = 3,
}
