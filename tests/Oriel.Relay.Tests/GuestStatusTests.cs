using System.Diagnostics;
using Oriel.Memory;
using Oriel.Protocol;
using Oriel.Protocol.Kvmfr;
using Oriel.Protocol.Lgmp;
using Oriel.Relay.Consumer;
using Oriel.Relay.Inspection;
using Oriel.Relay.Producer;
using Oriel.Relay.Tests.Consumer;
using Oriel.Testing;

namespace Oriel.Relay.Tests;

/// <summary>The guest status record between a producer and a reader that do not wait for each other.</summary>
public sealed class GuestStatusTests
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(10);

    public static TheoryData<string> Profiles => ProducerStage.Profiles;

    [Theory]
    [MemberData(nameof(Profiles))]
    public void Every_profile_carries_it_and_the_rest_reads_as_before(string profile)
    {
        using var stage = new ProducerStage(profile, options: new ProducerOptions { ProducerText = "a", Vm = new VmInfo("", "cap", 2, 1, 1, "model"), Os = new OsInfo(3, "W"), Status = Uniform('s') });
        var report = RegionInspector.Inspect(stage.Region);
        Assert.Equal(InspectionState.Session, report.State);
        Assert.Equal(("cap", "W", "a"), (report.VmInfo!.Capture, report.OsInfo!.Name, report.ProducerText));
        Assert.Equal(Uniform('s'), report.Guest!.Status);
        stage.Clock.Advance(77);
        var before = report.Guest;
        stage.Producer.SetStatus(Uniform('t'), new GuestCounters(0, 10, 11, 12, 13));
        report = RegionInspector.Inspect(stage.Region);
        Assert.Equal(Uniform('t'), report.Guest!.Status);
        Assert.Equal((10ul, 11ul, 12ul, 13ul), (report.Guest.Frames, report.Guest.Dropped, report.Guest.Restarts, report.Guest.ModeChanges));
        Assert.Equal((before.UpdatedMs + 77, before.Sequence + 2), (report.Guest.UpdatedMs, report.Guest.Sequence));
        Assert.True(stage.Tick());
        stage.Frames(7).Subscribe();
        Assert.Equal(PublishOutcome.Published, stage.Publish());
    }

    [Fact]
    public void Without_it_nothing_is_there_and_setting_it_does_nothing()
    {
        using var stage = new ProducerStage("p20");
        stage.Producer.SetStatus(Uniform('x'), default);
        var report = RegionInspector.Inspect(stage.Region);
        Assert.Null(report.Guest);
        Assert.Equal(48, report.UdataSize);
    }

    [Theory]
    [MemberData(nameof(Profiles))]
    public void A_new_session_begins_with_the_newest_status(string profile)
    {
        using var stage = new ProducerStage(profile, options: new ProducerOptions { Status = Uniform('a') });
        stage.Producer.SetStatus(Uniform('b'), default);
        stage.Region.Clear(0, 12_000);
        Assert.False(stage.Tick());
        stage.Producer.SetStatus(Uniform('c'), default);
        Assert.Equal(0u, stage.Region.ReadUInt32((ulong)stage.Layout.UserDataOffset));
        stage.Producer.Restart();
        Assert.Equal(Uniform('c'), RegionInspector.Inspect(stage.Region).Guest!.Status);
        stage.Producer.SetStatus(Uniform('d'), default);
        Assert.Equal(Uniform('d'), RegionInspector.Inspect(stage.Region).Guest!.Status);
    }

    [Fact]
    public void A_session_of_somebody_else_is_not_written_to()
    {
        using var stage = new ProducerStage("p20", options: new ProducerOptions { Status = Uniform('a') });
        using var other = new RelayProducer(stage.Region, new ProducerOptions());
        var before = new byte[16_384];
        stage.Region.CopyOut(0, before);
        stage.Producer.SetStatus(Uniform('b'), default);
        var after = new byte[16_384];
        stage.Region.CopyOut(0, after);
        Assert.Equal(before, after);
    }

    [Fact]
    public void Setting_it_allocates_nothing()
    {
        using var stage = new ProducerStage("p20", options: new ProducerOptions { Status = Uniform('a') });
        GuestStatus[] two = [Uniform('a'), Uniform('b')];
        for (var i = 0; i < 50; i++)
        {
            stage.Producer.SetStatus(two[i % 2], default);
        }

        var mark = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
        {
            stage.Producer.SetStatus(two[i / 10 % 2], new GuestCounters(0, (ulong)i, 0, 0, 0));
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - mark);
    }

    /// <summary>A writer flips between two statuses, every text of which is one letter; a reader that ever saw both letters in one status saw a torn one.</summary>
    [Fact]
    public void A_torn_status_is_never_taken_for_a_whole_one()
    {
        using var stage = new ProducerStage("p20", options: new ProducerOptions { Status = Uniform('a') });
        GuestStatus[] two = [Uniform('a'), Uniform('b')];
        var stop = false;
        var writer = new Thread(() =>
        {
            for (var i = 0; !Volatile.Read(ref stop); i++)
            {
                stage.Producer.SetStatus(two[i % 2], default);
            }
        });
        writer.Start();
        var counters = new RelayCounters();
        var reader = new GuestStatusReader(counters);
        var session = stage.Link();
        var seen = new Dictionary<char, int>();
        try
        {
            var now = HostClock.Now;
            for (var (i, until) = (0, Stopwatch.StartNew()); (seen.Count < 2 || i < 20_000) && until.Elapsed < s_limit; i++)
            {
                // Every look is due: the clock is the test's.
                reader.Look(session, isEager: false, now += HostClock.Ms(1001));
                if (reader.Current is { } status)
                {
                    var letter = status.Agent[0];
                    Assert.Equal(Uniform(letter), status);
                    seen[letter] = seen.GetValueOrDefault(letter) + 1;
                }
            }
        }
        finally
        {
            Volatile.Write(ref stop, true);
            writer.Join();
        }

        Assert.Equal(2, seen.Count);
    }

    [Fact]
    public void A_sequence_that_never_settles_costs_a_few_looks_and_leaves_the_last_status_standing()
    {
        using var stage = new ProducerStage("p20", options: new ProducerOptions { Status = Uniform('a') });
        var counters = new RelayCounters();
        var reader = new GuestStatusReader(counters);
        var session = stage.Link();
        var now = HostClock.Now;
        reader.Look(session, isEager: false, now);
        Assert.Equal(Uniform('a'), reader.Current);
        var word = (ulong)(session.Layout.UserDataOffset + session.UserData.StatusOffset + GuestStatusRecord.SequenceOffset);
        stage.Region.WriteUInt32(word, 0xFFFFFFFF);
        for (var i = 0; i < 100; i++)
        {
            reader.Look(session, isEager: false, now += HostClock.Ms(1001));
        }

        Assert.Equal(Uniform('a'), reader.Current);
        Assert.Equal(1, counters.Rejected(RejectCode.GuestStatus));
        stage.Producer.SetStatus(Uniform('b'), default);
        reader.Look(session, isEager: false, now + HostClock.Ms(2001));
        Assert.Equal(Uniform('b'), reader.Current);
    }

    [Fact]
    public void Looking_is_rare_and_allocates_nothing_while_only_numbers_change()
    {
        using var stage = new ProducerStage("p20", options: new ProducerOptions { Status = Uniform('a') });
        var counters = new RelayCounters();
        var reader = new GuestStatusReader(counters);
        var session = stage.Link();
        var (now, same) = (HostClock.Now, Uniform('a'));
        Look(100);
        var first = reader.Current;
        var mark = GC.GetAllocatedBytesForCurrentThread();
        Look(1000);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - mark);
        Assert.Same(first, reader.Current);
        Assert.Equal(999ul, counters.GuestFrames);

        // Not due yet: nobody looks.
        stage.Producer.SetStatus(Uniform('b'), default);
        reader.Look(session, isEager: true, now + HostClock.Ms(500));
        Assert.Same(first, reader.Current);

        void Look(int times)
        {
            for (var i = 0; i < times; i++)
            {
                stage.Producer.SetStatus(same, new GuestCounters(0, (ulong)i, 0, 0, 0));
                reader.Look(session, isEager: false, now += HostClock.Ms(1001));
            }
        }
    }

    [Fact]
    public void The_feed_tells_what_the_guest_says_with_and_without_a_picture()
    {
        using var file = new TempRegion(16 << 20);
        using var sink = new MemorySink();
        using var guest = new TestGuest(file.Path, status: Trouble("virtual display"));
        using var feed = new FeedLoop(new FeedOptions { Source = file.Path }, sink);
        feed.Start();
        Eventually.True(() => feed.Status is { State: RelayState.WaitingForFrame, Guest.State: GuestState.NoOutput }, s_limit, () => feed.Status.ToString());
        Assert.Contains("The guest has no active output (ORL421): seen virtual display", feed.Status.Detail, StringComparison.Ordinal);

        guest.Producer.SetStatus(Uniform('k') with { State = GuestState.Capturing }, default);
        guest.Show(0);
        Eventually.True(() => feed.Status is { State: RelayState.Live, Guest.State: GuestState.Capturing }, s_limit, () => feed.Status.ToString());
        Assert.DoesNotContain("output", feed.Status.Detail, StringComparison.Ordinal);

        // The picture stands, and the words say why.
        guest.Producer.SetStatus(Trouble("late"), new GuestCounters(0, 5, 6, 7, 8));
        Eventually.True(() => feed.Status is { State: RelayState.Live, Guest.State: GuestState.NoOutput }, s_limit, () => feed.Status.ToString());
        Assert.Equal((5ul, 6ul, 7ul), (feed.Counters.GuestFrames, feed.Counters.GuestDropped, feed.Counters.GuestRestarts));
        Assert.Single(sink.Frames);
        Assert.Equal(0, feed.Counters.RejectedTotal);
    }

    private static GuestStatus Trouble(string text) => new() { State = GuestState.NoOutput, StateSinceMs = 5, Error = new GuestError("ORL421", "seen " + text, "attach one", 6) };

    /// <summary>A status whose every text consists of one letter as long as its field, and whose numbers are that letter too.</summary>
    private static GuestStatus Uniform(char letter) => new()
    {
        State = GuestState.CaptureFailing, StateSinceMs = letter, Agent = new string(letter, 47), System = new string(letter, 63), Backend = new string(letter, 31),
        Gpu = new string(letter, 63), GpuDriver = new string(letter, 31), OutputCount = 4,
        Outputs = [.. Enumerable.Repeat(new GuestOutput(new string(letter, 31), letter, letter, letter, IsCaptured: letter == 'a', IsPrimary: letter == 'a'), 4)],
        Error = new GuestError(new string(char.ToUpperInvariant(letter), 7), new string(letter, 191), new string(letter, 191), letter),
    };
}
