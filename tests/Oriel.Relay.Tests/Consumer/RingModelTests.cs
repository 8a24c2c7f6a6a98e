using FsCheck;
using FsCheck.Fluent;
using Oriel.Protocol.Kvmfr;
using Oriel.Protocol.Lgmp;
using Oriel.Relay.Consumer;

namespace Oriel.Relay.Tests.Consumer;

/// <summary>
/// Random posts, takes, finishes, skips, ticks, evictions and comings and goings of three consumers, against the simplest model there is: a list of messages for
/// each. Every consumer sees every message posted while it was subscribed, once, in order, until it is evicted; and the ring holds no more than it must.
/// </summary>
public sealed class RingModelTests
{
    private const int Consumers = 3;

    public enum Move
    {
        Post,
        Take,
        Finish,
        Skip,
        Come,
        Go,
        Tick,
        Late,
    }

    public static TheoryData<string> Layouts => [.. LgmpLayout.All.Select(l => l.Name)];

    [Theory]
    [MemberData(nameof(Layouts))]
    public void Every_consumer_sees_every_message_once_and_in_order(string layoutName)
    {
        var layout = LgmpLayout.All.Single(l => l.Name == layoutName);
        var move = Gen.Frequency(
            (8, Gen.Constant(Move.Post)), (8, Gen.Constant(Move.Take)), (8, Gen.Constant(Move.Finish)), (1, Gen.Constant(Move.Skip)),
            (2, Gen.Constant(Move.Come)), (1, Gen.Constant(Move.Go)), (3, Gen.Constant(Move.Tick)), (1, Gen.Constant(Move.Late)));
        var step = from m in move from who in Gen.Choose(0, Consumers - 1) select (m, who);
        var run = from length in Gen.Elements(2u, 4u, 8u) from steps in step.ArrayOf(120) select (length, steps);
        var moves = 0;
        Prop.ForAll(Arb.From(run, _ => []), r =>
        {
            moves += Play(layout, r.length, r.steps);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(150).WithReplay(20261121, 1));
        Assert.True(moves > 1000, $"only {moves} messages were seen at all");
    }

    private static int Play(LgmpLayout layout, uint length, (Move Move, int Who)[] steps)
    {
        using var ring = new SpecQueue(layout, length);
        var link = Link(ring, layout);
        var consumers = Enumerable.Range(0, Consumers).Select(i => new Consumer(Open(link), (uint)(100 + i))).ToArray();
        var next = 1u;
        var seen = 0;
        for (var i = 0; i < steps.Length; i++)
        {
            var consumer = consumers[steps[i].Who];
            var at = $"{layout.Name} ring {ring.Entries} step {i} {steps[i]}";
            switch (steps[i].Move)
            {
                case Move.Post:
                    if (ring.Post(next))
                    {
                        foreach (var c in consumers.Where(c => c.IsOn))
                        {
                            c.Expected.Enqueue(next);
                        }
                    }

                    next++;
                    break;
                case Move.Take:
                    seen += consumer.Take(at);
                    break;
                case Move.Finish:
                    consumer.Finish(at);
                    break;
                case Move.Skip:
                    consumer.Skip(at);
                    break;
                case Move.Come:
                    consumer.Come(at);
                    break;
                case Move.Go:
                    consumer.Go();
                    break;
                default:
                    ring.Now += steps[i].Move == Move.Late ? 1500u : 10;
                    var bad = ring.Tick();
                    foreach (var c in consumers.Where(c => c.IsOn && (bad & (1u << c.Queue.Slot)) != 0))
                    {
                        Assert.NotEmpty(c.Expected);
                        c.Evict();
                    }

                    break;
            }

            var held = consumers.Max(c => c.Expected.Count);
            Assert.True(ring.Count >= (uint)held, $"{at}: {ring.Count} held, {held} expected");
        }

        // Whoever is left gets the rest, in order, and then the ring is empty.
        foreach (var consumer in consumers)
        {
            while (consumer.IsOn && consumer.Expected.Count > 0)
            {
                seen += consumer.Take("end");
                consumer.Finish("end");
            }
        }

        ring.Tick();
        Assert.Equal(0u, ring.Count);
        return seen;
    }

    private static SessionLink Link(SpecQueue ring, LgmpLayout layout)
    {
        var head = new byte[LgmpDetection.HeadBytes];
        ring.Region.CopyOut(0, head);
        Assert.True(LgmpSessionHeader.TryParse(layout, head, ring.Region.Length, out var header, out var reject), reject.ToString());
        Assert.True(KvmfrUserData.TryParse(head.AsSpan(layout.UserDataOffset, 48), out var userData, out _));
        return new SessionLink(ring.Region, ring.Region.Length, in header, userData, 0, HostClock.Now);
    }

    private static Subscription Open(SessionLink link)
    {
        Assert.Equal(QueueState.Ok, Subscription.TryFind(link, SpecQueue.QueueId, out var queue, out var reject));
        Assert.Equal(default, reject);
        return queue!;
    }

    private sealed class Consumer(Subscription queue, uint id)
    {
        private bool _holds;

        public Subscription Queue { get; } = queue;

        public Queue<uint> Expected { get; } = new();

        public bool IsOn { get; private set; }


        public int Take(string at)
        {
            if (!IsOn && Queue.Slot < 0)
            {
                return 0;
            }

            var state = Queue.TryTake(out var entry, out var behind);
            Assert.Equal((at, IsOn ? Expected.Count > 0 ? QueueState.Ok : QueueState.Empty : QueueState.Evicted), (at, state));
            if (state != QueueState.Ok)
            {
                return 0;
            }

            Assert.Equal((at, (ulong)Expected.Peek()), (at, entry.Word));
            Assert.Equal((at, 65536 + Expected.Peek()), (at, entry.Offset));
            Assert.Equal((at, (uint)Expected.Count - 1), (at, behind));
            Assert.True(Queue.HoldsTaken(), at);
            _holds = true;
            return 1;
        }

        public void Finish(string at)
        {
            var state = Queue.Finish();
            Assert.Equal((at, !_holds ? QueueState.Empty : IsOn ? QueueState.Ok : QueueState.Evicted), (at, state));
            if (_holds && IsOn)
            {
                Expected.Dequeue();
            }

            _holds = false;
        }

        public void Skip(string at)
        {
            if (!IsOn)
            {
                return;
            }

            Assert.Equal((at, QueueState.Ok), (at, Queue.SkipToNewest(out var skipped)));
            Assert.Equal((at, (uint)Math.Max(0, Expected.Count - 1)), (at, skipped));
            while (Expected.Count > 1)
            {
                Expected.Dequeue();
            }

            _holds = false;
        }

        public void Come(string at)
        {
            if (IsOn)
            {
                return;
            }

            Assert.Equal((at, QueueState.Ok), (at, Queue.Subscribe(id)));
            IsOn = true;
            _holds = false;
            Expected.Clear();
        }

        public void Go()
        {
            if (IsOn)
            {
                Queue.Unsubscribe();
                Assert.Equal(-1, Queue.Slot);
                IsOn = false;
                _holds = false;
                Expected.Clear();
            }
        }

        public void Evict()
        {
            IsOn = false;
            Expected.Clear();
        }
    }
}
