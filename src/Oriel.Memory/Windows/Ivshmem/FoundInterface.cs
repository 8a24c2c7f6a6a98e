namespace Oriel.Memory.Windows.Ivshmem;

/// <summary>A device interface that the driver offers.</summary>
/// <param name="Path">Name to open it by.</param>
/// <param name="Slot">Where the device sits.</param>
internal sealed record FoundInterface(string Path, PciSlot Slot);
