using Oriel.Memory;
using Oriel.Protocol.Kvmfr;

namespace Oriel.Relay.Inspection;

/// <summary>
/// Tells whether the producer of an inspected region lives: its heartbeat changes (lgmp.md section 5.2). Every layout writes it at least
/// each 250 ms and is dead after 1000 ms without a change. Reads only. One thread at a time.
/// </summary>
public sealed class HeartbeatWatch
{
    /// <summary>How long a producer may be silent and still live.</summary>
    public static readonly TimeSpan DeadAfter = TimeSpan.FromMilliseconds(1000);

    private readonly Region _region;
    private readonly ulong _offset;
    private readonly bool _wide;
    private readonly ulong _first;
    private bool _moved;

    private HeartbeatWatch(Region region, ulong offset, bool wide)
    {
        _region = region;
        _offset = offset;
        _wide = wide;
        _first = Read();
    }

    /// <summary>True once the heartbeat was seen to change.</summary>
    public bool HasMoved => _moved = _moved || Read() != _first;

    /// <summary>Starts watching; null when the image has no heartbeat whose place is known.</summary>
    public static HeartbeatWatch? Start(Region region, InspectionReport report)
    {
        if (report.Layout is { } layout && region.Length >= (ulong)layout.HeaderBytes)
        {
            return new HeartbeatWatch(region, (ulong)layout.TimestampOffset, wide: true);
        }

        if (report.State == InspectionState.Undecided)
        {
            // Both candidates keep their heartbeat in the same place (lgmp.md section 1.1).
            return new HeartbeatWatch(region, 0, wide: true);
        }

        // The block's place must be aligned for a single-word read.
        return report.Recovery is { Ready: true } && RecoveryBlock.TryLocate(region.Length, out var block) && block % 4 == 0
            ? new HeartbeatWatch(region, block + RecoveryBlock.HeartbeatOffset, wide: false)
            : null;
    }

    private ulong Read() => _wide ? _region.ReadUInt64(_offset) : _region.ReadUInt32(_offset);
}
