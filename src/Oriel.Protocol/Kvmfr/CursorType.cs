namespace Oriel.Protocol.Kvmfr;

/// <summary>Kinds of cursor shapes (kvmfr.md section 7).</summary>
public enum CursorType : uint
{
    /// <summary>32-bit B, G, R, A with straight alpha.</summary>
    Color = 0,

    /// <summary>1 bit per pixel, AND mask then XOR mask; the stored height is twice the visible one.</summary>
    Monochrome = 1,

    /// <summary>32-bit B, G, R, M: M = 0 replaces the screen pixel, else the screen pixel is XORed with B, G, R.</summary>
    MaskedColor = 2,
}
