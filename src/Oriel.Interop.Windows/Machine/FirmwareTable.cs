namespace Oriel.Interop.Windows.Machine;

/// <summary>Tables that the firmware left for the system.</summary>
public static class FirmwareTable
{
    private const uint MostBytes = 1 << 20;

    /// <summary>The SMBIOS table with the 8 bytes that Windows puts before it; null when there is none.</summary>
    public static unsafe byte[]? ReadSmbios()
    {
        // SAFETY: the first call has no buffer and answers the size; the second gets that much and says how much it used.
        var size = MachineApi.GetSystemFirmwareTable(MachineConstants.RawSmbios, 0, null, 0);
        if (size is 0 or > MostBytes)
        {
            return null;
        }

        var table = new byte[size];
        fixed (byte* start = table)
        {
            var written = MachineApi.GetSystemFirmwareTable(MachineConstants.RawSmbios, 0, start, size);
            return written == 0 || written > size ? null : table[..(int)written];
        }
    }
}
