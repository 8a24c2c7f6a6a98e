using Microsoft.Extensions.Logging;
using Oriel.Cli.Logging;
using Oriel.Display.Windowing;
using Oriel.Interop.Linux;

namespace Oriel.Cli.View;

/// <summary>One viewer in an SDL window, from opening it to the exit status, including the end that comes from outside: the display going away.</summary>
internal sealed class ViewSession : IDisposable
{
    private readonly ILogger _log;
    private readonly LoggerFactory _logs;
    private readonly Action? _cleanUp;
    private Viewer? _viewer;
    private int _ending;

    /// <summary>Prepares one.</summary>
    /// <param name="log">Log file and verbosity.</param>
    /// <param name="cleanUp">What must not be left behind when the process ends without returning; null = nothing.</param>
    public ViewSession((string? File, bool Verbose) log, Action? cleanUp = null)
    {
        _logs = LogSetup.Create(log.File, log.Verbose);
        _log = _logs.CreateLogger("view");
        _cleanUp = cleanUp;
    }

    /// <summary>Shows the region until the user is done. Throws <see cref="OrielException"/> when window or renderer cannot be had or fail.</summary>
    /// <param name="options">What to show, and how.</param>
    /// <param name="reason">Why that region, for the log.</param>
    /// <param name="opened">Called on this thread with the viewer before it runs; what it returns is disposed before the viewer is. Null = nobody wants it.</param>
    public void Run(ViewOptions options, string reason, Func<Viewer, IDisposable>? opened = null)
    {
        ViewerLog.Starting(_log, typeof(ViewSession).Assembly.GetName().Version?.ToString(3) ?? "?", options.Source, reason);
        foreach (var file in options.Profile.Files)
        {
            ViewerLog.SettingsFile(_log, file);
        }

        foreach (var warning in options.Profile.Warnings)
        {
            ViewerLog.SettingsWarning(_log, warning);
        }

        try
        {
            _viewer = new Viewer(options, new SdlWindow(options.Window, OnDisplayLost), _log, stuck: EndWithoutDisplay);
            using (_viewer)
            {
                using var watched = opened?.Invoke(_viewer);
                _viewer.Run();
            }
        }
        catch (OrielException error)
        {
            ViewerLog.Failed(_log, error.Code.Id, error.Code.Title, error.Seen);
            if (error.Code == WindowErrors.DisplayLost)
            {
                EndWithoutDisplay(error);
            }

            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _logs.Dispose();

    // Called on a thread that is stuck in the window system from here on, perhaps the main thread: another one has to end the process.
    private void OnDisplayLost(OrielException error) =>
        new Thread(() =>
        {
            ViewerLog.Failed(_log, error.Code.Id, error.Code.Title, error.Seen);
            EndWithoutDisplay(error);
        })
        { Name = "oriel-last-words" }.Start();

    // Closing windows and contexts needs the display that is gone and can hang for ever. Leaving the guest's queues does not, and it keeps the guest from waiting.
    private void EndWithoutDisplay(OrielException error)
    {
        if (Interlocked.Exchange(ref _ending, 1) != 0)
        {
            return;
        }

        _viewer?.Abandon();
        _cleanUp?.Invoke();
        CommandRunner.Report(error);
        _logs.Dispose();
        ProcessEnd.Now(error.Code.ExitCode);
    }
}
