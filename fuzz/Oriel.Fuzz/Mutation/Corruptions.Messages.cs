using Oriel.Protocol;
using static Oriel.Fuzz.Mutation.Stores;

namespace Oriel.Fuzz.Mutation;

/// <summary>Ring entries and payload bounds (lgmp.md sections 4.4 and 10.1).</summary>
public static partial class Corruptions
{
    private static IEnumerable<Corruption> Messages()
    {
        foreach (var (name, offset) in new[] { ("zero", 0u), ("in-header", 256u), ("max", uint.MaxValue), ("wrapping", 0xFFFFF000u), ("negative", 0x80000000u) })
        {
            yield return Stop($"payload-offset-{name}", Expectation.Refuses(RejectCode.PayloadRange), (m, _) => m.EachFrameEntry(m.Layout.Entry.Offset, offset));
        }

        yield return Stop("payload-offset-at-end", Expectation.Refuses(RejectCode.PayloadRange),
            (m, _) => m.EachFrameEntry(m.Layout.Entry.Offset, (uint)m.Length));
        yield return Stop("payload-offset-last-word", Expectation.Refuses(RejectCode.PayloadRange),
            (m, _) => m.EachFrameEntry(m.Layout.Entry.Offset, (uint)m.Length - 4));
        yield return Lie("payload-offset-misaligned", Expectation.Survives,
            (m, _) => m.Frames.Take(1).SelectMany(f => m.EachFrameEntry(m.Layout.Entry.Offset, (uint)f + 3)));
        yield return Lie("payload-over-queue-records", Expectation.Survives,
            (m, _) => m.EachFrameEntry(m.Layout.Entry.Offset, (uint)m.Layout.HeaderBytes));
        yield return Lie("payload-over-the-ring", Expectation.Survives,
            (m, _) => m.EachFrameEntry(m.Layout.Entry.Offset, (uint)(m.FrameQueue?.RingOffset ?? 0)));
        yield return Stop("payload-size-zero", Expectation.Refuses(RejectCode.PayloadSize), (m, _) => m.EachFrameEntry(m.Layout.Entry.Size, 0));
        yield return Stop("payload-size-below-header", Expectation.Refuses(RejectCode.PayloadSize), (m, _) => m.EachFrameEntry(m.Layout.Entry.Size, 100));
        yield return Stop("payload-size-max", Expectation.Refuses(RejectCode.PayloadRange), (m, _) => m.EachFrameEntry(m.Layout.Entry.Size, uint.MaxValue));
        yield return Stop("payload-offset-plus-size-wraps", Expectation.Refuses(RejectCode.PayloadRange),
            (m, _) => [.. m.EachFrameEntry(m.Layout.Entry.Offset, 0xFFFFF000), .. m.EachFrameEntry(m.Layout.Entry.Size, 0x00100000)]);
        yield return Lie("payload-range-flapping", Expectation.Survives,
            (m, r) => [.. m.EachFrameEntry(m.Layout.Entry.Offset, Flip(r, (uint)m.Frames[0], uint.MaxValue)), .. m.EachFrameEntry(m.Layout.Entry.Size, Flip(r, 1 << 20, uint.MaxValue))]);
        yield return Stop("message-word-garbage", Expectation.KeepsGoing, (m, _) => m.EachFrameEntry(0, 0xDEADBEEF));
        yield return Lie("messages-share-one-buffer", Expectation.Survives, (m, _) => m.EachFrameEntry(m.Layout.Entry.Offset, (uint)m.Frames[0]));
        yield return Restart("pending-bits-cleared", Expectation.Survives, (m, _) => m.EachFrameEntry(m.Layout.Entry.Pending, 0)) with { Pace = Pace.Tight };
        yield return Restart("pending-bits-all", Expectation.Survives, (m, _) => m.EachFrameEntry(m.Layout.Entry.Pending, uint.MaxValue)) with { Pace = Pace.Tight };
        yield return Restart("pending-bits-flapping", Expectation.Survives, (m, r) => m.EachFrameEntry(m.Layout.Entry.Pending, Flip(r, 0, uint.MaxValue))) with { Pace = Pace.Tight };
    }
}
