using System.Text;
using Microsoft.Extensions.Logging;

namespace Oriel.Agent.Logging;

/// <summary>
/// Writes log lines to standard error and to a file. The same message more than <see cref="Burst"/> times within ten seconds is
/// counted instead of written, and the count is told with the next one that gets through.
/// </summary>
internal sealed class AgentLoggerProvider : ILoggerProvider
{
    /// <summary>Lines of one kind let through per window.</summary>
    public const int Burst = 10;

    private static readonly TimeSpan s_window = TimeSpan.FromSeconds(10);

    private readonly TextWriter? _console;
    private readonly RotatingLogFile? _file;
    private readonly LogLevel _minimum;
    private readonly TimeProvider _clock;
    private readonly object _gate = new();
    private readonly Dictionary<int, Window> _windows = [];

    /// <summary>Creates it.</summary>
    /// <param name="console">Standard error, or null.</param>
    /// <param name="file">Log file, or null. Disposed of with this.</param>
    /// <param name="minimum">Least level written.</param>
    /// <param name="clock">Time of day and of the rate limit.</param>
    public AgentLoggerProvider(TextWriter? console, RotatingLogFile? file, LogLevel minimum, TimeProvider clock)
    {
        _console = console;
        _file = file;
        _minimum = minimum;
        _clock = clock;
    }

    /// <inheritdoc/>
    public ILogger CreateLogger(string categoryName) => new Writer(this);

    /// <inheritdoc/>
    public void Dispose() => _file?.Dispose();

    private void Write(LogLevel level, EventId id, string message, Exception? error)
    {
        lock (_gate)
        {
            if (!TryPass(id.Id, out var suppressed))
            {
                return;
            }

            var now = _clock.GetUtcNow();
            var line = new StringBuilder($"{now:yyyy-MM-ddTHH:mm:ss.fffZ} {Name(level)} {message}");
            if (suppressed > 0)
            {
                line.Append($" (and {suppressed} more like this)");
            }

            if (error is not null)
            {
                line.Append('\n').Append(error);
            }

            var text = line.ToString();
            _console?.WriteLine(text);
            _file?.WriteLine(text);
        }
    }

    private bool TryPass(int id, out int suppressed)
    {
        suppressed = 0;
        var now = _clock.GetTimestamp();
        if (!_windows.TryGetValue(id, out var window) || _clock.GetElapsedTime(window.Began, now) >= s_window)
        {
            suppressed = window.Suppressed;
            _windows[id] = new Window(now, 1, 0);
            return true;
        }

        var passes = window.Count < Burst;
        _windows[id] = passes ? window with { Count = window.Count + 1 } : window with { Suppressed = window.Suppressed + 1 };
        return passes;
    }

    private static string Name(LogLevel level) => level switch
    {
        LogLevel.Trace or LogLevel.Debug => "debug",
        LogLevel.Information => "info ",
        LogLevel.Warning => "warn ",
        _ => "error",
    };

    private readonly record struct Window(long Began, int Count, int Suppressed);

    private sealed class Writer(AgentLoggerProvider owner) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= owner._minimum;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
            {
                owner.Write(logLevel, eventId, formatter(state, exception), exception);
            }
        }
    }
}
