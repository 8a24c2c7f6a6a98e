namespace Oriel.Protocol.Kvmfr;

/// <summary>A changed rectangle in pixels of the frame, before rotation (kvmfr.md section 6).</summary>
public readonly record struct DamageRect(uint X, uint Y, uint Width, uint Height);
