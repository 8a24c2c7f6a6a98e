using System.Text.Json.Serialization;

namespace Oriel.Relay.Inspection;

/// <summary>A pending pointer message.</summary>
public sealed record InspectedCursor : InspectedMessage
{
    /// <summary>x as stored; the word says whether it is valid.</summary>
    public short? X { get; init; }

    /// <summary>y as stored.</summary>
    public short? Y { get; init; }

    /// <summary>The shape; only with its flag.</summary>
    public InspectedShape? Shape { get; init; }

    /// <summary>Level of diffuse white as stored (23 on).</summary>
    public uint? SdrWhiteLevel { get; init; }
}

/// <summary>A cursor shape.</summary>
public sealed record InspectedShape
{
    /// <summary>0 colour, 1 monochrome, 2 masked colour.</summary>
    public required uint Type { get; init; }

    /// <summary>Hotspot.</summary>
    public required sbyte Hx { get; init; }

    /// <summary>Hotspot.</summary>
    public required sbyte Hy { get; init; }

    /// <summary>Width.</summary>
    public required uint Width { get; init; }

    /// <summary>Stored rows.</summary>
    public required uint Height { get; init; }

    /// <summary>Bytes from row to row.</summary>
    public required uint Pitch { get; init; }

    /// <summary>Where the rows start in the payload.</summary>
    public required uint DataOffsetInPayload { get; init; }

    /// <summary>height * pitch.</summary>
    public required ulong DataBytes { get; init; }

    /// <summary>CRC32 of the rows with padding, 8 hex digits.</summary>
    [JsonPropertyName("crc32")]
    public string? Crc32 { get; init; }

    /// <summary>SHA-256 of the rows with padding.</summary>
    [JsonPropertyName("sha256")]
    public string? Sha256 { get; init; }
}

/// <summary>A pending colour transform (kvmfr.md section 7.1).</summary>
public sealed record InspectedColorTransform : InspectedMessage
{
    /// <summary>1 = matrix enabled, 2 = LUT enabled.</summary>
    public uint? Flags { get; init; }

    /// <summary>Scalar.</summary>
    public float? Scalar { get; init; }

    /// <summary>XYZ to XYZ, three rows of four.</summary>
    public IReadOnlyList<float>? Matrix { get; init; }

    /// <summary>SHA-256 of the 65536 LUT bytes.</summary>
    public string? LutSha256 { get; init; }
}
