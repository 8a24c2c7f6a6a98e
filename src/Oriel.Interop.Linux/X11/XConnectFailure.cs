namespace Oriel.Interop.Linux.X11;

/// <summary>Why a connection to an X server could not be made.</summary>
public enum XConnectFailure
{
    /// <summary>It could.</summary>
    None,

    /// <summary>No display was named, or the name cannot be parsed.</summary>
    BadDisplayName,

    /// <summary>The server has no screen of that number.</summary>
    NoSuchScreen,

    /// <summary>Nobody answers there, or the server refuses us (authorisation).</summary>
    Unreachable,
}
