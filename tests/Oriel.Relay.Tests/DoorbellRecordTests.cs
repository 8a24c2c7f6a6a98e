using Oriel.Memory;
using Oriel.Protocol.Kvmfr;
using Oriel.Protocol.Lgmp;
using Oriel.Relay.Consumer;
using Oriel.Relay.Inspection;
using Oriel.Relay.Producer;

namespace Oriel.Relay.Tests;

/// <summary>The doorbell record in a region, from both sides, one step at a time (docs/protocol-extensions.md section 3).</summary>
public sealed class DoorbellRecordTests
{
    public static TheoryData<string> Profiles => ProducerStage.Profiles;

    // profile, block at: 56 bytes behind the user data of lgmp.md section 1 (48 fixed, 8 of the record's header)
    [Theory]
    [InlineData("p19", 5812)]
    [InlineData("p20", 5812)]
    [InlineData("p20m7", 5804)]
    [InlineData("p20m10", 8140)]
    [InlineData("p34", 9740)]
    public void It_stands_where_the_specification_says_and_everybody_else_reads_as_before(string profile, int block)
    {
        using var bells = new Bells();
        using var stage = Stage(profile, bells);
        var bytes = new byte[96];
        stage.Region.CopyOut((ulong)block, bytes);
        Assert.Equal([(byte)'O', (byte)'r', (byte)'D', (byte)'B', 1, 0, 16, 0, .. new byte[88]], bytes);
        Assert.Equal(0x44, (int)(stage.Region.ReadUInt32((ulong)block - 8) & 0xFF));
        Assert.Equal(99u, stage.Region.ReadUInt32((ulong)block - 4));
        var report = RegionInspector.Inspect(stage.Region);
        Assert.Equal((InspectionState.Session, 48 + 8 + 99), (report.State, report.UdataSize));
        stage.Frames(7);
        Assert.Equal(PublishOutcome.Published, stage.Publish());

        // Registered and armed, word by word.
        var slot = Slot(stage, bells.Join(300));
        Assert.True(slot.Hold());
        slot.Arm();
        Assert.Equal(0x0001_012Cu, stage.Region.ReadUInt32((ulong)block + 16));
        Assert.Equal(1u, stage.Region.ReadUInt32((ulong)block + 8));
        Assert.True(stage.Tick());
    }

    [Fact]
    public void Without_a_device_there_is_no_record()
    {
        using var bells = new Bells();
        using var plain = new ProducerStage("p20");
        Assert.Equal(48, RegionInspector.Inspect(plain.Region).UdataSize);
        Assert.Null(BellSlot.For(plain.Link(plain.Timestamp), bells.Join(1)));
        using var stage = Stage("p20", bells);
        Assert.Null(BellSlot.For(stage.Link(stage.Timestamp), null));
        Assert.Null(BellSlot.For(stage.Link(stage.Timestamp), bells.Guest(2)));
    }

    [Theory]
    [MemberData(nameof(Profiles))]
    public void Every_change_rings_once_and_only_who_sleeps(string profile)
    {
        using var bells = new Bells();
        using var stage = Stage(profile, bells, Status("one"));
        var (asleep, awake) = (Slot(stage, bells.Join(1)), Slot(stage, bells.Join(2)));
        Assert.True(asleep.Hold() && awake.Hold());
        stage.Frames(7);
        stage.Pointer(7);
        stage.Tick();
        Action[] changes =
        [
            () => Assert.Equal(PublishOutcome.Published, stage.Publish()),
            () => Assert.Equal(PublishOutcome.Published, stage.Producer.Repeat()),
            () => Assert.Equal(PublishOutcome.Published, stage.Move(1)),
            () => Assert.Equal(PublishOutcome.Published, stage.Shape(2)),
            () => stage.Producer.SetStatus(Status("two", GuestState.NoOutput), default),
            stage.Producer.Restart,
        ];
        foreach (var change in changes)
        {
            asleep.Arm();
            var before = bells.Rings;
            change();
            Assert.Equal(before + 1, bells.Rings);
            Assert.True(bells.Event(1).Wait(0));
            Assert.False(bells.Event(2).Wait(0));
            Assert.False(asleep.Disarm());
            Assert.True(asleep.Hold() && awake.Hold());
        }

        // Awake again: nobody is rung.
        var rings = bells.Rings;
        stage.Frames(8);
        stage.Pointer(8);
        stage.Publish();
        stage.Move(3);
        Assert.Equal((rings, rings), (bells.Rings, stage.Producer.Rings));
    }

    [Fact]
    public void What_reaches_nobody_and_what_only_counts_does_not_ring()
    {
        using var bells = new Bells();
        var status = Status("one");
        using var stage = Stage("p20", bells, status);
        var slot = Slot(stage, bells.Join(1));
        Assert.True(slot.Hold());
        slot.Arm();
        Assert.Equal(PublishOutcome.NoSubscriber, stage.Publish());
        stage.Move(1);
        stage.Producer.SetStatus(status, new GuestCounters(0, 5, 6, 7, 8));
        stage.Tick();
        Assert.Equal(0, bells.Rings);
        Assert.True(slot.Disarm());
    }

    [Fact]
    public void A_slot_is_taken_back_from_who_left_and_found_again_after_scribbling()
    {
        using var bells = new Bells();
        using var stage = Stage("p20", bells);
        var slots = Enumerable.Range(1, 16).Select(i => Slot(stage, bells.Join((ushort)i))).ToList();
        Assert.All(slots, slot => Assert.True(slot.Hold()));
        var late = Slot(stage, bells.Join(17));
        Assert.False(late.Hold());
        bells.Gone.Add(5);
        Assert.True(late.Hold());
        Assert.Equal(0x0001_0011u, stage.Region.ReadUInt32(Block(stage) + 16 + (4 * 4)));

        // The same peer again, a viewer that was killed and started anew under its number, takes what was its own.
        Assert.True(Slot(stage, bells.Join(9)).Hold());

        // Scribbled over: taken again at the next look, also elsewhere.
        stage.Region.WriteUInt32(Block(stage) + 16 + (4 * 4), 0x0001_0001);
        Assert.False(late.Hold());
        slots[7].Release();
        Assert.Equal(0u, stage.Region.ReadUInt32(Block(stage) + 16 + (7 * 4)));
        Assert.True(late.Hold());

        // A block that is none any more, or has fewer slots than it had.
        var other = Slot(stage, bells.Join(18));
        bells.Gone.Add(1);
        stage.Region.WriteUInt32(Block(stage) + 4, 0x0000_0001);
        Assert.False(other.Hold());
        stage.Region.WriteUInt32(Block(stage) + 4, 0xFFFF_0001);
        stage.Region.WriteUInt32(Block(stage), 0);
        Assert.False(other.Hold());
        stage.Region.WriteUInt32(Block(stage), DoorbellRecord.Magic);
        Assert.True(other.Hold());
    }

    [Fact]
    public void Sixteen_that_come_at_once_get_a_slot_each()
    {
        using var bells = new Bells();
        using var stage = Stage("p20", bells);
        var doorbells = Enumerable.Range(1, 16).Select(i => bells.Join((ushort)i)).ToList();
        for (var round = 0; round < 200; round++)
        {
            var slots = Enumerable.Range(1, 16).Select(i => Slot(stage, doorbells[i - 1])).ToList();
            Parallel.ForEach(slots, slot => Assert.True(slot.Hold()));
            var words = Enumerable.Range(0, 16).Select(i => stage.Region.ReadUInt32(Block(stage) + 16 + (ulong)(i * 4))).ToList();
            Assert.Equal(16, words.Distinct().Count());
            slots.ForEach(slot => slot.Release());
        }
    }

    /// <summary>Any bytes in the block: at most one ring per slot and change, only to peers that are there, never to ourselves, and nothing else happens.</summary>
    [Theory]
    [MemberData(nameof(Profiles))]
    public void Scribbling_over_the_block_makes_no_storm(string profile)
    {
        using var bells = new Bells();
        using var stage = Stage(profile, bells);
        for (ushort i = 1; i <= 20; i++)
        {
            bells.Join(i);
        }

        bells.Gone.Add(3);
        var random = new Random(1);
        var noise = new byte[96];
        var (peer, pointer) = (stage.Frames(7), stage.Pointer(7));
        for (var round = 0; round < 5000; round++)
        {
            random.NextBytes(noise);
            for (var i = 16; i < 80; i += 4)
            {
                // Half of the words name peers that exist, and us.
                if (random.Next(2) == 0)
                {
                    BitConverter.TryWriteBytes(noise.AsSpan(i), 0x0001_0000u | (uint)random.Next(22));
                }
            }

            stage.Region.CopyIn(Block(stage), noise);
            var before = bells.Rings;
            Assert.Equal(PublishOutcome.Published, stage.Publish());
            Assert.InRange(bells.Rings - before, 0, 16);
            var first = bells.Rings;
            Assert.Equal(PublishOutcome.Published, stage.Move((short)round));
            Assert.Equal(first, bells.Rings);
            Assert.False(bells.Event(3).Wait(0));
            peer.Drain();
            pointer.Drain();
            Assert.True(stage.Tick());
            if (round % 500 == 0)
            {
                stage.Producer.Restart();
                (peer, pointer) = (stage.Frames(7), stage.Pointer(7));
            }
        }
    }

    [Fact]
    public void Ringing_allocates_nothing()
    {
        using var bells = new Bells();
        using var stage = Stage("p20", bells);
        var slot = Slot(stage, bells.Join(1));
        slot.Hold();
        var pointer = stage.Pointer(7);
        long Run(int rounds)
        {
            var sum = 0L;
            for (var i = 0; i < rounds; i++)
            {
                var before = GC.GetAllocatedBytesForCurrentThread();
                slot.Arm();
                stage.Move((short)i);
                bells.Event(1).Wait(0);
                slot.Disarm();
                sum += GC.GetAllocatedBytesForCurrentThread() - before;

                // The peer of the test may allocate.
                pointer.Done();
            }

            return sum;
        }

        Run(100);
        Assert.Equal(0, Run(1000));
        Assert.Equal(1100, bells.Rings);
    }

    private static ulong Block(ProducerStage stage) => (ulong)stage.Layout.UserDataOffset + 56;

    private static GuestStatus Status(string agent, GuestState state = GuestState.Capturing) => new() { State = state, Agent = agent };

    private static ProducerStage Stage(string profile, Bells bells, GuestStatus? status = null) =>
        new(profile, options: new ProducerOptions { Doorbell = bells.Guest(0), Status = status });

    private static BellSlot Slot(ProducerStage stage, IvshmemDoorbell doorbell) => BellSlot.For(stage.Link(stage.Timestamp), doorbell)!;
}
