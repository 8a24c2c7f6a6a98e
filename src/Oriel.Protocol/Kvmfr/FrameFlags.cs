namespace Oriel.Protocol.Kvmfr;

/// <summary>Frame flags (kvmfr.md section 4.3).</summary>
[Flags]
public enum FrameFlags : uint
{
    /// <summary>No flag.</summary>
    None = 0,

    /// <summary>The guest asks to keep the screensaver off.</summary>
    BlockScreensaver = 0x01,

    /// <summary>A guest window asks for attention; sent once.</summary>
    RequestActivation = 0x02,

    /// <summary>The memory is too small, rows are missing at the bottom.</summary>
    Truncated = 0x04,

    /// <summary>HDR content.</summary>
    Hdr = 0x08,

    /// <summary>The PQ transfer function was applied already.</summary>
    HdrPq = 0x10,

    /// <summary>The HDR metadata fields are valid (KVMFR 21 on).</summary>
    HdrMetadata = 0x20,
}
