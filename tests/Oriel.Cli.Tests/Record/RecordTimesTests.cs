using Oriel.Cli.Pictures;
using Oriel.Cli.Record;
using Oriel.Protocol.Kvmfr;
using Oriel.Relay.Consumer;
using Oriel.Testing;

namespace Oriel.Cli.Tests.Record;

/// <summary>Frames at their own times: what the guest's clock says is in the stream that ffmpeg gets, to the microsecond, and in the finished file, to the container's millisecond.</summary>
public sealed class RecordTimesTests
{
    private static readonly int[] s_stepsUs = [16_667, 16_667, 40_000, 1_500, 250_000, 8_333, 33_333];

    [Fact]
    public void Capture_times_are_carried_to_the_microsecond_and_survive_encoding()
    {
        Recordings.NeedFfmpeg();
        using var folder = new TempFolder();
        var stream = folder.File("stream.mkv");
        Record(stream);

        var times = Recordings.Times(stream);
        AssertSteps(times, 0.000_001);
        var file = folder.File("file.mkv");
        var plan = new RecordPlan(RecordTarget.ForFile(file, null), new PictureStreamFormat(64, 48, false, false, 0, null), null, Encoder.Named("ffv1"), 20, 0);
        var arguments = FfmpegArguments.Make(plan, FfmpegProgram.Open()).Select(argument => argument == "pipe:0" ? stream : argument);
        TestProcess.Run("ffmpeg", arguments, limit: Recordings.Patience);
        AssertSteps(Recordings.Times(file), 0.001_001);
    }

    [Fact]
    public void A_reader_that_does_not_keep_up_loses_frames_and_never_blocks_the_feed()
    {
        using var store = new PictureStore(keepsAll: true);
        var lent = 0;
        for (uint i = 1; i <= 20; i++)
        {
            lent += Publish(store, i, 0) ? 1 : 0;
        }

        Assert.Equal(8, lent);
        Assert.Equal((8L, 12L), (store.Published, store.Refused));
        Assert.Equal(1u, store.Take()!.Frame.Serial);

        using var newest = new PictureStore(keepsAll: false);
        for (uint i = 1; i <= 20; i++)
        {
            Assert.True(Publish(newest, i, 0));
        }

        var first = newest.Take()!;
        Assert.Equal(20u, first.Frame.Serial);
        Assert.Null(newest.Take());
        Assert.True(Publish(newest, 21, 0) && Publish(newest, 22, 0) && Publish(newest, 23, 0));
        Assert.Equal(20u, first.Frame.Serial);
        Assert.Equal(23u, newest.Take()!.Frame.Serial);
    }

    [Fact]
    public void The_feed_allocates_nothing_for_a_recording()
    {
        using var store = new PictureStore(keepsAll: false);
        for (uint i = 1; i <= 50; i++)
        {
            Publish(store, i, 0);
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (uint i = 51; i <= 10_050; i++)
        {
            Publish(store, i, 0);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static void Record(string path)
    {
        using var output = File.Create(path);
        using var store = new PictureStore(keepsAll: true);
        using var stop = new ManualResetEvent(false);
        var format = new PictureStreamFormat(64, 48, false, false, 0, null);
        var loop = new RecordLoop(
            store, new PictureWriter(format, PictureColor.Sdr8, 250, showCursor: true), new MatroskaOutput(output, format, null), null, new RecordPace(60, true, false, TimeSpan.Zero), stop);
        Assert.True(Publish(store, 1, FrameTimes.Now()));
        var first = store.Take()!;
        var recording = new Thread(() => loop.Run(first));
        recording.Start();
        Eventually.True(() => loop.Written == 1, Recordings.Patience, "the first picture is written");

        // Later than the beginning by far: the times are the guest's, not those of the arrival.
        var time = FrameTimes.Now() + 1_000_000_000;
        for (var i = 0; i <= s_stepsUs.Length; i++)
        {
            Assert.True(Publish(store, (uint)(2 + i), time));
            var wanted = 2 + i;
            Eventually.True(() => loop.Written == wanted, Recordings.Patience, $"picture {wanted} is written");
            time += i < s_stepsUs.Length ? s_stepsUs[i] * 1000L : 0;
        }

        stop.Set();
        recording.Join();
    }

    // The first picture is from before, and the end may add one more.
    private static void AssertSteps(double[] times, double tolerance)
    {
        Assert.Equal(0, times[0]);
        var steps = times.Skip(1).Zip(times.Skip(2), (a, b) => b - a).Take(s_stepsUs.Length).ToArray();
        Assert.Equal(s_stepsUs.Length, steps.Length);
        Assert.All(steps.Zip(s_stepsUs), pair => Assert.InRange(pair.First, (pair.Second / 1e6) - tolerance, (pair.Second / 1e6) + tolerance));
    }

    private static bool Publish(PictureStore store, uint serial, long timeNs)
    {
        var frame = FrameHeader.ForBgra(64, 48, serial);
        if (!store.TryLend(frame, out var slot))
        {
            return false;
        }

        store.Publish(slot!, frame, s_nothing, new FrameTimes { Serial = serial, CapturedNs = timeNs, SeenNs = 1, GuestClockErrorNs = 0 });
        return true;
    }

    private static readonly DamageList s_nothing = new();
}
