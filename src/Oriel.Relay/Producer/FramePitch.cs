using Oriel.Protocol.Kvmfr;

namespace Oriel.Relay.Producer;

/// <summary>Row pitches that every consumer, and a GPU importing the memory, takes (kvmfr.md sections 4.4 and 10).</summary>
public static class FramePitch
{
    /// <summary>
    /// The least recommended pitch: a multiple of 256 bytes; for <see cref="FrameType.Rgb24"/> of 768 bytes (its stride must be a multiple of 256 pixels).
    /// </summary>
    /// <param name="type">Pixel storage.</param>
    /// <param name="widthPixels">Picture width.</param>
    public static uint For(FrameType type, uint widthPixels)
    {
        var unit = type == FrameType.Rgb24 ? 768u : 256u;
        var row = FrameGeometry.RowBytes(type, widthPixels);
        return checked((uint)((row + unit - 1) / unit * unit));
    }

    /// <summary>
    /// True when a frame may have this pitch: rows fit, whole storage pixels, 256-byte rows for <see cref="FrameType.Bgr32"/> and 768-byte rows for <see cref="FrameType.Rgb24"/>.
    /// </summary>
    /// <param name="type">Pixel storage.</param>
    /// <param name="widthPixels">Picture width.</param>
    /// <param name="pitchBytes">Bytes from one row to the next.</param>
    public static bool IsValid(FrameType type, uint widthPixels, uint pitchBytes)
    {
        var unit = type switch
        {
            FrameType.Rgb24 => 768u,
            FrameType.Bgr32 => 256u,
            _ => FrameGeometry.BytesPerPixel(type),
        };
        return unit != 0 && pitchBytes % unit == 0 && pitchBytes >= FrameGeometry.RowBytes(type, widthPixels) && pitchBytes <= 1 << 20;
    }
}
