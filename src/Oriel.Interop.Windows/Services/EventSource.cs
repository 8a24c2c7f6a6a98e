namespace Oriel.Interop.Windows.Services;

/// <summary>Writes entries into the system's event log (the log "Application"). Never throws once open: an event log that refuses an entry is no reason to stop.</summary>
public sealed unsafe class EventSource : IDisposable
{
    private readonly EventSourceHandle _handle;

    private EventSource(EventSourceHandle handle) => _handle = handle;

    /// <summary>Opens a source; null when the system refuses.</summary>
    public static EventSource? TryOpen(string name)
    {
        // SAFETY: the name is terminated and pinned for the call; a null server is this machine.
        fixed (char* text = name)
        {
            var handle = ServiceApi.RegisterEventSourceW(null, text);
            return handle != 0 ? new EventSource(new EventSourceHandle(handle)) : null;
        }
    }

    /// <summary>Adds an entry; false when it was refused. Any thread.</summary>
    /// <param name="severity">Weight.</param>
    /// <param name="id">Number of the message in the source's message file.</param>
    /// <param name="text">What the message's first place-holder becomes; cut at what the log takes.</param>
    public bool TryWrite(EventSeverity severity, uint id, string text)
    {
        const int MostCharacters = 31_839; // as documented for this call
        ArgumentNullException.ThrowIfNull(text);
        var type = severity switch
        {
            EventSeverity.Error => ServiceConstants.EventError,
            EventSeverity.Warning => ServiceConstants.EventWarning,
            _ => ServiceConstants.EventInformation,
        };
        using var use = new HandleUse(_handle);

        // SAFETY: one terminated string, pinned for the call; no user and no data.
        fixed (char* message = text.Length <= MostCharacters ? text : text[..MostCharacters])
        {
            var strings = message;
            return ServiceApi.ReportEventW(use.Value, type, 0, id, null, 1, 0, &strings, null) != 0;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _handle.Dispose();
}
