namespace Oriel.Sound;

/// <summary>What an engine is doing.</summary>
public enum SoundState
{
    /// <summary>Nothing to do; no device is open, or it is about to be closed.</summary>
    Idle,

    /// <summary>Sound is on its way, the device is being opened.</summary>
    Opening,

    /// <summary>Playing or recording.</summary>
    Running,

    /// <summary>The device cannot be opened, or was lost; it is tried again now and then.</summary>
    Failed,
}
