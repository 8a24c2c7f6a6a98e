using Microsoft.Extensions.Logging;
using Oriel.Cli.Input;

namespace Oriel.Cli.View;

/// <summary>Everything the viewer logs. Nothing here is called per frame.</summary>
internal static partial class ViewerLog
{
    [LoggerMessage(1, LogLevel.Information, "oriel {Version} shows {Region} ({Reason})")]
    public static partial void Starting(ILogger logger, string version, string region, string reason);

    [LoggerMessage(30, LogLevel.Information, "settings: {File}")]
    public static partial void SettingsFile(ILogger logger, string file);

    [LoggerMessage(31, LogLevel.Warning, "settings: {Warning}")]
    public static partial void SettingsWarning(ILogger logger, string warning);

    [LoggerMessage(32, LogLevel.Information, "{Outcome}")]
    public static partial void SettingsSaved(ILogger logger, string outcome);

    [LoggerMessage(2, LogLevel.Information, "window: {Window}, {Width}x{Height}")]
    public static partial void WindowOpened(ILogger logger, string window, int width, int height);

    [LoggerMessage(3, LogLevel.Information, "renderer: {Renderer}")]
    public static partial void Renderer(ILogger logger, string renderer);

    [LoggerMessage(4, LogLevel.Information, "{State}: {Detail}")]
    public static partial void Status(ILogger logger, Oriel.Relay.Consumer.RelayState state, string detail);

    [LoggerMessage(5, LogLevel.Information, "picture: {Width}x{Height}")]
    public static partial void Picture(ILogger logger, int width, int height);

    [LoggerMessage(6, LogLevel.Debug, "window resized to {Width}x{Height}")]
    public static partial void Resized(ILogger logger, int width, int height);

    [LoggerMessage(7, LogLevel.Debug, "asking for a window of {Width}x{Height}")]
    public static partial void AskingForSize(ILogger logger, int width, int height);

    [LoggerMessage(8, LogLevel.Debug, "asking the guest for a mode of {Width}x{Height}: {Outcome}")]
    public static partial void AskingGuest(ILogger logger, int width, int height, string outcome);

    [LoggerMessage(9, LogLevel.Information, "signal {Signal}: ending")]
    public static partial void Signalled(ILogger logger, string signal);

    [LoggerMessage(10, LogLevel.Information, "ended: {Frames} frames shown, {Presents} presents, {Dropped} overwritten, {Rejected} refused")]
    public static partial void Ended(ILogger logger, long frames, long presents, long dropped, long rejected);

    [LoggerMessage(18, LogLevel.Information, "managed bytes per frame path: feed {Feed}, render {Render}; collections {Generation0}/{Generation1}/{Generation2}")]
    public static partial void Managed(ILogger logger, long feed, long render, int generation0, int generation1, int generation2);

    [LoggerMessage(11, LogLevel.Error, "{Code}: {Title}: {Seen}")]
    public static partial void Failed(ILogger logger, string code, string title, string seen);

    [LoggerMessage(12, LogLevel.Debug, "command: {Command}")]
    public static partial void Command(ILogger logger, ViewerCommand command);

    [LoggerMessage(15, LogLevel.Information, "frame seen to shown: {Stages}; window event to SPICE: {EventToSent}")]
    public static partial void Latencies(ILogger logger, Oriel.Display.Latency.StageLatencies stages, Oriel.Display.Latency.DurationSamples eventToSent);

    [LoggerMessage(16, LogLevel.Information, "presentation: {Presentation}")]
    public static partial void Presentation(ILogger logger, string presentation);

    [LoggerMessage(17, LogLevel.Information, "presented {Presentation}; display {RefreshHz:0.00} Hz; {Told} pictures seen to be shown, {Untold} not told about, {Discarded} replaced unseen, {Missed} late; at most {Depth} in the queue; {Allocated} managed bytes")]
    public static partial void Presented(ILogger logger, string presentation, double refreshHz, long told, long untold, long discarded, long missed, int depth, long allocated);

    [LoggerMessage(19, LogLevel.Information, "upload: {Choice}")]
    public static partial void Upload(ILogger logger, string choice);

    [LoggerMessage(20, LogLevel.Information, "copies: {Plan}")]
    public static partial void Copies(ILogger logger, string plan);

    [LoggerMessage(13, LogLevel.Information, "SPICE: {State} ({Address}) {Detail}")]
    public static partial void SpiceStatus(ILogger logger, Oriel.Spice.SpiceState state, string address, string detail);

    [LoggerMessage(14, LogLevel.Debug, "SPICE: {Text}")]
    public static partial void Spice(ILogger logger, string text);
}
