namespace Oriel.Interop.Linux.X11;

/// <summary>What happened around a selection.</summary>
public enum XSelectionEventKind
{
    /// <summary>A selection has another owner: <see cref="XSelectionEvent.Window"/>, 0 = none.</summary>
    OwnerChanged,

    /// <summary>We lost a selection.</summary>
    Cleared,

    /// <summary>A window asks us to convert.</summary>
    Requested,

    /// <summary>A conversion we asked for is done; property 0 = refused.</summary>
    Converted,

    /// <summary>A property has a new value.</summary>
    PropertySet,

    /// <summary>A property was deleted.</summary>
    PropertyDeleted,

    /// <summary>A watched window is gone.</summary>
    WindowDestroyed,
}

/// <summary>One event around a selection; members without a meaning are 0.</summary>
/// <param name="Kind">What happened.</param>
/// <param name="Window">Owner, requestor, or the window of the property.</param>
/// <param name="Selection">The selection's atom.</param>
/// <param name="Target">What is, or was, asked for.</param>
/// <param name="Property">The property.</param>
/// <param name="Time">Server time.</param>
public readonly record struct XSelectionEvent(XSelectionEventKind Kind, uint Window, uint Selection, uint Target, uint Property, uint Time);
