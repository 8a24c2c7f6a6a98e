using System.Diagnostics.CodeAnalysis;

namespace Oriel.Protocol.Kvmfr;

/// <summary>
/// The KVMFR versions whose frames and cursors this code reads: 19 to 34 (kvmfr.md section 13). Which of them can occur in practice is limited by the LGMP
/// layouts: 26 to 29 came with an LGMP version nobody described, so detection reports a mismatch before their KVMFR version matters.
/// </summary>
public static class KvmfrVersions
{
    /// <summary>Oldest version read.</summary>
    public const uint Oldest = 19;

    /// <summary>Newest version read.</summary>
    public const uint Newest = 34;

    private static readonly KvmfrVersion[] s_all = CreateAll();

    /// <summary>Every version read, oldest first, without gaps.</summary>
    public static IReadOnlyList<KvmfrVersion> All => s_all;

    /// <summary>True when frames and cursors of this version can be read.</summary>
    public static bool IsSupported(uint version) => version is >= Oldest and <= Newest;

    /// <summary>Looks a version up; allocates nothing.</summary>
    public static bool TryGet(uint version, [NotNullWhen(true)] out KvmfrVersion? found)
    {
        found = IsSupported(version) ? s_all[version - Oldest] : null;
        return found is not null;
    }

    private static KvmfrVersion[] CreateAll()
    {
        var v20 = new KvmfrVersion
        {
            Number = 20, FrameHeaderBytes = 1084, CursorHeaderBytes = 24, LastFrameType = FrameType.Rgb24,
            DataWidth = 20, FrameWidth = 28, DamageCount = 52, DamageRects = 56, Flags = 1080,
        };
        var v21 = v20 with { Number = 21, FrameHeaderBytes = 1120, Hdr = 1084, SdrWhite = 1116 };
        var v23 = v21 with { Number = 23, CursorHeaderBytes = 28, CursorSdrWhite = 24 };
        var v24 = v23 with
        {
            Number = 24, FrameHeaderBytes = 1152, Flags = 52, DamageCount = 56, SdrWhite = 60, Times = 64, TimingSerial = 88, Hdr = 96, DamageRects = 128,
        };
        var v25 = v24 with { Number = 25, FrameHeaderBytes = 1216, ReadyTime = 88, TimingSerial = 96, Hdr = 128, DamageRects = 192 };
        var v29 = v25 with { Number = 29, HoldTime = 96, TimingSerial = 112, TimingFlags = 120, Schedule = 160 };
        return
        [
            v20 with
            {
                Number = 19, FrameHeaderBytes = 1076, LastFrameType = FrameType.Rgba16F,
                DataWidth = -1, FrameWidth = 20, DamageCount = 44, DamageRects = 48, Flags = 1072,
            },
            v20,
            v21,
            v21 with { Number = 22 },
            v23,
            v24,
            v25,
            v25 with { Number = 26 },
            v25 with { Number = 27 },
            v25 with { Number = 28, TimingFlags = 104, Schedule = 108 },
            v29,
            v29 with { Number = 30 },
            v29 with { Number = 31 },
            v29 with { Number = 32 },
            v29 with { Number = 33 },
            v29 with { Number = 34 },
        ];
    }
}
