namespace Oriel.Protocol.Kvmfr;

/// <summary>Pixel storage of a frame (kvmfr.md section 4.4).</summary>
public enum FrameType : uint
{
    /// <summary>Marker for "no frame"; always refused.</summary>
    Invalid = 0,

    /// <summary>Bytes B, G, R, A; alpha is meaningless.</summary>
    Bgra = 1,

    /// <summary>Bytes R, G, B, A; alpha is meaningless.</summary>
    Rgba = 2,

    /// <summary>A u32 with R in bits 0..9, G 10..19, B 20..29.</summary>
    Rgba10 = 3,

    /// <summary>Four IEEE half floats R, G, B, A; linear, 1.0 = 80 nits.</summary>
    Rgba16F = 4,

    /// <summary>Packed bytes B, G, R in rows of 32-bit words.</summary>
    Bgr32 = 5,

    /// <summary>Packed bytes R, G, B.</summary>
    Rgb24 = 6,
}
