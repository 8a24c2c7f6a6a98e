using Microsoft.Extensions.Logging;
using Oriel.Interop.Windows.Services;

namespace Oriel.Agent.Windows.Service;

/// <summary>Entries in the log "Application" of Windows.</summary>
internal sealed class EventLogJournal : IServiceJournal, IDisposable
{
    private readonly ILogger _log;
    private readonly EventSource? _source;

    /// <summary>Opens the source; without one, entries go to the log only.</summary>
    public EventLogJournal(ILogger log)
    {
        _log = log;
        _source = EventSource.TryOpen(EventSourceRegistration.Source);
    }

    /// <inheritdoc/>
    public void Write(JournalLevel level, JournalEvent what, string text)
    {
        var severity = level switch
        {
            JournalLevel.Error => EventSeverity.Error,
            JournalLevel.Warning => EventSeverity.Warning,
            _ => EventSeverity.Information,
        };
        if (_source?.TryWrite(severity, (uint)what, text) != true)
        {
            _log.JournalRefused(text);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _source?.Dispose();
}
