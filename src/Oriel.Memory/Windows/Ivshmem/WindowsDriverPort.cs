using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using Oriel.Memory.Windows.Native;

namespace Oriel.Memory.Windows.Ivshmem;

/// <summary>The real machine: SetupAPI and the device's handle. Not yet run with the driver; under Wine the sets are empty.</summary>
internal sealed unsafe class WindowsDriverPort : IIvshmemDriverPort
{
    private const string HardwareId = @"PCI\VEN_1AF4&DEV_1110";

    public static WindowsDriverPort Instance { get; } = new();

    /// <inheritdoc/>
    public IReadOnlyList<FoundInterface> FindInterfaces()
    {
        var interfaceClass = IvshmemPublic.DeviceInterface;
        using var set = DeviceSet.OfInterfaces(interfaceClass);
        var found = new List<FoundInterface>();
        for (uint i = 0; set.TryGetInterface(interfaceClass, i, out var path, out var device); i++)
        {
            if (path is not null)
            {
                found.Add(new(path, set.SlotOf(device)));
            }
        }

        return found;
    }

    /// <inheritdoc/>
    public IReadOnlyList<FoundFunction> FindFunctions()
    {
        using var set = DeviceSet.OfPci();
        var found = new List<FoundFunction>();
        for (uint i = 0; set.TryGetDevice(i, out var device); i++)
        {
            if (set.TextsOf(device, SetupApi.SPDRP_HARDWAREID).Any(id => id.StartsWith(HardwareId, StringComparison.OrdinalIgnoreCase)))
            {
                found.Add(new(
                    set.SlotOf(device),
                    set.TextsOf(device, SetupApi.SPDRP_DEVICEDESC).FirstOrDefault() ?? "PCI device",
                    set.TextsOf(device, SetupApi.SPDRP_SERVICE).FirstOrDefault(),
                    DeviceSet.ProblemOf(device)));
            }
        }

        return found;
    }

    /// <inheritdoc/>
    public SafeHandle? Open(string path, out int error)
    {
        fixed (char* name = path)
        {
            // SAFETY: a NUL-terminated string.
            var device = Kernel32.CreateFileW(name, Kernel32.GENERIC_READ | Kernel32.GENERIC_WRITE, Kernel32.FILE_SHARE_READ | Kernel32.FILE_SHARE_WRITE, null, Kernel32.OPEN_EXISTING, 0, 0);
            error = device == Kernel32.INVALID_HANDLE_VALUE ? Marshal.GetLastPInvokeError() : 0;
            return device == Kernel32.INVALID_HANDLE_VALUE ? null : new SafeFileHandle(device, ownsHandle: true);
        }
    }

    /// <inheritdoc/>
    public bool TryControl(SafeHandle device, uint code, ReadOnlySpan<byte> input, Span<byte> output, out uint returned, out int error)
    {
        using var use = new HandleUse(device);
        uint count = 0;
        int done;
        fixed (byte* from = input, to = output)
        {
            // SAFETY: both buffers are pinned for the call, which is synchronous: the handle was opened without FILE_FLAG_OVERLAPPED.
            done = Kernel32.DeviceIoControl(use.Value, code, from, (uint)input.Length, to, (uint)output.Length, &count, null);
        }

        error = done == 0 ? Marshal.GetLastPInvokeError() : 0;
        returned = count;
        return done != 0;
    }
}
