namespace Oriel.Cli.Input;

/// <summary>What a key combination asks for.</summary>
internal enum ViewerCommand
{
    /// <summary>Nothing: the keys are the guest's.</summary>
    None,

    /// <summary>End.</summary>
    Quit,

    /// <summary>Enter or leave full screen.</summary>
    ToggleFullScreen,

    /// <summary>Stop or go on showing the guest's picture.</summary>
    ToggleVideo,

    /// <summary>Turn the picture by 90 degrees.</summary>
    Rotate,

    /// <summary>Stop or go on sending keyboard and mouse.</summary>
    ToggleInput,

    /// <summary>The settings drawn over the picture.</summary>
    ToggleOverlay,

    /// <summary>Show or hide the figures.</summary>
    ToggleHud,

    /// <summary>Show or hide the times of each stage as a graph.</summary>
    ToggleTimings,

    /// <summary>Make dark pictures brighter.</summary>
    ToggleNightVision,

    /// <summary>Let the guest hear the microphone, or stop.</summary>
    ToggleMicrophone,

    /// <summary>Next policy for the microphone: ask, allow, deny.</summary>
    CycleMicrophonePolicy,

    /// <summary>Silence the guest, or not.</summary>
    ToggleMute,

    /// <summary>Stop files and clipboard content that are on their way.</summary>
    CancelTransfers,

    /// <summary>Louder.</summary>
    VolumeUp,

    /// <summary>Quieter.</summary>
    VolumeDown,

    /// <summary>The captured mouse moves more.</summary>
    SensitivityUp,

    /// <summary>The captured mouse moves less.</summary>
    SensitivityDown,

    /// <summary>Press the left Super key in the guest.</summary>
    SendLeftSuper,

    /// <summary>Press the right Super key in the guest.</summary>
    SendRightSuper,

    /// <summary>Ctrl+Alt+F1 in the guest.</summary>
    SendCtrlAltF1,

    /// <summary>Ctrl+Alt+F2 in the guest.</summary>
    SendCtrlAltF2,

    /// <summary>Ctrl+Alt+F3 in the guest.</summary>
    SendCtrlAltF3,

    /// <summary>Ctrl+Alt+F4 in the guest.</summary>
    SendCtrlAltF4,

    /// <summary>Ctrl+Alt+F5 in the guest.</summary>
    SendCtrlAltF5,

    /// <summary>Ctrl+Alt+F6 in the guest.</summary>
    SendCtrlAltF6,

    /// <summary>Ctrl+Alt+F7 in the guest.</summary>
    SendCtrlAltF7,

    /// <summary>Ctrl+Alt+F8 in the guest.</summary>
    SendCtrlAltF8,

    /// <summary>Ctrl+Alt+F9 in the guest.</summary>
    SendCtrlAltF9,

    /// <summary>Ctrl+Alt+F10 in the guest.</summary>
    SendCtrlAltF10,

    /// <summary>Ctrl+Alt+F11 in the guest.</summary>
    SendCtrlAltF11,

    /// <summary>Ctrl+Alt+F12 in the guest.</summary>
    SendCtrlAltF12,

    /// <summary>Ctrl+Alt+Delete in the guest.</summary>
    SendCtrlAltDelete,

    /// <summary>The escape key itself in the guest.</summary>
    SendEscapeKey,

    /// <summary>Ask the guest for a mode of the window's size.</summary>
    MatchGuestToWindow,

    /// <summary>Begin the session with the guest's agent anew.</summary>
    Recover,

    /// <summary>Capture keyboard and mouse, or let them go: what a tap of the escape key does.</summary>
    ToggleCapture,
}
