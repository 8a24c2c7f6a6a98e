namespace Oriel.Fuzz.Mutation;

/// <summary>A field of a region that means something to a reader.</summary>
/// <param name="Name">For reports: <c>queue[0].position</c>, <c>frame[1].pitch</c>.</param>
/// <param name="Offset">Absolute offset.</param>
/// <param name="Bytes">1, 2, 4 or 8.</param>
public readonly record struct Field(string Name, ulong Offset, int Bytes);
