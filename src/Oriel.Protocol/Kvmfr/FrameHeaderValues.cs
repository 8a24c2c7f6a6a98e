namespace Oriel.Protocol.Kvmfr;

/// <summary>What a producer writes into a frame header (kvmfr.md section 4.3). Sizes in pixels unless said otherwise.</summary>
public readonly record struct FrameHeaderValues
{
    /// <summary>Change it whenever anything but serial, damage and pixels changes.</summary>
    public required uint FormatVersion { get; init; }

    /// <summary>+1 per captured frame.</summary>
    public required uint Serial { get; init; }

    /// <summary>Pixel storage; packed types exist from version 20 on.</summary>
    public required FrameType Type { get; init; }

    /// <summary>Desktop surface width.</summary>
    public required uint ScreenWidth { get; init; }

    /// <summary>Desktop surface height.</summary>
    public required uint ScreenHeight { get; init; }

    /// <summary>Picture width.</summary>
    public required uint FrameWidth { get; init; }

    /// <summary>Picture height.</summary>
    public required uint FrameHeight { get; init; }

    /// <summary>Rows present in the buffer. Version 19 has no such field and gets it as its frame height.</summary>
    public required uint DataHeight { get; init; }

    /// <summary>Bytes from one row to the next.</summary>
    public required uint PitchBytes { get; init; }

    /// <summary>From the start of the header to the write pointer, bytes.</summary>
    public required uint Offset { get; init; }

    /// <summary>How the receiver turns the picture.</summary>
    public FrameRotation Rotation { get; init; }

    /// <summary>Flags.</summary>
    public FrameFlags Flags { get; init; }

    /// <summary>Level of diffuse white in nits, 0 = not given; written from version 21 on.</summary>
    public uint SdrWhiteNits { get; init; }

    /// <summary>Mastering metadata; written from version 21 on when <see cref="FrameFlags.HdrMetadata"/> is set.</summary>
    public HdrMetadata Hdr { get; init; }
}
