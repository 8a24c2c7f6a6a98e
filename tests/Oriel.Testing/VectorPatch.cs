namespace Oriel.Testing;

/// <summary>One byte patch of a mutation.</summary>
/// <param name="Offset">Absolute offset in the uncompressed image.</param>
/// <param name="Bytes">What to write there.</param>
public sealed record VectorPatch(int Offset, byte[] Bytes);
