using System.Diagnostics;
using Oriel.Memory;
using Oriel.Protocol.Kvmfr;
using Oriel.Relay.Consumer;
using Oriel.Relay.Producer;
using Oriel.Testing;

namespace Oriel.Relay.Tests.Consumer;

/// <summary>Frame times through a whole feed: producers with our clock, with clocks of their own, in this process and in others.</summary>
public sealed class FeedTimesTests
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(20);

    public static TheoryData<string> Profiles => ProducerStage.Profiles;

    [Theory]
    [MemberData(nameof(Profiles))]
    public void A_producer_on_this_machine_shares_the_clock(string profile)
    {
        using var bed = new Bed(profile: profile);
        bed.ShowUntilSeen(30);
        Assert.Equal(ClockEstimate.Shared, bed.Feed.ClockEstimate);
        Assert.All(bed.Sink.Frames, frame => AssertInOrder(frame.Times, errorNs: 0));
    }

    [Fact]
    public void A_producer_that_tells_no_times_leaves_them_unknown()
    {
        using var bed = new Bed(reportsTimes: false);
        bed.ShowUntilSeen(3);
        Assert.Equal(ClockEstimate.None, bed.Feed.ClockEstimate);
        Assert.All(bed.Sink.Frames, frame => Assert.Equal(
            (FrameTimes.Unknown, FrameTimes.Unknown, FrameTimes.Unknown, FrameTimes.Unknown),
            (frame.Times.CapturedNs, frame.Times.PublishedNs, frame.Times.FilledNs, frame.Times.GuestClockErrorNs)));
    }

    /// <summary>The guest's clock shows other numbers and runs at another speed; what each frame says about it must hold the truth.</summary>
    [Theory]
    [InlineData(-3_000_000_000_000, 0)]
    [InlineData(86_400_000_000_000, 150)]
    [InlineData(7, -150)]
    public void A_clock_of_its_own_is_estimated_within_the_stated_uncertainty(long shiftNs, int slowerPpm)
    {
        var clock = new ShiftedClock(shiftNs, slowerPpm);
        using var bed = new Bed(clock: clock);
        bed.ShowUntil(() => bed.Sink.Frames.Count(f => f.Times.GuestClockErrorNs != FrameTimes.Unknown) > 200);
        var estimate = bed.Feed.ClockEstimate;
        Assert.Equal(ClockRelation.Estimated, estimate.Relation);
        var uncertainties = new List<long>();
        foreach (var frame in bed.Sink.Frames.Where(f => f.Times.GuestClockErrorNs != FrameTimes.Unknown))
        {
            // The offset is that of the moment it was seen; since the capture it may have drifted.
            var times = frame.Times;
            AssertInOrder(times, times.GuestClockErrorNs);
            var captured = clock.HostOf(bed.Guest.CapturedNs[times.Serial]);
            var drifted = ((times.SeenNs - captured) * Math.Abs(slowerPpm) / 1_000_000) + 2;
            Assert.True(Math.Abs(times.CapturedNs - captured) <= times.GuestClockErrorNs + drifted, $"captured at {captured}: {times}");
            uncertainties.Add(times.GuestClockErrorNs);
        }

        var (before, now) = (FrameTimes.Now(), bed.Feed.ClockEstimate);
        var drift = (FrameTimes.Now() - before + bed.SinceLastFrameNs) / 5000;
        Assert.True(Math.Abs(OffsetAt(before) - now.OffsetNs) <= now.UncertaintyNs + drift, $"true {OffsetAt(before)}, {now}");
        TestContext.Current.TestOutputHelper?.WriteLine($"{now}; per frame: least {uncertainties.Min()}, median {uncertainties.Order().ElementAt(uncertainties.Count / 2)}, most {uncertainties.Max()} ns");

        long OffsetAt(long hostNs) => hostNs - clock.Of(hostNs);
    }

    [Fact]
    public void After_a_guest_stood_still_its_clock_is_estimated_anew()
    {
        using var bed = new Bed(clock: new ShiftedClock(5_000_000_000, 0));
        bed.ShowUntil(() => bed.Feed.ClockEstimate.Relation == ClockRelation.Estimated);
        bed.Guest.Hold = true;
        Eventually.True(() => bed.Feed.Status.State == RelayState.ProducerSilent, s_limit, () => bed.Feed.Status.ToString());
        Eventually.True(() => bed.Feed.ClockEstimate == ClockEstimate.None, s_limit, () => bed.Feed.ClockEstimate.ToString());
        bed.Guest.Hold = false;
        bed.ShowUntil(() => bed.Feed.ClockEstimate.Relation == ClockRelation.Estimated);
    }

    [Fact]
    public void A_new_session_with_another_clock_is_estimated_anew()
    {
        using var file = new TempRegion(16 << 20);
        using var sink = new MemorySink();
        using var feed = new FeedLoop(new FeedOptions { Source = file.Path }, sink);
        feed.Start();
        foreach (var shift in new[] { 4_000_000_000_000, -4_000_000_000 })
        {
            using var guest = new TestGuest(file.Path, reportsTimes: true, clock: new ShiftedClock(shift, 0));
            guest.ShowUntil(() => feed.ClockEstimate is { Relation: ClockRelation.Estimated } e && Math.Abs(e.OffsetNs + shift) <= e.UncertaintyNs, s_limit, () => feed.ClockEstimate.ToString());
        }

        using var same = new TestGuest(file.Path, reportsTimes: true);
        same.ShowUntil(() => feed.ClockEstimate == ClockEstimate.Shared, s_limit, () => feed.ClockEstimate.ToString());
    }

    /// <summary>Somebody scribbles over the record while frames come: the picture goes on, and no frame's times are out of order.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_scribbled_record_costs_no_frame(bool isSameClock)
    {
        using var bed = new Bed(clock: isSameClock ? null : new ShiftedClock(1_000_000_000, 50));
        bed.ShowUntilSeen(1);
        using var region = Region.OpenFile(bed.Path, RegionAccess.ReadWrite);
        var data = bed.Feed.Status.UserData!;
        var block = (ulong)(ProducerProfile.P20.Layout.UserDataOffset + data.TimingOffset);
        using var stop = new ManualResetEventSlim();
        var scribbler = new Thread(() =>
        {
            var random = new Random(5);
            while (!stop.IsSet)
            {
                var at = block + 64 + (ulong)(random.Next((FrameTimingRecord.Bytes - 64) / 8) * 8);
                region.WriteUInt64(at, random.Next(4) switch
                {
                    0 => (ulong)random.NextInt64(),
                    1 => ulong.MaxValue,
                    2 => (ulong)(FrameTimes.Now() + random.NextInt64(-50_000_000, 50_000_000)),
                    _ => (ulong)random.Next(40),
                });
            }
        });
        scribbler.Start();
        try
        {
            bed.ShowUntilSeen(500);
        }
        finally
        {
            stop.Set();
            scribbler.Join();
        }

        Assert.Equal(0, bed.Feed.Counters.RejectedTotal);
        Assert.Equal(1, bed.Feed.Counters.Sessions);
        Assert.All(bed.Sink.Frames, frame => AssertInOrder(frame.Times, frame.Times.GuestClockErrorNs));
    }

    /// <summary>Entries are overwritten as fast as they can be; what is read of one frame is never mixed with another's.</summary>
    [Fact]
    public void Times_of_two_frames_are_never_mixed()
    {
        using var stage = new ProducerStage("p20", options: new ProducerOptions { ReportsTimes = true });
        var peer = stage.Frames(7);
        stage.Clock.Advance(FrameTimes.Now() / 1_000_000);
        var reader = new FrameTimesReader(new RelayCounters());
        var (machine, block) = (new byte[16], (ulong)(stage.Layout.UserDataOffset + stage.Link().UserData.TimingOffset));
        System.Buffers.Binary.BinaryPrimitives.WriteUInt128LittleEndian(machine, MonotonicIdentity.OfThisProcess.Machine);
        stage.Region.CopyIn(block + 16, machine);
        reader.Attach(stage.Link(), 1);
        var done = false;
        var writer = new Thread(() =>
        {
            for (var i = 0; i < 100_000; i++)
            {
                // Each frame is captured at its serial's microsecond.
                _ = stage.Producer.Publish(ProducerStage.Frame, stage.Pixels, 0, ProducerStage.Pitch, stage.Everything, (stage.Producer.LastSerial + 1) * 1000L);
                peer.Drain();
            }

            Volatile.Write(ref done, true);
        });
        writer.Start();
        var (known, unknown) = (0, 0);
        while (!Volatile.Read(ref done))
        {
            // The oldest entry: just about to be overwritten.
            var serial = stage.Producer.LastSerial;
            serial = serial > 15 ? serial - 15 : 1;
            var times = new FrameTimes { Serial = serial, SeenNs = long.MaxValue / 4, CopiedNs = long.MaxValue / 4 };
            reader.Complete(ref times);
            if (times.PublishedNs == FrameTimes.Unknown)
            {
                unknown++;
                continue;
            }

            known++;
            Assert.Equal(serial * 1000L, times.CapturedNs);
        }

        writer.Join();
        Assert.True(known > 100 && unknown > 0, $"{known} known, {unknown} unknown");
    }

    /// <summary>Two programs on one machine read one clock, and know it.</summary>
    [Fact]
    public void Another_process_on_this_machine_shares_the_clock()
    {
        using var programs = new TwoProcessPrograms();
        programs.Producer("--create", "16M", "--size", "320x200", "--rate", "200");
        using var sink = new MemorySink();
        using var feed = new FeedLoop(new FeedOptions { Source = programs.Path }, sink);
        feed.Start();
        Eventually.True(() => sink.Frames.Count >= 100, s_limit, () => feed.Status.ToString());
        Assert.Equal(ClockEstimate.Shared, feed.ClockEstimate);
        Assert.All(sink.Frames.Skip(1), frame =>
        {
            AssertInOrder(frame.Times, errorNs: 0);
            Assert.NotEqual(FrameTimes.Unknown, frame.Times.CapturedNs);
        });
    }

    /// <summary>A process in a time namespace has a clock whose distance from ours is known to the nanosecond, and the same boot id: it must not be taken for ours, and be found.</summary>
    [Theory]
    [InlineData(500_000)]
    [InlineData(-3_600)]
    public void A_process_whose_clock_is_set_apart_is_found_out_and_estimated(int seconds)
    {
        using var region = new TempRegion();
        var uptime = Stopwatch.GetTimestamp() / Stopwatch.Frequency;
        Assert.SkipWhen(uptime + seconds < 60, "this machine has not been up for so long");
        using var apart = TestProcess.Start(
            "unshare",
            ["--user", "--map-root-user", "--time", "--monotonic", seconds.ToString(), "--fork", "--kill-child", Executables.Oriel, "pattern", "--region", region.Path, "--create", "16M", "--size", "320x200", "--rate", "200"]);
        Eventually.True(() => apart.HasExited || apart.Output.Contains("\"event\":\"ready\"", StringComparison.Ordinal), s_limit, () => apart.Output);
        Assert.SkipWhen(apart.HasExited, "no time namespace can be made here: " + apart.Output);
        using var sink = new MemorySink();
        using var feed = new FeedLoop(new FeedOptions { Source = region.Path }, sink);
        feed.Start();
        Eventually.True(() => sink.Frames.Count(f => f.Times.GuestClockErrorNs != FrameTimes.Unknown) >= 200, s_limit, () => $"{feed.Status}; {feed.ClockEstimate}; {sink.Frames.Count} frames");
        var estimate = feed.ClockEstimate;
        TestContext.Current.TestOutputHelper?.WriteLine(estimate.ToString());
        Assert.Equal(ClockRelation.Estimated, estimate.Relation);
        Assert.True(Math.Abs(estimate.OffsetNs + (seconds * 1_000_000_000L)) <= estimate.UncertaintyNs, estimate.ToString());
        Assert.All(sink.Frames, frame => AssertInOrder(frame.Times, frame.Times.GuestClockErrorNs));
    }

    private static void AssertInOrder(in FrameTimes t, long errorNs)
    {
        Assert.True(t.SeenNs <= t.CopiedNs, t.ToString());
        if (t.PublishedNs == FrameTimes.Unknown)
        {
            Assert.Equal((FrameTimes.Unknown, FrameTimes.Unknown, FrameTimes.Unknown), (t.CapturedNs, t.FilledNs, t.GuestClockErrorNs));
            return;
        }

        Assert.Equal(errorNs, t.GuestClockErrorNs);
        Assert.True(t.PublishedNs <= t.SeenNs, t.ToString());
        Assert.True(t.CapturedNs == FrameTimes.Unknown || t.CapturedNs <= t.PublishedNs, t.ToString());
        Assert.True(t.FilledNs == FrameTimes.Unknown || (t.FilledNs >= t.PublishedNs && t.FilledNs - errorNs <= t.CopiedNs), t.ToString());
    }

    private sealed class Bed : IDisposable
    {
        private readonly TempRegion _file = new(16 << 20);
        private uint _frame;

        public Bed(bool reportsTimes = true, TimeProvider? clock = null, string profile = "p20")
        {
            Guest = new TestGuest(_file.Path, reportsTimes: reportsTimes, clock: clock, profile: ProducerProfile.All.Single(p => p.Name == profile));
            Feed = new FeedLoop(new FeedOptions { Source = _file.Path, KeepAll = true }, Sink);
            Feed.Start();
        }

        public string Path => _file.Path;

        public MemorySink Sink { get; } = new();

        public TestGuest Guest { get; }

        public FeedLoop Feed { get; }

        public long SinceLastFrameNs => FrameTimes.Now() - Sink.Frames.Last().Times.SeenNs;

        public void ShowUntilSeen(int frames) => ShowUntil(() => Sink.Frames.Count >= frames);

        public void ShowUntil(Func<bool> condition) => Eventually.True(() =>
        {
            if (Guest.Producer.HasSubscribers)
            {
                Guest.Show(_frame++);
            }

            return condition();
        }, s_limit, () => $"{Feed.Status}; {Feed.ClockEstimate}; {Sink.Frames.Count} frames");

        public void Dispose()
        {
            Feed.Dispose();
            Guest.Dispose();
            Sink.Dispose();
            _file.Dispose();
        }
    }
}
