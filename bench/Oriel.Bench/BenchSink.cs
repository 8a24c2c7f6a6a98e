using Oriel.Memory;
using Oriel.Protocol.Kvmfr;
using Oriel.Relay.Consumer;

namespace Oriel.Bench;

/// <summary>A sink of plain memory that records when each serial was seen and copied. Feed thread only, except the published count.</summary>
internal sealed class BenchSink : IFrameSink, IDisposable
{
    private readonly FrameSlot[] _slots = [new() { Index = 0 }, new() { Index = 1 }, new() { Index = 2 }];
    private readonly long[] _seen;
    private readonly long[] _copied;
    private long _published;
    private int _next;
    private volatile bool _live;

    public BenchSink(int serials)
    {
        _seen = new long[serials];
        _copied = new long[serials];
    }

    public long Published => Volatile.Read(ref _published);

    public bool IsLive => _live;

    public long Seen(uint serial) => _seen[serial % (uint)_seen.Length];

    public long Copied(uint serial) => _copied[serial % (uint)_copied.Length];

    public bool TryLend(in FrameHeader frame, out FrameSlot? slot)
    {
        slot = _slots[_next];
        _next = (_next + 1) % _slots.Length;
        var bytes = (nuint)frame.DataHeight * frame.PitchBytes;
        if (slot.Buffer is null || slot.Buffer.Length < bytes || slot.PitchBytes != frame.PitchBytes)
        {
            slot.Buffer?.Dispose();
            slot.Buffer = PixelBuffer.Allocate(bytes);
            slot.PitchBytes = frame.PitchBytes;
            slot.Stale.SetEverything();
        }

        return true;
    }

    public void Publish(FrameSlot slot, in FrameHeader frame, DamageList damage, in FrameTimes times)
    {
        var at = frame.Serial % (uint)_seen.Length;
        _seen[at] = times.SeenNs;
        _copied[at] = times.CopiedNs;
        Volatile.Write(ref _published, _published + 1);
    }

    public void Abandon(FrameSlot slot) => slot.Stale.SetEverything();

    public void UpdateCursor(in CursorUpdate cursor, ReadOnlySpan<byte> shape)
    {
    }

    public void UpdateStatus(RelayStatus status) => _live = status.State is RelayState.Live or RelayState.WaitingForFrame;

    public void Dispose()
    {
        foreach (var slot in _slots)
        {
            slot.Buffer?.Dispose();
        }
    }
}
