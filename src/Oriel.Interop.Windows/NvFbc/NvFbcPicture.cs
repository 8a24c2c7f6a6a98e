namespace Oriel.Interop.Windows.NvFbc;

/// <summary>What a grab says about the picture.</summary>
/// <param name="Width">Pixels.</param>
/// <param name="Height">Rows.</param>
/// <param name="PitchBytes">Bytes from one row to the next.</param>
/// <param name="IsFirst">The difference map says nothing: the first grab, or the first after a mode change.</param>
/// <param name="MustRecreate">The session has to be made again.</param>
/// <param name="IsHdr">The desktop is in high dynamic range.</param>
public readonly record struct NvFbcPicture(int Width, int Height, uint PitchBytes, bool IsFirst, bool MustRecreate, bool IsHdr);
