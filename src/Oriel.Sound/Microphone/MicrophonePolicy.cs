namespace Oriel.Sound.Microphone;

/// <summary>What happens when the guest wants to record.</summary>
public enum MicrophonePolicy
{
    /// <summary>The user is asked, each time.</summary>
    Prompt,

    /// <summary>It may.</summary>
    Allow,

    /// <summary>It may not, and the server is not even told that there is a microphone.</summary>
    Deny,
}
