namespace Oriel.Protocol.Kvmfr;

/// <summary>How far the receiver turns the picture clockwise (kvmfr.md section 4.3).</summary>
public enum FrameRotation : uint
{
    /// <summary>Not at all.</summary>
    None = 0,

    /// <summary>90 degrees clockwise: pixel (x, y) goes to (H-1-y, x).</summary>
    Clockwise90 = 1,

    /// <summary>180 degrees.</summary>
    Half = 2,

    /// <summary>270 degrees clockwise.</summary>
    Clockwise270 = 3,
}
