namespace Oriel.Interop.Windows.NvFbc;

/// <summary>What the driver says before a session is made.</summary>
/// <param name="IsPossible">Capturing is enabled on this card.</param>
/// <param name="HasSmallBlocks">Difference maps may have blocks of 16 pixels.</param>
public readonly record struct NvFbcStatus(bool IsPossible, bool HasSmallBlocks);
