using System.Buffers.Binary;

namespace Oriel.Agent.Machine;

/// <summary>Finds the machine's UUID in a raw SMBIOS table as Windows hands it out (DMTF DSP0134; 8 bytes of its own come first). Pure; a damaged table has none.</summary>
internal static class SmbiosTable
{
    private const int HeadBytes = 8;
    private const byte SystemInformation = 1;
    private const byte EndOfTable = 127;
    private const int UuidOffset = 8;
    private const int UuidBytes = 16;

    /// <summary>The 16 bytes as 32 lower-case hex digits in table order, or null: no such structure, or one that says "not set".</summary>
    public static string? FindUuid(ReadOnlySpan<byte> raw)
    {
        if (raw.Length < HeadBytes)
        {
            return null;
        }

        var length = BinaryPrimitives.ReadUInt32LittleEndian(raw[4..]);
        var table = raw[HeadBytes..];
        table = table[..(int)Math.Min(length, (uint)table.Length)];
        while (table.Length >= 4 && table[1] >= 4 && table[1] <= table.Length && table[0] != EndOfTable)
        {
            var type = table[0];
            var formatted = table[..table[1]];
            if (type == SystemInformation)
            {
                // Structures of SMBIOS before 2.1 end before the UUID.
                var uuid = formatted.Length >= UuidOffset + UuidBytes ? formatted.Slice(UuidOffset, UuidBytes) : default;
                return uuid.IsEmpty || !uuid.ContainsAnyExcept((byte)0) || !uuid.ContainsAnyExcept((byte)0xFF) ? null : Convert.ToHexStringLower(uuid);
            }

            // Strings follow, and an empty one ends them: two zeros even where there is no string.
            var strings = table[formatted.Length..];
            var end = strings.IndexOf("\0\0"u8);
            if (end < 0)
            {
                return null;
            }

            table = strings[(end + 2)..];
        }

        return null;
    }
}
