namespace Oriel.Interop.Linux.X11;

/// <summary>What arrived from an X server since it was last asked. Events only say that something has to be looked at again, so equal ones merge.</summary>
[Flags]
public enum XEvents
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>The watched drawable changed.</summary>
    Damage = 1,

    /// <summary>The cursor has another shape.</summary>
    CursorShape = 2,

    /// <summary>Size, heads or rotation changed.</summary>
    Screen = 4,

    /// <summary>A pointing device moved.</summary>
    PointerMotion = 8,

    /// <summary>A request without reply was refused; see <see cref="XConnection.LastError"/>.</summary>
    Error = 16,

    /// <summary>The connection is dead.</summary>
    Lost = 32,

    /// <summary>The wake descriptor was raised (and lowered by the wait).</summary>
    Woken = 64,

    /// <summary>The stop descriptor is raised.</summary>
    Stopped = 128,

    /// <summary>Something about selections; see <see cref="XConnection.TryTakeSelectionEvent"/>.</summary>
    Selection = 256,
}
