using Oriel.Sound.Microphone;

namespace Oriel.Cli.Sound;

/// <summary>Sentences about sound for notes on the picture, without full stops.</summary>
internal static class SoundWords
{
    /// <summary>After a change of volume or mute.</summary>
    public static string Volume(SoundView view) => view.IsMuted ? "Sound off" : $"Volume {view.Volume} %";

    /// <summary>After a change of the policy.</summary>
    public static string Policy(MicrophonePolicy policy) => policy switch
    {
        MicrophonePolicy.Allow => "Microphone: the guest may record",
        MicrophonePolicy.Deny => "Microphone: the guest may not record",
        _ => "Microphone: you are asked when the guest wants to record",
    };

    /// <summary>About the microphone's state; null when there is nothing to say.</summary>
    /// <param name="view">The state.</param>
    /// <param name="yes">The key that lets the guest record, as the user knows it, for example "Scroll Lock + E".</param>
    /// <param name="policy">The key that changes the policy.</param>
    public static string? Microphone(SoundView view, string yes, string policy) => (view.Microphone, view.CaptureFailure) switch
    {
        (MicrophoneState.Asking, _) => $"The guest wants to record: {yes} lets it, {policy} changes what happens in future",
        (MicrophoneState.Recording, { } failure) => $"The guest wants to record, but {failure.Code.Title}: {failure.Seen}",
        (MicrophoneState.Recording, _) => $"The guest hears the microphone: {yes} ends that",
        _ => null,
    };
}
