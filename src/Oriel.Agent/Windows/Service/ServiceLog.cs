using Microsoft.Extensions.Logging;

namespace Oriel.Agent.Windows.Service;

/// <summary>Everything the service logs.</summary>
internal static partial class ServiceLog
{
    [LoggerMessage(101, LogLevel.Information, "service {Version} starts, Windows {System}")]
    public static partial void ServiceStarting(this ILogger log, string version, string system);

    [LoggerMessage(102, LogLevel.Information, "service ends")]
    public static partial void ServiceEnded(this ILogger log);

    [LoggerMessage(103, LogLevel.Information, "the console went from {Before} to {Now}")]
    public static partial void ConsoleSwitched(this ILogger log, string before, string now);

    [LoggerMessage(104, LogLevel.Warning, "session {Sessions} is shown by Remote Desktop, not on the console: the console has the login screen or another session until somebody logs in there")]
    public static partial void RemoteSession(this ILogger log, string sessions);

    [LoggerMessage(105, LogLevel.Information, "capture process {Id} started in session {Session}")]
    public static partial void CaptureStarted(this ILogger log, uint id, uint session);

    [LoggerMessage(106, LogLevel.Information, "capture process {Id} is told to end: {Reason}")]
    public static partial void CaptureEnding(this ILogger log, uint id, string reason);

    [LoggerMessage(107, LogLevel.Information, "capture process {Id} ended as told, exit status {ExitCode}")]
    public static partial void CaptureEnded(this ILogger log, uint id, uint exitCode);

    [LoggerMessage(108, LogLevel.Warning, "capture process {Id} did not end in time and is ended by force")]
    public static partial void CaptureTerminated(this ILogger log, uint id);

    [LoggerMessage(109, LogLevel.Warning, "capture failed, time {Failures} in a row: {Problem}; next start in {Seconds} s")]
    public static partial void CaptureFailed(this ILogger log, int failures, string problem, double seconds);

    [LoggerMessage(110, LogLevel.Information, "the capture process stays up after {Failures} failures")]
    public static partial void CaptureHealthy(this ILogger log, int failures);

    [LoggerMessage(111, LogLevel.Debug, "notice of the system: {Notice}")]
    public static partial void Notice(this ILogger log, string notice);

    [LoggerMessage(112, LogLevel.Warning, "the event log refused an entry: {Text}")]
    public static partial void JournalRefused(this ILogger log, string text);

    [LoggerMessage(113, LogLevel.Warning, "this system does not keep itself awake on request; a display that is switched off shows nothing")]
    public static partial void WakeLockRefused(this ILogger log);

    [LoggerMessage(115, LogLevel.Warning, "the processor priority stays as it is instead of {Priority}: {Reason}")]
    public static partial void PriorityRefused(this ILogger log, Configuration.CapturePriority priority, string reason);

    [LoggerMessage(114, LogLevel.Debug, "system and display are kept awake: {Awake}")]
    public static partial void WakeLockChanged(this ILogger log, bool awake);
}
