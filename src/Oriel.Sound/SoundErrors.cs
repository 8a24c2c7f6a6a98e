namespace Oriel.Sound;

/// <summary>Errors of this room, ORL701 to ORL749. None of them ends the viewer: it goes on in silence and says why.</summary>
public static class SoundErrors
{
    private const int SoundExit = 8;

    /// <summary>libSDL2 is not installed.</summary>
    public static readonly ErrorCode NoSdl = new("ORL701", "SDL is missing", SoundExit);

    /// <summary>No sound server answers and there is no sound card.</summary>
    public static readonly ErrorCode NoSound = new("ORL702", "this machine has no sound", SoundExit);

    /// <summary>The default output cannot be opened.</summary>
    public static readonly ErrorCode NoOutput = new("ORL703", "the sound output cannot be opened", SoundExit);

    /// <summary>The default input cannot be opened.</summary>
    public static readonly ErrorCode NoInput = new("ORL704", "the microphone cannot be opened", SoundExit);

    /// <summary>The device named by an option does not exist or cannot be opened.</summary>
    public static readonly ErrorCode NoSuchDevice = new("ORL705", "the sound device named cannot be opened", SoundExit);
}
