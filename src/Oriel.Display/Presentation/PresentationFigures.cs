namespace Oriel.Display.Presentation;

/// <summary>What the presenter counts; all since start, except where said otherwise.</summary>
/// <param name="RefreshNs">The display's period; 0 = not known.</param>
/// <param name="IsSteady">It is constant.</param>
/// <param name="Depth">Most pictures handed over and not yet shown at a time, of the last interval.</param>
/// <param name="Missed">Pictures shown later than the refresh they were meant for.</param>
/// <param name="Discarded">Pictures replaced before they were shown.</param>
/// <param name="Untold">Pictures nobody told about, though the window system can.</param>
/// <param name="Told">Pictures the window system said were shown.</param>
/// <param name="LeadNs">How long before a refresh a picture is begun; 0 = on arrival.</param>
internal readonly record struct PresentationFigures(long RefreshNs, bool IsSteady, int Depth, long Missed, long Discarded, long Untold, long Told, long LeadNs);
