namespace Oriel.Spice.Picture;

/// <summary>An immutable snapshot of the guest's pointer.</summary>
/// <param name="Shape">Its shape; null = none is known.</param>
/// <param name="X">Where the hot spot is, pixels of the primary surface. In client mouse mode the server does not keep it up to date (spice.md section 11.2).</param>
/// <param name="Y">Where the hot spot is, pixels of the primary surface.</param>
/// <param name="IsVisible">The guest shows it.</param>
public sealed record CursorState(CursorShape? Shape, int X, int Y, bool IsVisible);
