namespace Oriel.Interop.Windows.Services;

/// <summary>Weight of an entry in the event log.</summary>
public enum EventSeverity
{
    /// <summary>For the record.</summary>
    Information,

    /// <summary>Somebody should look at it.</summary>
    Warning,

    /// <summary>Something does not work.</summary>
    Error,
}
