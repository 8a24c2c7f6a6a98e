using Oriel.Protocol.Kvmfr;
using Oriel.Relay.Consumer;

namespace Oriel.Display.Tests.Pixels;

/// <summary>Does what the feed does with a sink: fills lent slots by their stale lists, and keeps those lists. No other bytes are written than the lists ask for.</summary>
internal sealed class FeedDouble(IFrameSink sink)
{
    private readonly Dictionary<int, FrameSlot> _slots = [];

    public int Refused { get; private set; }

    /// <summary>How long before it is seen the guest captured, and published, the frame; null = unknown.</summary>
    public (long Captured, long Published)? GuestDelaysNs { get; set; }

    public bool Send(GuestPicture picture) => Send(picture.Header, picture.Bytes, picture.RowBytes, picture.Damage);

    public bool Send(in FrameHeader frame, byte[] bytes, int rowBytes, DamageList damage)
    {
        foreach (var known in _slots.Values)
        {
            known.Stale.Add(damage);
        }

        var times = new FrameTimes { SeenNs = FrameTimes.Now() };
        if (GuestDelaysNs is { } delays)
        {
            (times.CapturedNs, times.PublishedNs, times.GuestClockErrorNs) = (times.SeenNs - delays.Captured, times.SeenNs - delays.Published, 0);
        }

        if (!sink.TryLend(frame, out var slot))
        {
            Refused++;
            return false;
        }

        if (_slots.TryAdd(slot!.Index, slot))
        {
            Assert.True(slot.Stale.IsEverything, "a slot nobody filled yet must be stale everywhere");
        }

        Fill(slot, frame, bytes, rowBytes);
        slot.Stale.Clear();
        times.CopiedNs = FrameTimes.Now();
        sink.Publish(slot, frame, damage, times);
        return true;
    }

    private static void Fill(FrameSlot slot, in FrameHeader frame, byte[] bytes, int rowBytes)
    {
        if (slot.Stale.IsEverything)
        {
            for (var y = 0; y < frame.DataHeight; y++)
            {
                Copy(slot, bytes, rowBytes, y, 0, rowBytes);
            }

            return;
        }

        var pixel = rowBytes / (int)frame.FrameWidth;
        foreach (var rect in slot.Stale.Rects)
        {
            for (var y = rect.Y; y < Math.Min(rect.Y + rect.Height, frame.DataHeight); y++)
            {
                Copy(slot, bytes, rowBytes, (int)y, (int)rect.X * pixel, (int)rect.Width * pixel);
            }
        }
    }

    private static void Copy(FrameSlot slot, byte[] bytes, int rowBytes, int y, int from, int count) =>
        bytes.AsSpan((y * rowBytes) + from, count).CopyTo(slot.Buffer!.AsSpan(slot.Offset + ((nuint)y * slot.PitchBytes) + (nuint)from, count));
}
