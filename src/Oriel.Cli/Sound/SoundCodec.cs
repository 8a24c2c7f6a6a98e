namespace Oriel.Cli.Sound;

/// <summary>How sound travels.</summary>
internal enum SoundCodec
{
    /// <summary>Raw on this machine, opus over a network.</summary>
    Auto,

    /// <summary>Raw: 1.5 Mbit/s, no codec delay.</summary>
    Raw,

    /// <summary>Opus where both sides have it.</summary>
    Opus,
}
