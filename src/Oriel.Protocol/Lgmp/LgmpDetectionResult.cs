namespace Oriel.Protocol.Lgmp;

/// <summary>Outcome of <see cref="LgmpDetection.Detect"/>.</summary>
public readonly record struct LgmpDetectionResult
{
    /// <summary>What was found.</summary>
    public LgmpDetectionKind Kind { get; internal init; }

    /// <summary>The layout to read with; not null exactly when <see cref="Kind"/> is <see cref="LgmpDetectionKind.Layout"/>.</summary>
    public LgmpLayout? Layout { get; internal init; }

    /// <summary>LGMP version as it stands in the memory; 0 without one.</summary>
    public uint Version { get; internal init; }

    /// <summary>The version for people: the number, or "10a" for the short-lived form of 10 that is not read; empty without one.</summary>
    public string VersionText { get => field ?? ""; private init; }

    /// <summary>On a mismatch: KVMFR version, where a user data block was found at a known place; else 0.</summary>
    public uint KvmfrVersion { get; internal init; }

    /// <summary>On a mismatch: the producer's build text, at most 32 bytes on the wire; empty when not found.</summary>
    public string ProducerText { get => field ?? ""; private init; }

    internal static LgmpDetectionResult Of(LgmpDetectionKind kind) => new() { Kind = kind };

    internal static LgmpDetectionResult Of(LgmpLayout layout) =>
        new() { Kind = LgmpDetectionKind.Layout, Layout = layout, Version = layout.Version, VersionText = layout.Version.ToString() };

    internal static LgmpDetectionResult Mismatch(uint version, string versionText, uint kvmfrVersion, string producerText) => new()
    {
        Kind = LgmpDetectionKind.VersionMismatch,
        Version = version,
        VersionText = versionText,
        KvmfrVersion = kvmfrVersion,
        ProducerText = producerText,
    };
}
