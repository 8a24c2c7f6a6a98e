using System.CommandLine;
using System.Diagnostics;
using Oriel.Memory;
using Oriel.Protocol.Kvmfr;
using Oriel.Relay.Consumer;
using Oriel.Relay.Producer;

namespace Oriel.Bench;

/// <summary>
/// The whole relay in one process: a producer thread and the real feed thread with their own mappings of one file. Throughput is given as a fraction of this
/// machine's memcpy in the same run, alternating, because two noisy cores make absolute figures worthless.
/// </summary>
internal static class RelayBench
{
    private const int Rounds = 9;

    public static Command Create()
    {
        var frames = new Option<int>("--frames") { Description = "frames of the allocation check", DefaultValueFactory = _ => 10_000 };
        var only = new Option<bool>("--allocation-only") { Description = "only the allocation check" };
        var json = Figure.JsonOption();
        var command = new Command("relay", "throughput against memcpy, publish-to-seen latency, managed bytes per frame") { frames, json, only };
        command.SetAction(parse =>
        {
            var figures = new List<Figure>();
            if (parse.GetValue(only))
            {
                var clean = Allocation(parse.GetValue(frames), figures);
                Figure.Write(parse.GetValue(json), figures);
                return clean ? 0 : 1;
            }

            Throughput("3840x2160", 3840, 2160, 60, figures);
            Throughput("1920x1080", 1920, 1080, 240, figures);
            Latency("3840x2160 at 60 Hz", 3840, 2160, 60, 300);
            Latency("1920x1080 at 240 Hz", 1920, 1080, 240, 1200);
            var isClean = Allocation(parse.GetValue(frames), figures);
            Figure.Write(parse.GetValue(json), figures);
            return isClean ? 0 : 1;
        });
        return command;
    }

    private static void Throughput(string name, uint width, uint height, int framesPerRound, List<Figure> figures)
    {
        using var rig = new Rig(width, height, 1 << 16);
        using var copySource = PixelBuffer.Allocate(rig.FrameBytes);
        using var copyTarget = PixelBuffer.Allocate(rig.FrameBytes);
        var ratios = new List<double>();
        double memcpyGb = 0, relayGb = 0;
        for (var round = 0; round < Rounds; round++)
        {
            var t0 = Stopwatch.GetTimestamp();
            for (var i = 0; i < framesPerRound; i++)
            {
                copySource.AsSpan(0, (int)rig.FrameBytes).CopyTo(copyTarget.AsSpan(0, (int)rig.FrameBytes));
            }

            var t1 = Stopwatch.GetTimestamp();
            var wanted = rig.Sink.Published + framesPerRound;
            while (rig.Sink.Published < wanted)
            {
                rig.Publish();
            }

            var t2 = Stopwatch.GetTimestamp();
            var bytes = (double)rig.FrameBytes * framesPerRound;
            memcpyGb = bytes / Stopwatch.GetElapsedTime(t0, t1).TotalSeconds / 1e9;
            relayGb = bytes / Stopwatch.GetElapsedTime(t1, t2).TotalSeconds / 1e9;
            if (round > 0)
            {
                ratios.Add(relayGb / memcpyGb);
            }
        }

        ratios.Sort();
        figures.Add(Figure.Of($"relay in one process, whole frames {name}", ratios, "×") with { Ratio = ratios[ratios.Count / 2], Limit = $"one memcpy of the same bytes, {memcpyGb:F1} GB/s", Note = "both copies included" });
        Console.WriteLine($"relay throughput {name}: {ratios[ratios.Count / 2]:F2} x memcpy of the same bytes (median of {ratios.Count}, {ratios[0]:F2}..{ratios[^1]:F2}; "
            + $"last round {relayGb:F1} GB/s = {relayGb * 1e9 / rig.FrameBytes:F0} frames/s, memcpy {memcpyGb:F1} GB/s)");
    }

    private static void Latency(string name, uint width, uint height, int rate, int frames)
    {
        using var rig = new Rig(width, height, frames * 2);
        var published = new long[frames];
        var serials = new uint[frames];
        var period = Stopwatch.Frequency / rate;
        var next = Stopwatch.GetTimestamp() + period;
        for (var i = 0; i < frames; i++)
        {
            MonotonicWait.Until(next);
            next += period;
            published[i] = FrameTimes.Now();
            serials[i] = rig.Publish();
        }

        var last = serials[^1];
        SpinWait.SpinUntil(() => rig.Sink.Copied(last) != 0, 1000);
        var seen = new List<double>();
        var copied = new List<double>();
        for (var i = frames / 10; i < frames; i++)
        {
            if (serials[i] != uint.MaxValue && rig.Sink.Seen(serials[i]) != 0)
            {
                seen.Add((rig.Sink.Seen(serials[i]) - published[i]) / 1000.0);
                copied.Add((rig.Sink.Copied(serials[i]) - published[i]) / 1000.0);
            }
        }

        seen.Sort();
        copied.Sort();
        Console.WriteLine($"relay latency {name}: publish to seen p50 {At(seen, 0.5):F0} us, p99 {At(seen, 0.99):F0} us; publish to copied p50 {At(copied, 0.5):F0} us, "
            + $"p99 {At(copied, 0.99):F0} us ({seen.Count} of {frames - (frames / 10)} frames)");
    }

    private static bool Allocation(int frames, List<Figure> figures)
    {
        using var rig = new Rig(1280, 720, 1 << 16);
        rig.Run(200);
        Thread.Sleep(1100);
        var feed = rig.Feed.AllocatedBytes;
        var collections = (GC.CollectionCount(0), GC.CollectionCount(1), GC.CollectionCount(2));
        var mine = GC.GetAllocatedBytesForCurrentThread();
        rig.Run(frames);
        mine = GC.GetAllocatedBytesForCurrentThread() - mine;
        Thread.Sleep(1100);
        feed = rig.Feed.AllocatedBytes - feed;
        var note = $"collections of generation 0, 1, 2: {GC.CollectionCount(0) - collections.Item1}, {GC.CollectionCount(1) - collections.Item2}, {GC.CollectionCount(2) - collections.Item3}";
        Console.WriteLine($"relay managed bytes over {frames} frames: feed {feed}, producer {mine}; {note}");
        figures.Add(new Figure($"managed bytes of feed and producer over {frames} frames", feed + mine, "bytes") { Note = note });
        return feed == 0 && mine == 0;
    }

    private static double At(List<double> sorted, double quantile) => sorted.Count == 0 ? double.NaN : sorted[Math.Min(sorted.Count - 1, (int)(sorted.Count * quantile))];

    /// <summary>One producer, one feed, one file.</summary>
    private sealed class Rig : IDisposable
    {
        private readonly string _path = $"/dev/shm/oriel-bench-{Environment.ProcessId}-{Guid.NewGuid():N}";
        private readonly Region _region;
        private readonly RelayProducer _producer;
        private readonly PixelBuffer _source;
        private readonly DamageList _everything = new();
        private readonly Thread _ticker;
        private readonly FrameDescription _description;
        private volatile bool _stop;

        public Rig(uint width, uint height, int serials)
        {
            FrameBytes = width * height * 4;
            var mib = 16UL;
            while (mib << 20 < ((ulong)FrameBytes * 2) + (10 << 20))
            {
                mib *= 2;
            }

            _region = Region.CreateFile(_path, mib << 20, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            _producer = new RelayProducer(_region, new ProducerOptions { ProducerText = "bench" });
            _source = PixelBuffer.Allocate(FrameBytes);
            _everything.SetEverything();
            _description = new FrameDescription
            {
                Type = FrameType.Bgra, ScreenWidth = width, ScreenHeight = height, FrameWidth = width, FrameHeight = height, PitchBytes = width * 4,
            };
            Sink = new BenchSink(serials);
            _ticker = new Thread(Tick) { Name = "tick", IsBackground = true };
            _ticker.Start();
            Feed = new FeedLoop(new FeedOptions { Source = _path }, Sink);
            Feed.Start();
            if (!SpinWait.SpinUntil(() => Sink.IsLive && _producer.HasSubscribers, 5000))
            {
                throw new InvalidOperationException($"the feed did not attach: {Feed.Status.State}: {Feed.Status.Detail}");
            }
        }

        public uint FrameBytes { get; }

        public BenchSink Sink { get; }

        public FeedLoop Feed { get; }

        

        /// <summary>Publishes once, spinning while both buffers are held; returns the frame's serial.</summary>
        public uint Publish()
        {
            while (true)
            {
                switch (_producer.Publish(in _description, _source, 0, _description.PitchBytes, _everything))
                {
                    case PublishOutcome.Published:
                        return _producer.LastSerial;
                    case PublishOutcome.Busy:
                        Thread.SpinWait(20);
                        continue;
                    default:
                        throw new InvalidOperationException("the relay was lost during a benchmark");
                }
            }
        }

        public void Run(int frames)
        {
            for (var i = 0; i < frames; i++)
            {
                Publish();
            }
        }

        public void Dispose()
        {
            Feed.Dispose();
            _stop = true;
            _ticker.Join();
            _producer.Dispose();
            _region.Dispose();
            _source.Dispose();
            Sink.Dispose();
            File.Delete(_path);
        }

        private void Tick()
        {
            while (!_stop)
            {
                _producer.Tick(null);
                Thread.Sleep(10);
            }
        }
    }
}
