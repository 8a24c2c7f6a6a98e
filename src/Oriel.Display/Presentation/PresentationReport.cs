namespace Oriel.Display.Presentation;

/// <summary>One thing a window system told. The numbers are its own and not checked yet.</summary>
/// <param name="Picture">The picture it is about; 0 = none, only a refresh.</param>
/// <param name="IsShown">It was shown; false = replaced before that.</param>
/// <param name="TimeNs">When, CLOCK_MONOTONIC.</param>
/// <param name="IsRefresh">That was a refresh of the display, not some moment between two.</param>
/// <param name="Sequence">The display's count of refreshes; 0 = none.</param>
/// <param name="PeriodNs">The period it states; 0 = not constant, negative = nothing stated.</param>
internal readonly record struct PresentationReport(uint Picture, bool IsShown, long TimeNs, bool IsRefresh, ulong Sequence, long PeriodNs);
