namespace Oriel.Sound.Microphone;

/// <summary>What the microphone is doing; for the overlay.</summary>
public enum MicrophoneState
{
    /// <summary>The guest does not want to record.</summary>
    Off,

    /// <summary>The guest wants to record; the user has not answered. Nothing is recorded.</summary>
    Asking,

    /// <summary>The guest wants to record and may not.</summary>
    Refused,

    /// <summary>What the microphone hears goes to the guest.</summary>
    Recording,
}
