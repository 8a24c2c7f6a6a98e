using Oriel.Protocol.Kvmfr;

namespace Oriel.Agent.Capture;

/// <summary>The pointer as a cursor source sees it; reused from one wait to the next. Owned by the cursor thread.</summary>
internal sealed class CursorSnapshot
{
    /// <summary>Largest shape the protocol carries, pixels on a side (kvmfr.md section 7).</summary>
    public const int MaxSide = 512;

    /// <summary>Position of the hotspot on the whole desktop, pixels.</summary>
    public int X { get; set; }

    /// <summary>Position of the hotspot on the whole desktop, pixels.</summary>
    public int Y { get; set; }

    /// <summary>The system shows it.</summary>
    public bool Visible { get; set; }

    /// <summary>Shape width, pixels; 0 = no shape known.</summary>
    public int Width { get; set; }

    /// <summary>Rows of the shape's data: for <see cref="CursorType.Monochrome"/> twice those that are seen.</summary>
    public int Height { get; set; }

    /// <summary>Hotspot, pixels from the left edge.</summary>
    public int HotspotX { get; set; }

    /// <summary>Hotspot, pixels from the top edge.</summary>
    public int HotspotY { get; set; }

    /// <summary>The shape differs from the one reported before.</summary>
    public bool ShapeChanged { get; set; }

    /// <summary>How the data is meant.</summary>
    public CursorType Type { get; set; }

    /// <summary>Bytes from one row of the shape's data to the next.</summary>
    public int PitchBytes { get; set; }

    /// <summary>Data as <see cref="Type"/> says (kvmfr.md section 7).</summary>
    public byte[] Shape { get; } = new byte[MaxSide * MaxSide * 4];

    /// <summary>Used part of <see cref="Shape"/>.</summary>
    public ReadOnlySpan<byte> ShapeBytes => Shape.AsSpan(0, Height * PitchBytes);
}
