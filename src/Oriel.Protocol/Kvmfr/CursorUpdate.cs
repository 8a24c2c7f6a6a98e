namespace Oriel.Protocol.Kvmfr;

/// <summary>A validated pointer message (kvmfr.md section 7). Fields without their flag are zero.</summary>
public readonly record struct CursorUpdate
{
    /// <summary><see cref="X"/> and <see cref="Y"/> are valid.</summary>
    public bool HasPosition { get; init; }

    /// <summary>Left edge of the shape, displayed desktop pixels.</summary>
    public short X { get; init; }

    /// <summary>Top edge of the shape, displayed desktop pixels.</summary>
    public short Y { get; init; }

    /// <summary><see cref="Visible"/> is meaningful (always before KVMFR 23).</summary>
    public bool HasVisibility { get; init; }

    /// <summary>The cursor is shown.</summary>
    public bool Visible { get; init; }

    /// <summary>Type, hotspot, sizes and data are valid.</summary>
    public bool HasShape { get; init; }

    /// <summary>Kind of shape.</summary>
    public CursorType Type { get; init; }

    /// <summary>Hotspot, pixels right of the left edge; signed as on the wire.</summary>
    public sbyte HotspotX { get; init; }

    /// <summary>Hotspot, pixels below the top edge; signed as on the wire.</summary>
    public sbyte HotspotY { get; init; }

    /// <summary>Width, pixels.</summary>
    public uint Width { get; init; }

    /// <summary>Stored height, rows: twice the visible one for <see cref="CursorType.Monochrome"/>.</summary>
    public uint Height { get; init; }

    /// <summary>Visible height, pixels.</summary>
    public uint VisibleHeight => Type == CursorType.Monochrome ? Height / 2 : Height;

    /// <summary>Bytes from one row to the next.</summary>
    public uint PitchBytes { get; init; }

    /// <summary>Absolute offset of the shape data in the region; 0 without shape.</summary>
    public ulong DataOffset { get; init; }

    /// <summary>Bytes of shape data, height * pitch.</summary>
    public uint DataBytes => Height * PitchBytes;

    /// <summary>Level of diffuse white in nits (KVMFR 23 on), 203 when not given.</summary>
    public uint SdrWhiteNits { get; init; }

    /// <summary>The message carries a colour transform (KVMFR 22 on), which is not applied yet.</summary>
    public bool HasColorTransform { get; init; }
}
