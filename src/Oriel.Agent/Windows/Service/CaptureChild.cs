using Oriel.Agent.Logging;

namespace Oriel.Agent.Windows.Service;

/// <summary>What a capture process does for the service that started it: it has no console, so its errors go to its log and its last words.</summary>
internal static class CaptureChild
{
    /// <summary>Runs, and leaves last words when that ends by an error.</summary>
    /// <param name="run">What to do; returns the exit status.</param>
    /// <param name="logFile">Log; null = none.</param>
    /// <param name="lastWords">File for the service.</param>
    public static int Run(Func<int> run, string? logFile, string lastWords)
    {
        UnhandledExceptionEventHandler onCrash = (_, e) => Tell(logFile, lastWords, e.ExceptionObject.ToString() ?? "unknown failure");
        AppDomain.CurrentDomain.UnhandledException += onCrash;
        try
        {
            return run();
        }
        catch (OrielException error)
        {
            Tell(logFile, lastWords, $"{error.Code.Id}: {error.Code.Title}: seen {error.Seen}; expected {error.Expected}; remedy: {error.Remedy}");
            return error.Code.ExitCode;
        }
        finally
        {
            AppDomain.CurrentDomain.UnhandledException -= onCrash;
        }
    }

    private static void Tell(string? logFile, string lastWords, string text)
    {
        // A crash comes with its stack, which belongs into the log only.
        LastWords.Write(lastWords, text.Split('\n')[0].Trim());
        if (logFile is null)
        {
            return;
        }

        try
        {
            using var file = new RotatingLogFile(logFile, long.MaxValue);
            file.WriteLine($"{DateTimeOffset.UtcNow:yyyy-MM-ddTHH:mm:ss.fffZ} error {text}");
        }
        catch (OrielException)
        {
            // The log is what could not be written; the last words say so.
        }
    }
}
