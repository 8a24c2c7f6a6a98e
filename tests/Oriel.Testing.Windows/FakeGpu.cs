namespace Oriel.Testing.Windows;

/// <summary>A GPU of the machine.</summary>
public sealed class FakeGpu(string name, uint vendor)
{
    /// <summary>Name as enumerations tell it.</summary>
    public string Name { get; } = name;

    /// <summary>PCI vendor.</summary>
    public uint Vendor { get; } = vendor;

    /// <summary>It is the software renderer.</summary>
    public bool IsSoftware { get; init; }

    /// <summary>Its outputs.</summary>
    public IList<FakeScreen> Screens { get; } = [];
}
