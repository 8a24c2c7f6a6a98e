using Oriel.Interop.Windows.Com;

namespace Oriel.Interop.Windows.Dxgi;

/// <summary>A GPU, or the software renderer.</summary>
public sealed unsafe class DxgiAdapter : ComReference
{
    /// <summary>Takes over a reference to an IDXGIAdapter1.</summary>
    internal DxgiAdapter(void* reference)
        : base(reference)
    {
        // SAFETY: the description is a local; the name is cut at its terminator, or fills the array.
        DXGI_ADAPTER_DESC1 description = default;
        if (((IDXGIAdapter1*)reference)->GetDesc1(&description) >= 0)
        {
            Name = new ReadOnlySpan<char>(description.Description, 128).TrimEnd('\0').ToString();
            var end = Name.IndexOf('\0', StringComparison.Ordinal);
            Name = (end < 0 ? Name : Name[..end]).Trim();
            (VendorId, DeviceId) = (description.VendorId, description.DeviceId);
            Luid = ((long)description.AdapterLuid.HighPart << 32) | description.AdapterLuid.LowPart;
            IsSoftware = (description.Flags & DxgiConstants.SoftwareAdapter) != 0;
            DedicatedVideoBytes = description.DedicatedVideoMemory;
        }
    }

    /// <summary>Name as the driver gives it.</summary>
    public string Name { get; } = "";

    /// <summary>PCI vendor.</summary>
    public uint VendorId { get; }

    /// <summary>PCI device.</summary>
    public uint DeviceId { get; }

    /// <summary>Names the adapter until the next boot.</summary>
    public long Luid { get; }

    /// <summary>It is the software renderer.</summary>
    public bool IsSoftware { get; }

    /// <summary>Video memory of its own.</summary>
    public ulong DedicatedVideoBytes { get; }

    /// <summary>All outputs, in the system's order. The caller disposes of each.</summary>
    public IReadOnlyList<DxgiOutput> ReadOutputs()
    {
        var found = new List<DxgiOutput>();
        void* output;

        // SAFETY: the answer is a local; each success hands over a reference.
        while (((IDXGIAdapter1*)Pointer)->EnumOutputs((uint)found.Count, &output) >= 0)
        {
            found.Add(new DxgiOutput(output));
        }

        return found;
    }
}
