using Oriel.Protocol.Kvmfr;

namespace Oriel.Display.Upload;

/// <summary>A private copy of a cursor shape. Reused; grows only when a larger shape arrives.</summary>
public sealed class CursorShape
{
    /// <summary>Which shape this is; 0 = none yet.</summary>
    public int Generation { get; set; }

    /// <summary>Type, sizes and pitch.</summary>
    public CursorUpdate Info { get; set; }

    /// <summary>At least <see cref="CursorUpdate.DataBytes"/> bytes.</summary>
    public byte[] Data { get; set; } = [];
}
