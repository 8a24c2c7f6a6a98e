namespace Oriel.Agent.Session;

/// <summary>Settings of a session.</summary>
/// <param name="MaxFramesPerSecond">Upper limit of the frame rate, 0 = none.</param>
/// <param name="FrameLimit">End after so many published frames, 0 = never.</param>
/// <param name="FailFast">End when there is no capture source at start, instead of waiting for one.</param>
/// <param name="AllowResize">Viewers may change the mode.</param>
internal sealed record SessionLimits(int MaxFramesPerSecond, long FrameLimit, bool FailFast, bool AllowResize);
