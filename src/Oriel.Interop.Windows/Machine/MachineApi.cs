using System.Runtime.InteropServices;

namespace Oriel.Interop.Windows.Machine;

/// <summary>Functions of kernel32 that describe the machine.</summary>
internal static unsafe partial class MachineApi
{
    [LibraryImport(WindowsLibraries.Kernel32, SetLastError = true)]
    public static partial uint GetSystemFirmwareTable(uint provider, uint table, byte* buffer, uint size);

    [LibraryImport(WindowsLibraries.Kernel32, SetLastError = true)]
    public static partial int GetLogicalProcessorInformationEx(uint relationship, byte* buffer, uint* length);
}
