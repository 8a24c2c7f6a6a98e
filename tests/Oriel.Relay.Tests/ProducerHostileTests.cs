using System.Diagnostics;
using Oriel.Memory;
using Oriel.Protocol.Kvmfr;
using Oriel.Relay.Producer;
using Oriel.Relay.Synthetic;

namespace Oriel.Relay.Tests;

/// <summary>
/// A consumer that writes random bytes over everything it could: header, queue records, rings, cursor messages, frame headers. The producer may lose
/// its session, never its head: no exception, no write outside its allocations, no long call; and once the scribbling stops a new session works.
/// </summary>
public sealed class ProducerHostileTests
{
    private const int Rounds = 12_000;
    private const uint Rows = 30;
    private const uint Pitch = 256;

    public static TheoryData<string> Profiles => ProducerStage.Profiles;

    [Theory]
    [MemberData(nameof(Profiles))]
    public void Scribbling_between_calls_harms_nothing_but_the_session(string profile)
    {
        var options = new ProducerOptions { LockPatience = TimeSpan.FromMilliseconds(1), FrameBuffers = 3 };
        using var stage = new ProducerStage(profile, 6 << 20, options);
        var plan = PlanOf(stage, options);
        var canaries = PlantCanaries(stage, plan);
        var scribbler = new Scribbler(stage, plan, seed: 7);
        var damage = new DamageList();
        var shape = PatternCursor.Shape(CursorType.Color).ToArray();
        var cursor = new PatternCursor(PatternCursorKind.Color, 100, 100);
        using var pixels = PixelBuffer.Allocate(Pitch * Rows);
        var frame = ProducerStage.Frame with { FrameHeight = Rows };
        long longest = 0;
        var outcomes = new int[4];
        for (var round = 0u; round < Rounds; round++)
        {
            scribbler.Strike();
            damage.Clear();
            damage.Add(new DamageRect(round % 50, round % 20, 10, 10));
            stage.Clock.Advance(round % 40);
            var began = Stopwatch.GetTimestamp();
            switch (round % 5)
            {
                case 0 or 1:
                    outcomes[(int)stage.Producer.Publish(frame, pixels, 0, Pitch, damage)]++;
                    break;
                case 2:
                    stage.Producer.PublishCursor(cursor.At(round), round % 10 == 2 ? shape : default);
                    break;
                case 3:
                    outcomes[(int)stage.Producer.Repeat()]++;
                    break;
                default:
                    stage.Producer.Tick(null);
                    stage.Producer.TakeNewFrameSubscribers();
                    break;
            }

            if (stage.Producer.IsLost && round % 3 == 0)
            {
                stage.Producer.Restart();
                scribbler.Subscribe();
            }

            longest = Math.Max(longest, Stopwatch.GetTimestamp() - began);
            if (round % 500 == 0)
            {
                CheckCanaries(stage, canaries);
            }
        }

        CheckCanaries(stage, canaries);
        Assert.True(longest < 2 * Stopwatch.Frequency, $"the longest call took {longest * 1000 / Stopwatch.Frequency} ms");
        Assert.All(outcomes, count => Assert.True(count > 0, $"every outcome was seen: {string.Join(", ", outcomes)}"));

        // The scribbler stops: one restart at most, and all is well.
        if (!stage.Tick())
        {
            stage.Producer.Restart();
        }

        stage.Producer.Restart();
        Assert.True(stage.Tick());
        var peer = stage.Frames(1);
        for (var i = 0; i < 20; i++)
        {
            Assert.Equal(PublishOutcome.Published, stage.Producer.Publish(frame, pixels, 0, Pitch, damage));
            peer.Done();
        }
    }

    [Theory]
    [MemberData(nameof(Profiles))]
    public void Scribbled_indices_are_put_right_without_losing_the_session(string profile)
    {
        using var stage = new ProducerStage(profile);
        var peer = stage.Frames(1);
        var q = stage.Layout.Queue;
        var record = stage.Layout.QueueRecord(0);
        var random = new Random(3);
        for (var round = 0; round < 2000; round++)
        {
            Assert.Equal(PublishOutcome.Published, stage.Publish());
            var field = (int[])[q.Start, q.Count, q.Position];
            stage.Region.WriteUInt32(record + (uint)field[round % 3], round % 2 == 0 ? (uint)random.Next(5) : (uint)random.NextInt64(uint.MaxValue));
            stage.Region.WriteUInt64(record + (uint)q.MessageTimeout, (ulong)random.NextInt64());
            Assert.True(stage.Tick());
            while (peer.HasMessage)
            {
                peer.Done();
            }

            Assert.True(stage.Tick());
            if (!peer.HasMessage && peer.Count == 0)
            {
                continue;
            }

            // The scribble looked like a consumer's own dequeuing: believed, and gone with the next message.
            peer.Subscribe();
        }

        Assert.True(stage.Producer.Repairs > 100, $"{stage.Producer.Repairs} repairs");
    }

    [Theory]
    [MemberData(nameof(Profiles))]
    public void A_scribbled_time_out_neither_saves_nor_evicts_anybody(string profile)
    {
        using var stage = new ProducerStage(profile);
        var peer = stage.Frames(1);
        var timeout = stage.Layout.QueueRecord(0) + (uint)stage.Layout.Queue.MessageTimeout;
        Assert.Equal(PublishOutcome.Published, stage.Publish());
        stage.Region.WriteUInt64(timeout, 0);
        Assert.True(stage.Tick(900));
        Assert.False(peer.IsBad);
        stage.Region.WriteUInt64(timeout, ulong.MaxValue);
        Assert.True(stage.Tick(101));
        Assert.True(peer.IsBad);
    }

    private static RegionPlan PlanOf(ProducerStage stage, ProducerOptions options)
    {
        KvmfrVersions.TryGet(stage.Profile.KvmfrVersion, out var version);
        var data = new KvmfrUserData { Version = version!.Number, ProducerText = options.ProducerText, Features = 0 };
        return new RegionPlan(stage.Region, options with { Profile = stage.Profile }, data.ByteCount, (uint)version.CursorHeaderBytes);
    }

    /// <summary>Everywhere the producer has no business: behind the shapes in use, behind the rows of each frame, between and behind the allocations.</summary>
    private static List<(ulong Offset, int Bytes)> PlantCanaries(ProducerStage stage, RegionPlan plan)
    {
        var canaries = new List<(ulong, int)>();
        var end = plan.Shapes[^1].Offset + plan.Shapes[^1].Size;
        canaries.Add((end, (int)(plan.Frames[0].Offset - end)));
        foreach (var frame in plan.Frames)
        {
            var used = 4096 + (Pitch * Rows);
            canaries.Add((frame.Offset + used, (int)(frame.Size - used)));
            canaries.Add((frame.Offset + 1216, 4092 - 1216));
            end = frame.Offset + frame.Size;
        }

        canaries.Add((end, (int)(stage.Region.Length - end)));
        canaries.RemoveAll(c => c.Item2 == 0);
        foreach (var (offset, bytes) in canaries)
        {
            stage.Region.CopyIn(offset, Enumerable.Repeat((byte)0xC5, bytes).ToArray());
        }

        return canaries;
    }

    private static void CheckCanaries(ProducerStage stage, List<(ulong Offset, int Bytes)> canaries)
    {
        foreach (var (offset, bytes) in canaries)
        {
            var seen = new byte[bytes];
            stage.Region.CopyOut(offset, seen);
            var intact = seen.AsSpan().IndexOfAnyExcept((byte)0xC5);
            Assert.True(intact < 0, $"byte {offset + (ulong)Math.Max(0, intact)} was written");
        }
    }

    /// <summary>Writes random words at random places a consumer can reach: mostly few, sometimes many, sometimes whole pages.</summary>
    private sealed class Scribbler(ProducerStage stage, RegionPlan plan, int seed)
    {
        private readonly Random _random = new(seed);
        private readonly byte[] _page = new byte[4096];

        public void Strike()
        {
            switch (_random.Next(12))
            {
                case 0:
                    _random.NextBytes(_page);
                    stage.Region.CopyIn((ulong)_random.Next((int)plan.Positions[0].Offset - _page.Length), _page);
                    break;
                case 1 or 2:
                    for (var i = 0; i < 20; i++)
                    {
                        Word((ulong)_random.Next((int)plan.Positions[^1].Offset / 4) * 4);
                    }

                    break;
                case 3:
                    Word(plan.Frames[_random.Next(plan.Frames.Length)].Offset + ((ulong)_random.Next(300) * 4));
                    break;
                case 4:
                    Word(plan.Frames[_random.Next(plan.Frames.Length)].Offset + 4092);
                    break;
                case 5:
                    // The ring entries themselves.
                    Word(plan.FrameRing.Offset + ((ulong)_random.Next(8) * 4));
                    Word(plan.PointerRing.Offset + ((ulong)_random.Next(80) * 4));
                    break;
                case 6 or 7 or 8:
                    Field();
                    break;
                case 9:
                    Subscribe();
                    break;
            }
        }

        /// <summary>Turns slots on by force, so that there is always somebody to post to.</summary>
        public void Subscribe()
        {
            for (var queue = 0; queue < 2; queue++)
            {
                var at = stage.Layout.QueueRecord(queue) + (uint)stage.Layout.Queue.Subscriptions;
                stage.Region.WriteUInt32(at + (stage.Layout.Queue.WideSubscriptions ? 4u : 0), stage.Layout.Queue.WideSubscriptions ? 7u : 7u << 16);
                if (stage.Layout.Queue.WideSubscriptions)
                {
                    stage.Region.WriteUInt32(at, 0);
                }

                stage.Region.AddUInt32(stage.Layout.QueueRecord(queue) + (uint)stage.Layout.Queue.NewSubscribers, 1);
            }
        }

        private void Field()
        {
            var q = stage.Layout.Queue;
            int[] fields =
            [
                q.Start, q.Count, q.Position, q.MessageTimeout, q.Subscriptions, q.NewSubscribers, q.ClientAvailable, q.ClientWritePosition, q.ClientWriteSerial,
                q.ClientReadSerial, q.ClientMessages, q.ClientIds, q.Timeouts,
            ];
            Word(stage.Layout.QueueRecord(_random.Next(2)) + (uint)fields[_random.Next(fields.Length)]);
        }

        private void Word(ulong offset) => stage.Region.WriteUInt32(offset & ~3UL, _random.Next(3) == 0 ? (uint)_random.Next(40) : (uint)_random.NextInt64(1L << 32));
    }
}
