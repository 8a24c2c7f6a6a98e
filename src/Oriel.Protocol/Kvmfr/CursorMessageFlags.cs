namespace Oriel.Protocol.Kvmfr;

/// <summary>Message word of the pointer queue (kvmfr.md section 7).</summary>
[Flags]
public enum CursorMessageFlags : uint
{
    /// <summary>No flag.</summary>
    None = 0,

    /// <summary>x and y are valid.</summary>
    Position = 0x01,

    /// <summary>The cursor is visible.</summary>
    Visible = 0x02,

    /// <summary>Type, hotspot, sizes and data are valid.</summary>
    Shape = 0x04,

    /// <summary>A colour transform follows (22 on).</summary>
    ColorTransform = 0x08,

    /// <summary><see cref="Visible"/> is meaningful (23 on; before, always).</summary>
    VisibleValid = 0x10,
}
