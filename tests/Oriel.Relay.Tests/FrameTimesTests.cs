using Oriel.Memory;
using Oriel.Protocol;
using Oriel.Protocol.Kvmfr;
using Oriel.Protocol.Lgmp;
using Oriel.Relay.Consumer;
using Oriel.Relay.Inspection;
using Oriel.Relay.Producer;

namespace Oriel.Relay.Tests;

/// <summary>What a producer writes into its timing record, word by word (docs/protocol-extensions.md section 4), and what inspecting it shows.</summary>
public sealed class FrameTimesTests
{
    private const ulong MsNs = 1_000_000;

    public static TheoryData<string> Profiles => ProducerStage.Profiles;

    [Theory]
    [MemberData(nameof(Profiles))]
    public void Every_profile_carries_it_and_the_rest_reads_as_before(string profile)
    {
        using var stage = Stage(profile, new ProducerOptions
        {
            ProducerText = "a", Vm = new VmInfo("", "cap", 2, 1, 1, "model"), Os = new OsInfo(3, "W"), ReportsTimes = true, Status = new GuestStatus { Agent = "me" },
        });
        var report = RegionInspector.Inspect(stage.Region);
        Assert.Equal((InspectionState.Session, null), (report.State, report.Notes));
        Assert.Equal(("cap", "W", "a", "me"), (report.VmInfo!.Capture, report.OsInfo!.Name, report.ProducerText, report.Guest!.Agent));
        Assert.Equal((GuestTimebaseKind.Unknown, 1_000_000u, null, false), (report.Times!.Clock, report.Times.ResolutionNs, report.Times.Machine, report.Times.SameClock));
        Assert.Empty(report.Times.Frames);

        var peer = stage.Frames(7);
        Assert.Equal(PublishOutcome.Published, Publish(stage, capturedMs: 990_123));
        Assert.Equal([new InspectedFrameTimes(1, 990_123 * MsNs, 1_000_000 * MsNs, 1_000_000 * MsNs)], RegionInspector.Inspect(stage.Region).Times!.Frames);
    }

    [Fact]
    public void Without_it_nothing_is_there_and_publishing_with_a_time_changes_nothing()
    {
        using var stage = new ProducerStage("p20");
        _ = stage.Frames(7);
        var before = Head(stage);
        Assert.Equal(PublishOutcome.Published, Publish(stage, 5));
        var report = RegionInspector.Inspect(stage.Region);
        Assert.Equal((null, 48), (report.Times, report.UdataSize));
        Assert.Equal(before[5756..5804], Head(stage)[5756..5804]);
    }

    /// <summary>Offsets by hand: P20 user data at 5756, 48 fixed bytes, record header 8, so the block begins at 5816, the ring at 5880, clocks at 6392, echoes at 6456.</summary>
    [Fact]
    public void Words_of_a_frame_stand_where_the_document_says()
    {
        using var stage = Stage("p20");
        _ = stage.Frames(7);
        Assert.Equal("OrFT"u8.ToArray(), Head(stage)[5816..5820]);
        stage.Clock.Advance(7);
        Publish(stage, 1_000_001);
        Assert.Equal((1u, 1_000_001 * MsNs, 1_000_007 * MsNs, 1_000_007 * MsNs),
            (stage.Region.ReadUInt32(5880 + 32), stage.Region.ReadUInt64(5880 + 40), stage.Region.ReadUInt64(5880 + 48), stage.Region.ReadUInt64(5880 + 56)));
    }

    [Fact]
    public void The_ring_keeps_the_last_sixteen()
    {
        using var stage = Stage("p20");
        var peer = stage.Frames(7);
        for (var i = 1u; i <= 40; i++)
        {
            Assert.Equal(PublishOutcome.Published, Publish(stage, i));
            peer.Drain();
            Assert.True(stage.Tick());
        }

        var frames = RegionInspector.Inspect(stage.Region).Times!.Frames;
        Assert.Equal(Enumerable.Range(25, 16).Select(i => ((uint)i, (ulong?)((ulong)i * MsNs))), frames.Select(f => (f.Serial, f.CapturedNs)));
        Assert.All(frames, f => Assert.Equal(f.PublishedNs, f.FilledNs));
    }

    [Fact]
    public void A_frame_says_when_it_was_published_before_and_when_it_was_filled_after_its_pixels()
    {
        using var stage = Stage("p20");
        _ = stage.Frames(7);
        var filler = new Filler(() =>
        {
            // The message is out and a consumer may look: published is known, filled is not.
            Assert.Equal([new InspectedFrameTimes(1, null, 1_000_000 * MsNs, null)], RegionInspector.Inspect(stage.Region).Times!.Frames);
            stage.Clock.Advance(12);
            return true;
        });
        Assert.Equal(PublishOutcome.Published, stage.Producer.Publish(ProducerStage.Frame, filler, stage.Everything));
        Assert.Equal([new InspectedFrameTimes(1, null, 1_000_000 * MsNs, 1_000_012 * MsNs)], RegionInspector.Inspect(stage.Region).Times!.Frames);

        // One that failed never was.
        stage.Clock.Advance(3);
        Assert.Equal(PublishOutcome.FillFailed, stage.Producer.Publish(ProducerStage.Frame, new Filler(() => false), stage.Everything));
        Assert.Equal(new InspectedFrameTimes(2, null, 1_000_015 * MsNs, null), RegionInspector.Inspect(stage.Region).Times!.Frames[^1]);
    }

    [Theory]
    [MemberData(nameof(Profiles))]
    public void A_consumers_clock_is_said_back_with_the_producers(string profile)
    {
        using var stage = Stage(profile);
        _ = stage.Frames(7);
        var link = stage.Link();
        var block = (ulong)(stage.Layout.UserDataOffset + link.UserData.TimingOffset);
        Assert.True(stage.Tick());
        Assert.Empty(RegionInspector.Inspect(stage.Region).Times!.Echoes);
        stage.Region.WriteUInt64(block + FrameTimingRecord.Clock(0), 4711);

        // A word of a slot nobody sits in is not read.
        stage.Region.WriteUInt64(block + FrameTimingRecord.Clock(1), 4712);
        Assert.True(stage.Tick());
        Assert.Equal([new InspectedEcho(0, 4711, 1_000_020 * MsNs)], RegionInspector.Inspect(stage.Region).Times!.Echoes);

        // The same clock again is not news; another one is, also after a frame.
        Assert.True(stage.Tick());
        Assert.Equal([new InspectedEcho(0, 4711, 1_000_020 * MsNs)], RegionInspector.Inspect(stage.Region).Times!.Echoes);
        stage.Region.WriteUInt64(block + FrameTimingRecord.Clock(0), 4713);
        stage.Clock.Advance(1);
        Assert.Equal(PublishOutcome.Published, stage.Publish());
        Assert.Equal([new InspectedEcho(0, 4713, 1_000_031 * MsNs)], RegionInspector.Inspect(stage.Region).Times!.Echoes);
    }

    [Theory]
    [MemberData(nameof(Profiles))]
    public void A_new_session_begins_without_times(string profile)
    {
        using var stage = Stage(profile);
        _ = stage.Frames(7);
        Publish(stage, 1);
        stage.Region.Clear(0, 12_000);
        Assert.False(stage.Tick());
        Assert.Equal(PublishOutcome.SessionLost, Publish(stage, 2));
        Assert.All(Head(stage)[..12_000], b => Assert.Equal(0, b));
        stage.Producer.Restart();
        var timing = RegionInspector.Inspect(stage.Region).Times!;
        Assert.Empty(timing.Frames);
        _ = stage.Frames(8);
        Publish(stage, 3);
        Assert.Equal([(2u, (ulong?)(3 * MsNs))], RegionInspector.Inspect(stage.Region).Times!.Frames.Select(f => (f.Serial, f.CapturedNs)));
    }

    [Fact]
    public void A_session_of_somebody_else_that_began_during_the_copy_is_not_written_to()
    {
        using var stage = Stage("p20");
        _ = stage.Frames(7);
        RelayProducer? other = null;
        byte[] before = [];
        var filler = new Filler(() =>
        {
            other = new RelayProducer(stage.Region, new ProducerOptions());
            before = Head(stage);
            return true;
        });
        _ = stage.Producer.Publish(ProducerStage.Frame, filler, stage.Everything);
        other!.Dispose();
        Assert.Equal(before[5700..7000], Head(stage)[5700..7000]);
    }

    [Fact]
    public void Publishing_with_times_allocates_nothing()
    {
        using var stage = Stage("p20");
        var peer = stage.Frames(7);
        var block = (ulong)(stage.Layout.UserDataOffset + stage.Link().UserData.TimingOffset);
        var allocated = 0L;
        for (var i = 1; i <= 1050; i++)
        {
            stage.Region.WriteUInt64(block + FrameTimingRecord.Clock(0), (ulong)i);
            var mark = GC.GetAllocatedBytesForCurrentThread();
            var outcome = stage.Producer.Publish(ProducerStage.Frame, stage.Pixels, 0, ProducerStage.Pitch, stage.Everything, i);
            _ = stage.Tick();
            allocated += i <= 50 ? 0 : GC.GetAllocatedBytesForCurrentThread() - mark;
            Assert.Equal(PublishOutcome.Published, outcome);
            peer.Drain();
        }

        Assert.Equal(0, allocated);
        Assert.Equal(1050ul, RegionInspector.Inspect(stage.Region).Times!.Echoes[0].ConsumerNs);
    }

    /// <summary>Another consumer scribbles all over the record while frames are published: the producer goes on, and what it writes next is right again.</summary>
    [Fact]
    public void A_scribbled_record_costs_the_producer_nothing()
    {
        using var stage = Stage("p20");
        var peer = stage.Frames(7);
        var block = (ulong)(stage.Layout.UserDataOffset + stage.Link().UserData.TimingOffset);
        var random = new Random(3);
        var noise = new byte[FrameTimingRecord.Bytes];
        for (var i = 0; i < 300; i++)
        {
            random.NextBytes(noise);
            stage.Region.CopyIn(block, noise);
            Assert.Equal(PublishOutcome.Published, Publish(stage, 5));
            Assert.True(stage.Tick());
            peer.Drain();
            var entry = block + FrameTimingRecord.Entry(stage.Producer.LastSerial);
            Assert.Equal((stage.Producer.LastSerial, 5 * MsNs), (stage.Region.ReadUInt32(entry), stage.Region.ReadUInt64(entry + 8)));
        }

        stage.Region.WriteUInt32(block, 0);
        var report = RegionInspector.Inspect(stage.Region);
        Assert.Equal((InspectionState.Session, null), (report.State, report.Times));
        Assert.Contains("the timing record was refused: FrameTiming", Assert.Single(report.Notes!), StringComparison.Ordinal);
    }

    private static ProducerStage Stage(string profile, ProducerOptions? options = null) => new(profile, options: options ?? new ProducerOptions { ReportsTimes = true });

    private static PublishOutcome Publish(ProducerStage stage, long capturedMs) =>
        stage.Producer.Publish(ProducerStage.Frame, stage.Pixels, 0, ProducerStage.Pitch, stage.Everything, capturedMs * (long)MsNs);

    private static byte[] Head(ProducerStage stage)
    {
        var head = new byte[16_384];
        stage.Region.CopyOut(0, head);
        return head;
    }

    private sealed class Filler(Func<bool> fill) : IFrameFiller
    {
        public bool TryFill(in FrameTarget target, ReadOnlySpan<DamageRect> stale) => fill();
    }
}
