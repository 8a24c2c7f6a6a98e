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

    /// <summary>Nobody and nothing moved the pointer or pressed a key for the time given to <see cref="XConnection.TryWatchRest"/>.</summary>
    Resting = 512,

    /// <summary>The pointer was moved, by hand or by a program, or a key was pressed, after <see cref="Resting"/>. Replaces it when both arrived, and the other way round.</summary>
    Used = 1024,
}
