using Oriel.Memory;

namespace Oriel.Bench;

/// <summary>One amount of pixels to copy.</summary>
/// <param name="Name">For the table.</param>
/// <param name="PitchBytes">Bytes between rows, on both sides.</param>
/// <param name="Rect">What of it is copied.</param>
/// <param name="Rows">Rows of the frame.</param>
internal sealed record CopyShape(string Name, uint PitchBytes, uint Rows, ByteRect Rect)
{
    public static CopyShape[] All { get; } =
    [
        Whole("4K BGRA 3840x2160", 15360, 15360, 2160),
        Whole("1440p BGRA 2560x1440", 10240, 10240, 1440),
        Whole("1080p BGRA 1920x1080", 7680, 7680, 1080),
        Whole("1366x768, pitch 5504", 5504, 5464, 768),
        new("4K, 9001 bytes at 13 of each row", 15360, 2160, new ByteRect(13, 0, 9001, 2160)),
        new("4K, damage 400x300", 15360, 2160, new ByteRect(4000, 700, 1600, 300)),
        new("4K, damage 400x300, on cache lines", 15360, 2160, new ByteRect(4032, 700, 1600, 300)),
    ];

    /// <summary>Bytes copied.</summary>
    public ulong Bytes => (ulong)Rect.WidthBytes * Rect.Height;

    /// <summary>Bytes of one frame.</summary>
    public ulong FrameBytes => (ulong)PitchBytes * Rows;

    private static CopyShape Whole(string name, uint pitch, uint row, uint rows) => new(name, pitch, rows, new ByteRect(0, 0, row, rows));
}
