using Microsoft.Extensions.Logging;
using Oriel.Agent.Capture;

namespace Oriel.Agent.Logging;

/// <summary>Everything the agent logs. Per-frame facts are counters, not logs.</summary>
internal static partial class AgentLog
{
    [LoggerMessage(1, LogLevel.Information, "oriel-agent {Version} starts: region {Region}, {Source}, output {Output}")]
    public static partial void Starting(this ILogger log, string version, string region, string source, string output);

    [LoggerMessage(2, LogLevel.Information, "region {Name}: {Bytes} bytes, session {Session:x8} as {Profile}, frames up to {FrameBytes} bytes")]
    public static partial void SessionStarted(this ILogger log, string name, ulong bytes, uint session, string profile, ulong frameBytes);

    [LoggerMessage(3, LogLevel.Warning, "region not usable yet, trying again every second: {Code}: {Seen} (remedy: {Remedy})")]
    public static partial void RegionUnavailable(this ILogger log, string code, string seen, string remedy);

    [LoggerMessage(4, LogLevel.Warning, "region {Name} was replaced or resized; opening it again")]
    public static partial void RegionReplaced(this ILogger log, string name);

    [LoggerMessage(5, LogLevel.Warning, "the session was overwritten by somebody else; new session {Session:x8}")]
    public static partial void SessionRestarted(this ILogger log, uint session);

    [LoggerMessage(6, LogLevel.Information, "capturing with {Backend}: {Mode}")]
    public static partial void SourceOpened(this ILogger log, string backend, CaptureMode mode);

    [LoggerMessage(7, LogLevel.Warning, "nothing to capture now, trying again: {Code}: {Seen} (remedy: {Remedy})")]
    public static partial void SourceUnavailable(this ILogger log, string code, string seen, string remedy);

    [LoggerMessage(8, LogLevel.Warning, "{Backend} was lost; connecting again")]
    public static partial void SourceLost(this ILogger log, string backend);

    [LoggerMessage(9, LogLevel.Information, "new mode: {Mode}")]
    public static partial void ModeChanged(this ILogger log, CaptureMode mode);

    [LoggerMessage(10, LogLevel.Debug, "somebody watches: {Watched}")]
    public static partial void WatchedChanged(this ILogger log, bool watched);

    [LoggerMessage(11, LogLevel.Debug, "no pointer now: {Code}: {Seen}")]
    public static partial void CursorUnavailable(this ILogger log, string code, string seen);

    [LoggerMessage(12, LogLevel.Warning, "a picture of {Width}x{Height} needs {Needed} bytes, a frame buffer holds {Available}: the lower rows are cut off; use a region of at least {MiB} MiB")]
    public static partial void Truncated(this ILogger log, int width, int height, ulong needed, ulong available, ulong mib);

    [LoggerMessage(13, LogLevel.Information, "ended: {Statistics}")]
    public static partial void Ended(this ILogger log, string statistics);

    [LoggerMessage(14, LogLevel.Debug, "{Statistics}")]
    public static partial void Statistics(this ILogger log, string statistics);

    [LoggerMessage(16, LogLevel.Warning, "unknown setting {Name} in the configuration file; the agent's documentation lists those that exist")]
    public static partial void UnknownSetting(this ILogger log, string name);

    [LoggerMessage(20, LogLevel.Information, "capture method {Name} ({Title}) does not work here: {Code}: {Seen}")]
    public static partial void BackendRefused(this ILogger log, string name, string title, string code, string seen);

    [LoggerMessage(21, LogLevel.Information, "capture method {Name} ({Title}) works now and takes over")]
    public static partial void BetterBackend(this ILogger log, string name, string title);

    [LoggerMessage(17, LogLevel.Warning, "setting {Name} does nothing any more: {Replacement}")]
    public static partial void RetiredSetting(this ILogger log, string name, string replacement);

    [LoggerMessage(15, LogLevel.Critical, "unexpected failure")]
    public static partial void Unexpected(this ILogger log, Exception error);

    [LoggerMessage(40, LogLevel.Warning, "pictures are not down-sampled or packed on the GPU: {Problem}")]
    public static partial void ProcessorRefused(this ILogger log, string problem);
}
