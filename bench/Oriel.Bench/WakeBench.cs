using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Oriel.Memory;
using Oriel.Protocol.Kvmfr;
using Oriel.Relay.Consumer;
using Oriel.Relay.Producer;

namespace Oriel.Bench;

/// <summary>
/// How long a change takes to wake the other process: an empty event against a doorbell that announces a frame with small damage, the adaptive poll at a steady rate, and what an idle feed costs.
/// Producer here, consumer in a child; one clock, the kernel's monotonic one.
/// </summary>
internal static class WakeBench
{
    private const int Rounds = 3;
    private const uint Width = 1920;
    private const uint Height = 1080;
    private const uint PitchBytes = Width * 4;

    public static Command Create()
    {
        var seconds = new Option<int>("--seconds") { Description = "seconds per measurement", DefaultValueFactory = _ => 4 };
        var part = new Option<string>("--part") { Description = "doorbell, poll, idle or all", DefaultValueFactory = _ => "all" };
        var json = Figure.JsonOption();
        var command = new Command("wake", "event wake, doorbell, adaptive poll, idle feed, between two processes") { seconds, part, json };
        command.SetAction(parse =>
        {
            var figures = new List<Figure>();
            using var rig = new Rig();
            var (wanted, each) = (parse.GetValue(part), parse.GetValue(seconds));
            if (wanted is "doorbell" or "all")
            {
                MeasureDoorbell(rig, each, figures);
            }

            if (wanted is "poll" or "all")
            {
                MeasurePoll(rig, each, figures);
            }

            if (wanted is "idle" or "all")
            {
                MeasureIdle(rig, each, figures);
            }

            Console.WriteLine(Machine.Describe());
            figures.ForEach(figure => Console.WriteLine($"  {figure}"));
            Figure.Write(parse.GetValue(json), figures);
            return 0;
        });
        return command;
    }

    private static void MeasureDoorbell(Rig rig, int seconds, List<Figure> figures)
    {
        List<double> emptyMedians = [], emptyTails = [], seenMedians = [], medians = [], tails = [], cores = [];
        var text = "";
        for (var round = 0; round < Rounds; round++)
        {
            var empty = Pings(seconds * 60);
            emptyMedians.Add(At(empty, 0.5));
            emptyTails.Add(At(empty, 0.99));
            var bell = rig.Frames(useBell: true, seconds, hz: 60, jitterUs: 0);
            seenMedians.Add(At(bell.SeenUs, 0.5) - emptyMedians[^1]);
            medians.Add(At(bell.CopiedUs, 0.5) - emptyMedians[^1]);
            tails.Add(At(bell.CopiedUs, 0.99) - emptyTails[^1]);
            cores.Add(bell.Cpu.FeedCore * 100);
            text = bell.Cpu.Text;
        }

        figures.Add(Figure.Of("empty eventfd wake, median", emptyMedians, "µs") with { Note = $"60 a second, {Rounds} runs of {seconds} s, sleeping process on the other side" });
        figures.Add(Figure.Of("empty eventfd wake, p99", emptyTails, "µs"));
        figures.Add(Figure.Of("doorbell: publish to seen, median beyond an empty wake", seenMedians, "µs"));
        figures.Add(Figure.Of("doorbell: publish to consumer has the frame, median beyond an empty wake", medians, "µs") with { Note = "1080p, 64 x 64 damaged, 60 a second, alternating with empty wakes" });
        figures.Add(Figure.Of("doorbell: publish to consumer has the frame, p99 beyond an empty wake's p99", tails, "µs"));
        figures.Add(Figure.Of("doorbell: feed thread", cores, "% of a core") with { Note = text });
    }

    private static void MeasurePoll(Rig rig, int seconds, List<Figure> figures)
    {
        foreach (var (hz, jitterUs) in ((double, double)[])[(60, 0), (60, 300), (24, 0), (144, 0)])
        {
            var runs = Enumerable.Range(0, hz == 60 && jitterUs == 0 ? Rounds : 1).Select(_ => rig.Frames(useBell: false, seconds, hz, jitterUs)).ToList();
            var name = $"adaptive poll, {hz} Hz{(jitterUs == 0 ? "" : $" ± {jitterUs} µs")}";
            figures.Add(Figure.Of($"{name}: publish to seen, median", runs.Select(run => At(run.SeenUs, 0.5)), "µs"));
            figures.Add(Figure.Of($"{name}: publish to seen, p99", runs.Select(run => At(run.SeenUs, 0.99)), "µs"));
            figures.Add(Figure.Of($"{name}: feed thread", runs.Select(run => run.Cpu.FeedCore * 100), "% of a core") with { Note = runs[^1].Cpu.Text });
        }
    }

    private static void MeasureIdle(Rig rig, int seconds, List<Figure> figures)
    {
        foreach (var useBell in (bool[])[true, false])
        {
            var idle = rig.Idle(useBell, 2 * seconds);
            var name = $"idle feed, {(useBell ? "doorbell" : "poll")}";
            figures.Add(new Figure($"{name}: feed thread", idle.FeedCore * 100, "% of a core") { Note = idle.Text });
            figures.Add(new Figure($"{name}: whole consumer process", idle.ProcessCore * 100, "% of a core"));
            figures.Add(new Figure($"{name}: wake-ups", idle.WakesPerSecond, "/s"));
        }
    }

    private static List<double> Pings(int count)
    {
        using var wake = new WakeEvent();
        using var child = Child.Start("--bell", InheritedBell.Pass(wake), "--pings", count.ToString(CultureInfo.InvariantCulture));
        child.Await("ready");
        var sent = new long[count];
        var next = Stopwatch.GetTimestamp() + (Stopwatch.Frequency / 5);
        for (var i = 0; i < count; i++, next += Stopwatch.Frequency / 60)
        {
            MonotonicWait.Until(next);
            sent[i] = FrameTimes.Now();
            wake.Signal();
        }

        return [.. sent.Select(time => (long.Parse(child.ReadLine(), CultureInfo.InvariantCulture) - time) / 1000.0).Order()];
    }

    private static double At(List<double> sorted, double quantile) => sorted.Count == 0 ? double.NaN : sorted[Math.Min(sorted.Count - 1, (int)(sorted.Count * quantile))];

    private readonly record struct Cpu(double ProcessCore, double FeedCore, double WakesPerSecond, string Text);

    private readonly record struct Result(List<double> SeenUs, List<double> CopiedUs, Cpu Cpu);

    /// <summary>A producer with its tick, in this process.</summary>
    private sealed class Rig : IDisposable
    {
        private readonly string _path = $"/dev/shm/oriel-bench-wake-{Environment.ProcessId}";
        private readonly Region _region;
        private readonly WakeEvent _wake = new();
        private readonly RelayProducer _producer;
        private readonly PixelBuffer _pixels = PixelBuffer.Allocate(PitchBytes * Height);
        private readonly DamageList _damage = new();
        private readonly Thread _ticker;
        private volatile bool _stop;

        public Rig()
        {
            _region = Region.CreateFile(_path, 32 << 20, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            _producer = new RelayProducer(_region, new ProducerOptions { ProducerText = "bench", Doorbell = new InheritedBell(InheritedBell.Producer, _wake, isConsumer: false) });
            _damage.Add(new DamageRect(100, 100, 64, 64));
            _ticker = new Thread(Tick) { IsBackground = true };
            _ticker.Start();
        }

        /// <summary>Publishes at a rate; returns how late each frame was seen, and copied.</summary>
        public Result Frames(bool useBell, int seconds, double hz, double jitterUs)
        {
            using var child = Start(useBell);

            // Fast, so that the code is compiled for good on both sides; then until the rhythm is known.
            Publish(600, 2, 0, null);
            Publish(hz, 1.5, jitterUs, null);
            child.WriteLine("go");
            var published = new Dictionary<uint, long>();
            Publish(hz, seconds, jitterUs, published);
            child.WriteLine("now");
            var cpu = ReadCpu(child);
            child.WriteLine("stop");
            List<double> seen = [], copied = [];
            for (var line = child.ReadLine(); line != "end"; line = child.ReadLine())
            {
                var words = line.Split(' ');
                if (published.TryGetValue(uint.Parse(words[0], CultureInfo.InvariantCulture), out var time))
                {
                    seen.Add((long.Parse(words[1], CultureInfo.InvariantCulture) - time) / 1000.0);
                    copied.Add((long.Parse(words[2], CultureInfo.InvariantCulture) - time) / 1000.0);
                }
            }

            seen.Sort();
            copied.Sort();
            return new Result(seen, copied, cpu);
        }

        /// <summary>Nothing happens for a while, after a second of frames.</summary>
        public Cpu Idle(bool useBell, int seconds)
        {
            using var child = Start(useBell);
            Publish(600, 2, 0, null);
            MonotonicWait.Until(Stopwatch.GetTimestamp() + (3 * Stopwatch.Frequency));
            child.WriteLine("go");
            MonotonicWait.Until(Stopwatch.GetTimestamp() + (seconds * Stopwatch.Frequency));
            child.WriteLine("now");
            var cpu = ReadCpu(child);
            child.WriteLine("stop");
            return cpu;
        }

        public void Dispose()
        {
            _stop = true;
            _ticker.Join();
            _producer.Dispose();
            _region.Dispose();
            _pixels.Dispose();
            _wake.Dispose();
            File.Delete(_path);
        }

        private static Cpu ReadCpu(Child child)
        {
            var words = child.ReadLine().Split(' ', 7);
            double Number(int i) => double.Parse(words[i], CultureInfo.InvariantCulture);
            return new Cpu(Number(1), Number(2), Number(3), $"{words[6]}, {words[4]} spins of {Number(5) / 1e6 / Math.Max(1, Number(4)):0.000} ms, {Number(3):0} wake-ups/s");
        }

        private Child Start(bool useBell)
        {
            var child = useBell ? Child.Start("--region", _path, "--bell", InheritedBell.Pass(_wake)) : Child.Start("--region", _path);
            child.Await("ready");
            while (!_producer.HasSubscribers)
            {
                Thread.Sleep(1);
            }

            return child;
        }

        private void Publish(double hz, double seconds, double jitterUs, Dictionary<uint, long>? published)
        {
            var random = new Random(1);
            var start = Stopwatch.GetTimestamp() + (Stopwatch.Frequency / 20);
            var description = new FrameDescription { Type = FrameType.Bgra, ScreenWidth = Width, ScreenHeight = Height, FrameWidth = Width, FrameHeight = Height, PitchBytes = PitchBytes };
            for (var i = 0; i < hz * seconds; i++)
            {
                MonotonicWait.Until(start + (long)(i * Stopwatch.Frequency / hz) + (long)((random.NextDouble() - 0.5) * 2 * jitterUs * Stopwatch.Frequency / 1e6));
                var time = FrameTimes.Now();
                if (_producer.Publish(in description, _pixels, 0, PitchBytes, _damage) == PublishOutcome.Published)
                {
                    published?.Add(_producer.LastSerial, time);
                }
            }
        }

        private void Tick()
        {
            while (!_stop)
            {
                _producer.Tick(null);
                MonotonicWait.Until(Stopwatch.GetTimestamp() + (Stopwatch.Frequency / 100));
            }
        }
    }

    private sealed class Child : IDisposable
    {
        private readonly Process _process;

        private Child(Process process) => _process = process;

        public static Child Start(params string[] arguments)
        {
            var start = new ProcessStartInfo(Environment.ProcessPath!) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true };
            foreach (var argument in (string[])[WakeConsumer.Name, .. arguments])
            {
                start.ArgumentList.Add(argument);
            }

            return new Child(Process.Start(start)!);
        }

        public string ReadLine() => _process.StandardOutput.ReadLine() ?? throw new InvalidOperationException($"the consumer ended with status {_process.ExitCode}");

        public void WriteLine(string line) => _process.StandardInput.WriteLine(line);

        public void Await(string line)
        {
            while (ReadLine() != line)
            {
                // Something of the runtime's.
            }
        }

        public void Dispose()
        {
            _process.StandardInput.Close();
            if (!_process.WaitForExit(5000))
            {
                _process.Kill();
            }

            _process.Dispose();
        }
    }
}
