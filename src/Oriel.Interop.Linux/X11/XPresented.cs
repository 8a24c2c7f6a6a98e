namespace Oriel.Interop.Linux.X11;

/// <summary>What a PresentCompleteNotify tells.</summary>
/// <param name="IsPixmap">A picture of a driver that presents by this extension; false = the answer to a request of <see cref="XPresentation"/>.</param>
/// <param name="IsSkipped">The picture was replaced before it was shown.</param>
/// <param name="Serial">The number its request was given; the driver's own for pictures.</param>
/// <param name="TimeNs">When, CLOCK_MONOTONIC in nanoseconds. Not checked.</param>
/// <param name="Refresh">The display's refreshes since some time. Not checked.</param>
public readonly record struct XPresented(bool IsPixmap, bool IsSkipped, uint Serial, long TimeNs, ulong Refresh);
