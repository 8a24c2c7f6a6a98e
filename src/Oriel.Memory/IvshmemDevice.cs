namespace Oriel.Memory;

/// <summary>One IVSHMEM device of a Windows guest, for lists and reports.</summary>
/// <param name="Source">What <see cref="Region.Open"/> calls it, for example <c>ivshmem:0</c>; null when the driver does not run it.</param>
/// <param name="Location">Where it sits on the PCI bus.</param>
/// <param name="Description">The device manager's name for it.</param>
/// <param name="SizeBytes">Size of the shared memory; 0 when it is not known.</param>
/// <param name="Problem">What keeps it from being used, with the remedy; null when nothing does.</param>
public sealed record IvshmemDevice(string? Source, string Location, string Description, ulong SizeBytes, string? Problem);
