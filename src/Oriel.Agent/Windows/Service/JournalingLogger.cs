using Microsoft.Extensions.Logging;

namespace Oriel.Agent.Windows.Service;

/// <summary>Passes log lines on and tells administrators of the one an agent cannot mend: shared memory that is missing. Any thread.</summary>
internal sealed class JournalingLogger : ILogger
{
    private const int RegionInUse = 2;
    private const int RegionUnavailable = 3;

    private readonly ILogger _inner;
    private readonly IServiceJournal _journal;
    private int _isTold;

    /// <summary>Creates it around a logger.</summary>
    public JournalingLogger(ILogger inner, IServiceJournal journal)
    {
        _inner = inner;
        _journal = journal;
    }

    /// <inheritdoc/>
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => _inner.BeginScope(state);

    /// <inheritdoc/>
    public bool IsEnabled(LogLevel logLevel) => _inner.IsEnabled(logLevel);

    /// <inheritdoc/>
    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        _inner.Log(logLevel, eventId, state, exception, formatter);
        if (eventId.Id == RegionUnavailable)
        {
            Volatile.Write(ref _isTold, 1);
            _journal.Write(JournalLevel.Warning, JournalEvent.RegionMissing, formatter(state, exception));
        }
        else if (eventId.Id == RegionInUse && Interlocked.Exchange(ref _isTold, 0) != 0)
        {
            _journal.Write(JournalLevel.Information, JournalEvent.RegionFound, formatter(state, exception));
        }
    }
}
