namespace Oriel.Spice.Channels;

/// <summary>The longest body a server may announce, by channel. Nothing is allocated for a body before its bytes arrive.</summary>
internal static class BodyLimit
{
    /// <summary>Padding included: the server's bandwidth test is 256012 bytes (spice.md section 5.3).</summary>
    public const int Ping = 16 << 20;

    /// <summary>Bytes.</summary>
    public static int Of(ChannelType type) => type switch
    {
        // A raw 8K screen is 133 MB, two of them 266 MB.
        ChannelType.Display => 256 << 20,
        // A pointer of 512 by 512 with its mask is a little over 1 MB.
        ChannelType.Cursor => 8 << 20,
        // Agent chunks are 2 KiB at most, sound packets 2 KiB.
        _ => 64 << 10,
    };
}
