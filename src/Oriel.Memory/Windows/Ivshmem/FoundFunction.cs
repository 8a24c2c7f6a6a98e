namespace Oriel.Memory.Windows.Ivshmem;

/// <summary>An ivshmem PCI function, with or without a driver.</summary>
/// <param name="Slot">Where it sits.</param>
/// <param name="Description">The device manager's name for it.</param>
/// <param name="Service">Name of its driver's service; null without one.</param>
/// <param name="Problem">The device manager's problem code; 0 = none.</param>
internal sealed record FoundFunction(PciSlot Slot, string Description, string? Service, uint Problem);
