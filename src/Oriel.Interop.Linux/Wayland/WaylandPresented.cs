namespace Oriel.Interop.Linux.Wayland;

/// <summary>What became of a picture, as the compositor tells it.</summary>
/// <param name="Id">The number given to <see cref="WaylandPresentation.Request"/>.</param>
/// <param name="IsShown">False = it was replaced before it was shown.</param>
/// <param name="TimeNs">When it was shown, CLOCK_MONOTONIC in nanoseconds. Not checked.</param>
/// <param name="RefreshNs">Time to the next refresh; 0 = unknown or not constant.</param>
/// <param name="Sequence">The output's refresh counter; 0 = none.</param>
public readonly record struct WaylandPresented(uint Id, bool IsShown, long TimeNs, uint RefreshNs, ulong Sequence);
