using System.Diagnostics;
using Microsoft.Extensions.Logging;

namespace Oriel.Cli.Logging;

/// <summary>
/// Writes log lines to a text writer at once: UTC time, level, message. Lines are rare (nothing logs per frame), so the writing thread waits for the disk and
/// nothing is lost when the process is killed.
/// </summary>
internal sealed class TextLogProvider(TextWriter output, LogLevel least, bool ownsOutput) : ILoggerProvider
{
    private readonly Lock _gate = new();

    /// <inheritdoc/>
    public ILogger CreateLogger(string categoryName) => new TextLogger(this);

    /// <inheritdoc/>
    public void Dispose()
    {
        if (ownsOutput)
        {
            output.Dispose();
        }
    }

    private void Write(LogLevel level, string text)
    {
        var line = $"{DateTimeOffset.UtcNow:yyyy-MM-dd HH:mm:ss.fff}Z {Name(level)} {text}";
        lock (_gate)
        {
            try
            {
                output.WriteLine(line);
                output.Flush();
            }
            catch (IOException error)
            {
                // A full disk or a closed terminal must not end the picture.
                Debug.WriteLine(error);
            }
        }
    }

    private static string Name(LogLevel level) => level switch
    {
        LogLevel.Trace or LogLevel.Debug => "debug",
        LogLevel.Information => "info ",
        LogLevel.Warning => "warn ",
        _ => "error",
    };

    private sealed class TextLogger(TextLogProvider provider) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= provider.Least && logLevel != LogLevel.None;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
            {
                provider.Write(logLevel, formatter(state, exception));
            }
        }
    }

    private LogLevel Least { get; } = least;
}
