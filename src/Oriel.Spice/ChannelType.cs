namespace Oriel.Spice;

/// <summary>Channel types (spice.md section 1).</summary>
public enum ChannelType
{
    /// <summary>Session, mouse mode, guest agent.</summary>
    Main = 1,

    /// <summary>Emulated screen.</summary>
    Display = 2,

    /// <summary>Keyboard and mouse.</summary>
    Inputs = 3,

    /// <summary>Pointer shapes.</summary>
    Cursor = 4,

    /// <summary>Sound from the guest.</summary>
    Playback = 5,

    /// <summary>Sound to the guest.</summary>
    Record = 6,

    /// <summary>Smart cards; not spoken.</summary>
    Smartcard = 8,

    /// <summary>USB redirection; not spoken.</summary>
    UsbRedirection = 9,

    /// <summary>Named byte pipes; not spoken.</summary>
    Port = 10,

    /// <summary>Folder sharing; not spoken.</summary>
    WebDav = 11,
}
