namespace Oriel.Relay.Inspection;

/// <summary>The common reflected CRC32 (polynomial EDB88320), four bytes at a time; this room takes no packages.</summary>
public struct Crc32
{
    private static readonly uint[] s_tables = CreateTables();

    private uint _state;

    /// <summary>A fresh sum.</summary>
    public static Crc32 Start() => new() { _state = uint.MaxValue };

    /// <summary>Final value.</summary>
    public readonly uint Value => ~_state;

    /// <summary>Final value as 8 lower-case hex digits.</summary>
    public readonly string Hex => (~_state).ToString("x8");

    /// <summary>Adds bytes.</summary>
    public void Add(ReadOnlySpan<byte> bytes)
    {
        var t = s_tables;
        var crc = _state;
        while (bytes.Length >= 4)
        {
            crc ^= System.Buffers.Binary.BinaryPrimitives.ReadUInt32LittleEndian(bytes);
            crc = t[768 + (crc & 0xFF)] ^ t[512 + ((crc >> 8) & 0xFF)] ^ t[256 + ((crc >> 16) & 0xFF)] ^ t[crc >> 24];
            bytes = bytes[4..];
        }

        foreach (var b in bytes)
        {
            crc = t[(crc ^ b) & 0xFF] ^ (crc >> 8);
        }

        _state = crc;
    }

    private static uint[] CreateTables()
    {
        var t = new uint[4 * 256];
        for (uint i = 0; i < 256; i++)
        {
            var crc = i;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) != 0 ? (crc >> 1) ^ 0xEDB88320 : crc >> 1;
            }

            t[i] = crc;
        }

        for (var i = 256; i < t.Length; i++)
        {
            t[i] = t[t[i - 256] & 0xFF] ^ (t[i - 256] >> 8);
        }

        return t;
    }
}
