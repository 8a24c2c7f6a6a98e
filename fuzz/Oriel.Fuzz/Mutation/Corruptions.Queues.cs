using Oriel.Protocol;
using Oriel.Relay.Consumer;
using static Oriel.Fuzz.Mutation.Stores;

namespace Oriel.Fuzz.Mutation;

/// <summary>Queue records and subscriptions (lgmp.md sections 4.2, 4.3 and 6).</summary>
public static partial class Corruptions
{
    private static Expectation Refused(params RejectCode[] codes) => Expectation.Refuses(codes).Or(RelayState.SessionRefused);

    private static IEnumerable<Corruption> Queues()
    {
        yield return Header("queue-ids-unknown", Expectation.Survives, (m, _) => m.EachQueue(m.Layout.Queue.QueueId, 0x7777));
        yield return Header("queue-ids-all-frame", Expectation.Survives, (m, _) => m.EachQueue(m.Layout.Queue.QueueId, QueueMap.FrameId));
        yield return Header("queue-ids-swapped", Expectation.Survives,
            (m, _) => m.Queues.Select(q => new Patch(q.At(m.Layout.Queue.QueueId), q.Id ^ 3, 4)));
        foreach (var (name, length) in new[] { ("zero", 0u), ("one", 1u), ("huge", 0x40000000u), ("max", uint.MaxValue), ("over-cap", 65537u), ("negative", 0x80000000u) })
        {
            yield return Header($"ring-length-{name}", Refused(RejectCode.RingSize, RejectCode.RingOffset), (m, _) => m.EachQueue(m.Layout.Queue.RingLength, length));
        }

        yield return Header("ring-length-long-but-legal", Expectation.Survives, (m, _) => m.EachQueue(m.Layout.Queue.RingLength, 4096));
        yield return Header("ring-of-65536-all-pending", Expectation.Survives,
            (m, _) =>
            [
                .. m.EachQueue(m.Layout.Queue.RingLength, 65536), .. m.EachQueue(m.Layout.Queue.Count, 65536), .. m.EachQueue(m.Layout.Queue.Start, 65535),
                .. m.EachQueue(m.Layout.Queue.RingOffset, (m.Length / 2) & ~63ul),
            ]);
        yield return Header("ring-offset-zero", Refused(RejectCode.RingOffset), (m, _) => m.EachQueue(m.Layout.Queue.RingOffset, 0));
        yield return Header("ring-offset-in-header", Refused(RejectCode.RingOffset), (m, _) => m.EachQueue(m.Layout.Queue.RingOffset, 512));
        yield return Header("ring-offset-max", Refused(RejectCode.RingOffset), (m, _) => m.EachQueue(m.Layout.Queue.RingOffset, uint.MaxValue));
        yield return Header("ring-offset-misaligned", Refused(RejectCode.RingOffset), (m, _) => m.EachQueue(m.Layout.Queue.RingOffset, 65537));
        yield return Header("ring-offset-at-end", Refused(RejectCode.RingOffset), (m, _) => m.EachQueue(m.Layout.Queue.RingOffset, m.Length));
        yield return Header("ring-offset-runs-over-end", Refused(RejectCode.RingOffset), (m, _) => m.EachQueue(m.Layout.Queue.RingOffset, m.Length - 32));
        yield return Header("ring-in-the-pixels", Expectation.Survives, (m, _) => m.EachQueue(m.Layout.Queue.RingOffset, (m.Length / 2) & ~63ul));
        yield return Header("ring-config-flapping", Expectation.Survives,
            (m, r) => [.. m.EachQueue(m.Layout.Queue.RingLength, Flip(r, 4, 0x10000)), .. m.EachQueue(m.Layout.Queue.RingOffset, Flip(r, 65536, 0xFFFFFFC0))]);
        yield return Undo("ring-config-changed-after-attach", Expectation.Survives,
            (m, _) => [.. m.EachQueue(m.Layout.Queue.RingLength, uint.MaxValue), .. m.EachQueue(m.Layout.Queue.RingOffset, uint.MaxValue)]);
        yield return Header("time-limit-zero", Expectation.Survives, (m, _) => m.EachQueue(m.Layout.Queue.MaxTimeMs, 0));
        yield return Header("time-limit-max", Expectation.Survives, (m, _) => m.EachQueue(m.Layout.Queue.MaxTimeMs, uint.MaxValue));

        foreach (var (name, index) in new[] { ("beyond", 1000u), ("max", uint.MaxValue), ("negative", 0x80000000u) })
        {
            yield return Restart($"position-{name}", Expectation.Refuses(RejectCode.RingIndex), (m, _) => m.EachQueue(m.Layout.Queue.Position, index)) with { Pace = Pace.Tight };
        }

        yield return Restart("position-flapping", Expectation.Survives, (m, r) => m.EachQueue(m.Layout.Queue.Position, (uint)r % 3)) with { Pace = Pace.Tight };
        yield return Restart("position-backwards", Expectation.Survives, (m, r) => m.EachQueue(m.Layout.Queue.Position, (uint)(2 - (r % 2)))) with { Pace = Pace.Tight };
        yield return Restart("position-frozen", Expectation.Survives, (m, _) => m.EachQueue(m.Layout.Queue.Position, 1)) with { Pace = Pace.Tight };
        yield return Restart("start-beyond", Expectation.Refuses(RejectCode.RingIndex), (m, _) => m.EachQueue(m.Layout.Queue.Start, 1000));
        yield return Restart("start-max", Expectation.Refuses(RejectCode.RingIndex), (m, _) => m.EachQueue(m.Layout.Queue.Start, uint.MaxValue)) with { Pace = Pace.Tight };
        yield return Restart("count-zero", Expectation.Survives, (m, _) => m.EachQueue(m.Layout.Queue.Count, 0)) with { Pace = Pace.Tight };
        yield return Restart("count-beyond", Expectation.Refuses(RejectCode.RingCount), (m, _) => m.EachQueue(m.Layout.Queue.Count, 1000));
        yield return Restart("count-max", Expectation.Refuses(RejectCode.RingCount), (m, _) => m.EachQueue(m.Layout.Queue.Count, uint.MaxValue)) with { Pace = Pace.Tight };
        yield return Restart("indices-beyond-at-attach", Refused(RejectCode.RingIndex, RejectCode.RingCount),
            (m, _) => [.. m.EachQueue(m.Layout.Queue.Start, 77777), .. m.EachQueue(m.Layout.Queue.Count, 77777), m.NewSession()]) with { Pace = Pace.Tight };
        yield return Restart("message-timeout-max", Expectation.KeepsGoing, (m, _) => m.EachQueue(m.Layout.Queue.MessageTimeout, ulong.MaxValue, 8)) with { Pace = Pace.Tight };
    }

    private static IEnumerable<Corruption> Subscribers()
    {
        yield return Restart("lock-held", Refused(RejectCode.LockStuck).Or(s_noSession),
            (m, _) => [.. m.EachQueue(m.Layout.Queue.Lock, 1), m.NewSession()]) with { Pace = Pace.Tight };
        yield return Restart("lock-garbage", Refused(RejectCode.LockStuck).Or(s_noSession),
            (m, _) => [.. m.EachQueue(m.Layout.Queue.Lock, 0xFFFFFFFF), m.NewSession()]) with { Pace = Pace.Tight };
        yield return Restart("lock-held-while-live", Expectation.Refuses(RejectCode.LockStuck), (m, _) => m.EachQueue(m.Layout.Queue.Lock, 1)) with { Pace = Pace.Tight };
        yield return Restart("lock-flapping", Expectation.Survives, (m, r) => m.EachQueue(m.Layout.Queue.Lock, Flip(r, 1, 0))) with { Pace = Pace.Tight };
        yield return Restart("client-ring-lock-held", Expectation.KeepsGoing, (m, _) => m.EachQueue(m.Layout.Queue.ClientLock, 1)) with { Pace = Pace.Tight };
        yield return Restart("client-ring-full", Expectation.KeepsGoing, (m, _) => m.EachQueue(m.Layout.Queue.ClientAvailable, 0)) with { Pace = Pace.Tight };
        yield return Restart("client-ring-words-max", Expectation.KeepsGoing,
            (m, _) =>
            [
                .. m.EachQueue(m.Layout.Queue.ClientAvailable, uint.MaxValue), .. m.EachQueue(m.Layout.Queue.ClientWritePosition, uint.MaxValue),
                .. m.EachQueue(m.Layout.Queue.ClientWriteSerial, uint.MaxValue), .. m.EachQueue(m.Layout.Queue.ClientReadSerial, 0x80000000),
            ]) with { Pace = Pace.Tight };
        yield return Restart("client-ring-words-flapping", Expectation.KeepsGoing,
            (m, r) => [.. m.EachQueue(m.Layout.Queue.ClientAvailable, Flip(r, 5, 0x10000)), .. m.EachQueue(m.Layout.Queue.ClientWritePosition, Flip(r, 1, 0x7FFFFFFF))]) with
        {
            Pace = Pace.Tight,
        };
        // The other direction: what a hostile viewer writes for the agent to read.
        yield return Restart("client-messages-oversized", Expectation.Survives, (m, r) => ClientMessages(m, uint.MaxValue, (uint)r)) with { Pace = Pace.Tight };
        yield return Restart("client-messages-empty", Expectation.Survives, (m, r) => ClientMessages(m, Flip(r, 0, 3), 0)) with { Pace = Pace.Tight };
        yield return Restart("client-messages-of-unknown-kind", Expectation.Survives, (m, r) => ClientMessages(m, 64, 0xDEADBEEF + (uint)r)) with { Pace = Pace.Tight };
        yield return Restart("subscription-cleared", Expectation.Survives, (m, _) => m.EachSubscription(0, 0));
        yield return Restart("subscription-bad", Expectation.Survives, (m, _) => m.EachSubscription(1, 1));
        yield return Restart("subscription-all-bad", Expectation.Survives, (m, _) => m.EachSubscription(uint.MaxValue, uint.MaxValue)) with { Pace = Pace.Tight };
        yield return Restart("subscription-all-on", Expectation.Survives, (m, _) => [.. m.EachSubscription(uint.MaxValue, 0), m.NewSession()]) with { Pace = Pace.Tight };
        yield return Restart("subscription-flapping", Expectation.Survives, (m, r) => m.EachSubscription((uint)(r * 37), (uint)(r * 11))) with { Pace = Pace.Tight };
        yield return Restart("bad-slots-that-never-expire", Expectation.Survives,
            (m, _) =>
            [
                .. m.EachSubscription(uint.MaxValue, uint.MaxValue),
                .. Enumerable.Range(0, m.Layout.Queue.Slots).SelectMany(i => m.EachQueue(m.Layout.Queue.Timeouts + (8 * i), ulong.MaxValue, 8)),
            ]);
        yield return Restart("subscriber-id-overwritten", Expectation.Survives,
            (m, _) => Enumerable.Range(0, m.Layout.Queue.Slots).SelectMany(i => m.EachQueue(m.Layout.Queue.ClientIds + (4 * i), 0x12345678))) with { Pace = Pace.Tight };
        yield return Restart("new-subscriber-count-max", Expectation.KeepsGoing, (m, _) => m.EachQueue(m.Layout.Queue.NewSubscribers, uint.MaxValue));
    }

    /// <summary>Every slot of the client-message rings full of one kind of message.</summary>
    private static IEnumerable<Patch> ClientMessages(RegionMap map, uint size, uint kind)
    {
        var q = map.Layout.Queue;
        for (var i = 0; i < q.ClientMessageSlots; i++)
        {
            var record = q.ClientMessages + (i * q.ClientMessageStride);
            foreach (var patch in (Patch[])[.. map.EachQueue(record, size), .. map.EachQueue(record + q.ClientMessageData, kind), .. map.EachQueue(record + q.ClientMessageData + 4, uint.MaxValue)])
            {
                yield return patch;
            }
        }

        foreach (var patch in map.EachQueue(q.ClientAvailable, 0))
        {
            yield return patch;
        }
    }
}
