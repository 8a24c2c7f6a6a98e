namespace Oriel.Memory.Windows.Ivshmem;

/// <summary>Where a PCI function sits, as Windows reports it. Ordered as on the bus, which is the order users count devices in.</summary>
/// <param name="Bus">Bus number.</param>
/// <param name="Address">Device in the upper half, function in the lower one.</param>
internal readonly record struct PciSlot(uint Bus, uint Address) : IComparable<PciSlot>
{
    /// <inheritdoc/>
    public int CompareTo(PciSlot other) => Bus != other.Bus ? Bus.CompareTo(other.Bus) : Address.CompareTo(other.Address);

    /// <inheritdoc/>
    public override string ToString() => $"PCI bus {Bus}, device {Address >> 16}, function {Address & 0xFFFF}";
}
