namespace Oriel.Cli.Latency;

/// <summary>How many frames' presentation is known how.</summary>
/// <param name="WindowSystem">Told by the window system.</param>
/// <param name="SwapReturned">The buffer swap returned, which may be before or after the picture is seen.</param>
/// <param name="Unknown">Not at all.</param>
internal sealed record PresentationReport(long WindowSystem, long SwapReturned, long Unknown);
