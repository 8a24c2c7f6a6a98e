using System.Runtime.InteropServices;

namespace Oriel.Memory.Windows.Ivshmem;

/// <summary>
/// What lies below our use of the IVSHMEM driver: finding, opening, control requests, closing (by disposing the handle). Everything else, the buffers' layout included, is above
/// and therefore runs in tests as well, where a machine without the device answers these four.
/// </summary>
internal interface IIvshmemDriverPort
{
    /// <summary>The interfaces of devices that the driver runs, in any order.</summary>
    IReadOnlyList<FoundInterface> FindInterfaces();

    /// <summary>All ivshmem PCI functions that are present, in any order.</summary>
    IReadOnlyList<FoundFunction> FindFunctions();

    /// <summary>Opens an interface; null with the system's error when that fails.</summary>
    SafeHandle? Open(string path, out int error);

    /// <summary>Makes a control request; false with the system's error when that fails.</summary>
    bool TryControl(SafeHandle device, uint code, ReadOnlySpan<byte> input, Span<byte> output, out uint returned, out int error);
}
