using System.Buffers.Binary;
using Oriel.Protocol;
using Oriel.Protocol.Kvmfr;
using Oriel.Relay.Consumer;
using Oriel.Relay.Producer;

namespace Oriel.Relay.Tests.Consumer;

/// <summary>What a consumer makes of a producer's timing record, step by step: both clocks are the test's.</summary>
public sealed class FrameTimesReaderTests
{
    private const long Ms = 1_000_000;
    private const long Attached = 9_000_000 * Ms;

    /// <summary>The producer's clock begins at 1 000 000 ms, ours at 9 000 000: the offset is 8 000 000 ms.</summary>
    private const long Offset = 8_000_000 * Ms;

    [Fact]
    public void A_guests_times_are_unknown_until_clocks_were_traded_and_then_on_our_clock()
    {
        using var bed = new Bed();
        bed.At(5);
        Assert.Equal(Unknown(1, bed.HostNs), bed.Take(capturedMs: 1_000_001, seenAfterMs: 0));
        Assert.Equal(ClockEstimate.None, bed.Reader.Estimate);

        bed.At(10);
        bed.Reader.Exchange(bed.Slot, bed.HostNs);
        Assert.True(bed.Stage.Tick(0));
        bed.Reader.Exchange(bed.Slot, bed.HostNs);

        // The frame of before bounds from above, the echo from below; the guest's clock counts milliseconds.
        var estimate = bed.Reader.Estimate;
        Assert.Equal(ClockRelation.Estimated, estimate.Relation);
        AssertAround(Offset, estimate.OffsetNs, estimate.UncertaintyNs);
        Assert.InRange(estimate.UncertaintyNs, Ms / 2, Ms);
        Assert.True(double.IsNaN(estimate.DriftPpm));

        bed.At(20);
        var times = bed.Take(capturedMs: 1_000_013, seenAfterMs: 3);
        Assert.Equal(times.GuestClockErrorNs, bed.Reader.Estimate.UncertaintyNs);
        AssertAround(Attached + (13 * Ms), times.CapturedNs, times.GuestClockErrorNs);
        AssertAround(Attached + (20 * Ms), times.PublishedNs, times.GuestClockErrorNs);
        AssertAround(Attached + (20 * Ms), times.FilledNs, times.GuestClockErrorNs);
        Assert.Equal(7 * Ms, times.PublishedNs - times.CapturedNs);
        Assert.True(times.PublishedNs <= times.SeenNs);
    }

    [Fact]
    public void A_frame_without_a_capture_time_or_not_yet_filled_has_the_others()
    {
        using var bed = new Bed(isSameClock: true);
        bed.At(1);
        bed.Publish(capturedMs: -1);
        bed.Poke(1, FrameTimingRecord.EntryFilled, 0);
        var times = bed.Complete(seenAfterMs: 2);
        Assert.Equal((FrameTimes.Unknown, Attached + Ms, FrameTimes.Unknown, 0), (times.CapturedNs, times.PublishedNs, times.FilledNs, times.GuestClockErrorNs));
    }

    [Fact]
    public void On_the_same_machine_the_times_are_ours_exactly()
    {
        using var bed = new Bed(isSameClock: true);
        Assert.Equal(ClockEstimate.Shared, bed.Reader.Estimate);
        bed.At(7);
        var times = bed.Take(capturedMs: (Attached / Ms) + 2, seenAfterMs: 1);
        Assert.Equal((Attached + (2 * Ms), Attached + (7 * Ms), Attached + (7 * Ms), 0L), (times.CapturedNs, times.PublishedNs, times.FilledNs, times.GuestClockErrorNs));

        // Nothing is traded.
        bed.Reader.Exchange(bed.Slot, bed.HostNs);
        Assert.Equal(0ul, bed.Stage.Region.ReadUInt64(bed.Block + FrameTimingRecord.Clock(bed.Slot)));
    }

    [Fact]
    public void What_was_published_before_we_came_took_no_time_to_reach_us()
    {
        using var bed = new Bed(isSameClock: true);
        bed.At(-1);
        Assert.Equal(Unknown(1, Attached + Ms), bed.Take(capturedMs: (Attached / Ms) - 3, seenAfterMs: 2));
        bed.At(0);
        Assert.Equal(Attached, bed.Take(capturedMs: (Attached / Ms) - 3, seenAfterMs: 2).PublishedNs);
    }

    [Fact]
    public void A_frame_sixteen_frames_old_and_one_of_another_serial_are_unknown()
    {
        using var bed = new Bed(isSameClock: true);
        bed.At(1);
        for (var i = 0; i < 17; i++)
        {
            bed.Publish(capturedMs: Attached / Ms);
        }

        Assert.Equal(Unknown(1, bed.HostNs), bed.Complete(seenAfterMs: 0, serial: 1));
        Assert.Equal(Attached + Ms, bed.Complete(seenAfterMs: 0, serial: 2).PublishedNs);
        Assert.Equal(Unknown(18, bed.HostNs), bed.Complete(seenAfterMs: 0, serial: 18));
        bed.Poke(17, FrameTimingRecord.EntrySerial, 0, bytes: 4);
        Assert.Equal(Unknown(17, bed.HostNs), bed.Complete(seenAfterMs: 0, serial: 17));
    }

    public static TheoryData<int, ulong, bool, bool> Lies => new()
    {
        // Word, value, is published still known, is captured still known.
        { FrameTimingRecord.EntryPublished, 0, false, false },
        { FrameTimingRecord.EntryPublished, ulong.MaxValue, false, false },
        { FrameTimingRecord.EntryPublished, 1ul << 60, false, false },
        { FrameTimingRecord.EntryPublished, (1ul << 60) - 1, false, false },
        { FrameTimingRecord.EntryPublished, (ulong)(Attached + (6 * Ms)), false, false },
        { FrameTimingRecord.EntryPublished, 1, false, false },
        { FrameTimingRecord.EntryCaptured, ulong.MaxValue, true, false },
        { FrameTimingRecord.EntryCaptured, (ulong)(Attached + (6 * Ms)), true, false },
        { FrameTimingRecord.EntryCaptured, 1, true, true },
        { FrameTimingRecord.EntryFilled, 1, true, true },
        { FrameTimingRecord.EntryFilled, ulong.MaxValue, true, true },
        { FrameTimingRecord.EntryFilled, (ulong)(Attached + (60 * Ms)), true, true },
    };

    [Theory]
    [MemberData(nameof(Lies))]
    public void Impossible_times_are_unknown_and_never_later_than_what_was_seen(int word, ulong value, bool publishedKnown, bool capturedKnown)
    {
        using var bed = new Bed(isSameClock: true);
        bed.At(1);
        bed.Publish(capturedMs: Attached / Ms);
        bed.Poke(1, word, value);
        var times = bed.Complete(seenAfterMs: 4);
        Assert.Equal((publishedKnown, capturedKnown), (times.PublishedNs != FrameTimes.Unknown, times.CapturedNs != FrameTimes.Unknown));
        Assert.Equal(publishedKnown ? 0 : FrameTimes.Unknown, times.GuestClockErrorNs);
        Assert.Equal(word != FrameTimingRecord.EntryFilled && publishedKnown, times.FilledNs != FrameTimes.Unknown);
    }

    /// <summary>Noise in every word, for ever: times are unknown or in order, and the estimate is an interval or nothing.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_guest_that_writes_nonsense_gets_unknown_times(bool isSameClock)
    {
        using var bed = new Bed(isSameClock);
        var random = new Random(11);
        var noise = new byte[FrameTimingRecord.Bytes - 64];
        ulong[] edges = [0, 1, ulong.MaxValue, 1ul << 60, (1ul << 60) - 1, 1ul << 63, (ulong)long.MaxValue, (ulong)Attached];
        var known = 0;
        for (var i = 0; i < 20_000; i++)
        {
            for (var at = 0; at < noise.Length; at += 8)
            {
                var value = random.Next(3) switch
                {
                    0 => edges[random.Next(edges.Length)],
                    1 => (ulong)(bed.HostNs - Offset + random.NextInt64(-50 * Ms, 50 * Ms)),
                    _ => (ulong)(bed.HostNs + random.NextInt64(-50 * Ms, 50 * Ms)),
                };
                BinaryPrimitives.WriteUInt64LittleEndian(noise.AsSpan(at), value);
            }

            for (var serial = 0u; serial < 16; serial++)
            {
                BinaryPrimitives.WriteUInt32LittleEndian(noise.AsSpan((int)serial * 32), serial);
            }

            bed.Stage.Region.CopyIn(bed.Block + 64, noise);
            bed.At(i + 1);
            bed.Reader.Exchange(bed.Slot, bed.HostNs);
            var times = bed.Complete(seenAfterMs: 0, serial: (uint)(1 + (i % 15)));
            if (times.PublishedNs != FrameTimes.Unknown)
            {
                known++;
                Assert.True(times.PublishedNs <= times.SeenNs && times.GuestClockErrorNs >= 0, times.ToString());
                Assert.True(times.CapturedNs == FrameTimes.Unknown || times.CapturedNs <= times.PublishedNs, times.ToString());
                Assert.True(times.FilledNs == FrameTimes.Unknown || (times.FilledNs >= times.PublishedNs && times.FilledNs - times.GuestClockErrorNs <= times.CopiedNs), times.ToString());
            }

            var estimate = bed.Reader.Estimate;
            Assert.True(estimate.Relation switch
            {
                ClockRelation.Estimated => estimate.UncertaintyNs is >= 0 and <= 500_000_001,
                ClockRelation.Shared => isSameClock && estimate == ClockEstimate.Shared,
                _ => estimate.UncertaintyNs == FrameTimes.Unknown,
            }, estimate.ToString());
        }

        Assert.True(known > 100, $"{known}");
    }

    [Fact]
    public void A_refused_record_is_counted_and_everything_stays_unknown()
    {
        using var bed = new Bed(spoil: true);
        Assert.Equal(1, bed.Counters.Rejected(RejectCode.FrameTiming));
        bed.At(1);
        bed.Reader.Exchange(bed.Slot, bed.HostNs);
        Assert.Equal(Unknown(1, bed.HostNs), bed.Take(capturedMs: 1_000_001, seenAfterMs: 0));
        Assert.Equal(0ul, bed.Stage.Region.ReadUInt64(bed.Block + FrameTimingRecord.Clock(bed.Slot)));
    }

    [Fact]
    public void It_allocates_nothing()
    {
        using var bed = new Bed();
        var (allocated, known) = (0L, 0);
        for (var i = 1; i < 1050; i++)
        {
            bed.At(40 * i);
            bed.Reader.Exchange(bed.Slot, bed.HostNs);
            bed.Publish(capturedMs: 1_000_000);
            bed.Stage.Producer.Tick(null);
            var times = new FrameTimes { Serial = bed.Stage.Producer.LastSerial, SeenNs = bed.HostNs, CopiedNs = bed.HostNs };
            var mark = GC.GetAllocatedBytesForCurrentThread();
            bed.Reader.Exchange(bed.Slot, bed.HostNs);
            bed.Reader.Complete(ref times);
            _ = bed.Reader.Estimate;
            allocated += i < 50 ? 0 : GC.GetAllocatedBytesForCurrentThread() - mark;
            known += times.GuestClockErrorNs != FrameTimes.Unknown ? 1 : 0;
        }

        Assert.Equal(0, allocated);
        Assert.True(known > 1000);
        Assert.False(double.IsNaN(bed.Reader.Estimate.DriftPpm));
    }

    private static FrameTimes Unknown(uint serial, long seenNs) => new() { Serial = serial, SeenNs = seenNs, CopiedNs = seenNs };

    private static void AssertAround(long expected, long seen, long error) =>
        Assert.True(Math.Abs(seen - expected) <= error, $"{seen} ± {error} does not hold {expected}");

    /// <summary>A producer whose clock counts milliseconds, and a reader of its record.</summary>
    private sealed class Bed : IDisposable
    {
        private readonly ProducerPeer _peer;

        public Bed(bool isSameClock = false, bool spoil = false)
        {
            Stage = new ProducerStage("p20", options: new ProducerOptions { ReportsTimes = true });
            if (isSameClock)
            {
                // Its clock is then ours: it shows what ours does.
                Stage.Clock.Advance(Offset / Ms);
            }

            Block = (ulong)(Stage.Layout.UserDataOffset + Stage.Link().UserData.TimingOffset);
            if (isSameClock)
            {
                var machine = new byte[16];
                BinaryPrimitives.WriteUInt128LittleEndian(machine, MonotonicIdentity.OfThisProcess.Machine);
                Stage.Region.CopyIn(Block + 16, machine);
            }

            if (spoil)
            {
                Stage.Region.WriteUInt32(Block, 0);
            }

            _peer = Stage.Frames(7);
            Reader = new FrameTimesReader(Counters);
            Reader.Attach(Stage.Link(), Attached);
            HostNs = Attached;
        }

        public ProducerStage Stage { get; }

        public RelayCounters Counters { get; } = new();

        public FrameTimesReader Reader { get; }

        public ulong Block { get; }

        public int Slot => _peer.Slot;

        public long HostNs { get; private set; }

        /// <summary>Moves both clocks to a moment after we attached.</summary>
        public void At(long ms)
        {
            Stage.Clock.Advance(((Attached + (ms * Ms)) - HostNs) / Ms);
            HostNs = Attached + (ms * Ms);
        }

        public void Publish(long capturedMs)
        {
            Assert.Equal(PublishOutcome.Published, Stage.Producer.Publish(ProducerStage.Frame, Stage.Pixels, 0, ProducerStage.Pitch, Stage.Everything, capturedMs * Ms));
            _peer.Drain();
        }

        public FrameTimes Complete(long seenAfterMs, uint serial = 0)
        {
            HostNs += seenAfterMs * Ms;
            Stage.Clock.Advance(seenAfterMs);
            var times = Unknown(serial == 0 ? Stage.Producer.LastSerial : serial, HostNs);
            Reader.Complete(ref times);
            return times;
        }

        public FrameTimes Take(long capturedMs, long seenAfterMs)
        {
            Publish(capturedMs);
            return Complete(seenAfterMs);
        }

        public void Poke(uint serial, int word, ulong value, int bytes = 8)
        {
            var at = Block + FrameTimingRecord.Entry(serial) + (uint)word;
            if (bytes == 4)
            {
                Stage.Region.WriteUInt32(at, (uint)value);
            }
            else
            {
                Stage.Region.WriteUInt64(at, value);
            }
        }

        public void Dispose() => Stage.Dispose();
    }
}
