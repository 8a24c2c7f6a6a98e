using System.CommandLine;
using System.Diagnostics;
using Oriel.Memory;
using Oriel.Memory.Kernels;

namespace Oriel.Bench;

/// <summary>
/// <c>overlap</c>: from the first byte published to the last byte copied out, one thread filling and one following behind the write pointer. Two limits in the same run: one copy
/// alone, and two copies that have nothing to do with each other at the same time. Where one core alone fills the memory bus, the second is the one that counts.
/// </summary>
internal static unsafe class OverlapBench
{
    private const ulong PixelsOffset = 4096;

    public static Command Create()
    {
        var rounds = new Option<int>("--rounds") { Description = "Rounds per shape.", DefaultValueFactory = _ => 101 };
        var json = Figure.JsonOption();
        var command = new Command("overlap", "First byte published to last byte copied, against one copy and against two copies at once.") { rounds, json };
        command.SetAction(result =>
        {
            CopyPlan.Measure();
            Console.WriteLine($"{Machine.Describe()}; copy plan: {CopyPlan.Current.Description}");
            var figures = new List<Figure>();
            Run("4K frame", 3840 * 4, 2160, result.GetValue(rounds), figures);
            TwoThreads(result.GetValue(rounds), figures);
            Run("1080p frame", 1920 * 4, 1080, result.GetValue(rounds), figures);
            Figure.Write(result.GetValue(json), figures);
            return 0;
        });
        return command;
    }

    private static void Run(string name, uint pitch, uint rows, int rounds, List<Figure> figures)
    {
        var bytes = (nuint)pitch * rows;
        using var region = Region.CreateMemfd("oriel-bench", PixelsOffset + bytes);
        using var other = Region.CreateMemfd("oriel-bench", PixelsOffset + bytes);
        using var source = PixelBuffer.Allocate(bytes);
        using var target = PixelBuffer.Allocate(bytes);
        source.AsSpan(0, (int)bytes).Fill(7);
        region.WriteUInt32(0, 1);
        other.WriteUInt32(0, 1);
        other.WriteUInt32(4092, uint.MaxValue);
        var frame = new FrameExtent(4092, PixelsOffset, pitch, pitch, rows);
        var limits = new FollowLimits(long.MaxValue, 0, 1);
        using var follower = new Follower(() => FrameCopy.Follow(region, frame, target, 0, pitch, [], limits), () => FrameCopy.Follow(other, frame, target, 0, pitch, [], limits));
        var (alone, both, overlapped) = (new Times(rounds), new Times(rounds), new Times(rounds));
        int[] order = [0, 1, 2];
        var random = new Random(3);
        for (var round = -3; round < rounds; round++)
        {
            random.Shuffle(order);
            foreach (var which in order)
            {
                region.WriteUInt32(4092, 0);
                var started = Stopwatch.GetTimestamp();
                if (which != 0)
                {
                    follower.Begin(isIndependent: which == 1);
                }

                FrameCopy.Fill(region, frame, source, 0, pitch, []);
                var filled = Stopwatch.GetTimestamp();
                var ended = which == 0 ? filled : Math.Max(filled, follower.End());
                if (round >= 0)
                {
                    (which == 0 ? alone : which == 1 ? both : overlapped).Set(round, ended - started);
                }
            }
        }

        Console.WriteLine($"{name}: one copy {alone.Median / 1000:F0} us, two at once {both.Median / 1000:F0} us ({both.Median / alone.Median:F2}x), first byte to last byte {overlapped.Median / 1000:F0} us "
            + $"({overlapped.Quartile / 1000:F0}-{overlapped.ThirdQuartile / 1000:F0}) = {overlapped.Median / alone.Median:F2}x one copy, {overlapped.Median / both.Median:F2}x two at once");
        var note = $"medians of {rounds} rounds, spread: quartiles; two independent copies at once take {Figure.Number(both.Median / alone.Median)} × one";
        figures.Add(new Figure($"{name}, first byte published to last byte copied", overlapped.Median / 1000, "us")
        {
            Ratio = overlapped.Median / alone.Median, Limit = $"one copy alone, {Figure.Number(alone.Median / 1000)} us",
            Low = overlapped.Quartile / 1000, High = overlapped.ThirdQuartile / 1000, Note = note,
        });
        figures.Add(new Figure($"{name}, first byte published to last byte copied, against two copies at once", overlapped.Median / 1000, "us")
        {
            Ratio = overlapped.Median / both.Median, Limit = $"two independent copies at once, {Figure.Number(both.Median / 1000)} us",
            Low = overlapped.Quartile / 1000, High = overlapped.ThirdQuartile / 1000, Note = note,
        });
    }

    /// <summary>One copy by two threads, with the other core idle and with another copy going on there.</summary>
    private static void TwoThreads(int rounds, List<Figure> figures)
    {
        const uint pitch = 3840 * 4, rows = 2160;
        using var region = Region.CreateMemfd("oriel-bench", PixelsOffset + ((ulong)pitch * rows));
        using var other = Region.CreateMemfd("oriel-bench", PixelsOffset + ((ulong)pitch * rows));
        using var source = PixelBuffer.Allocate(pitch * rows);
        using var target = PixelBuffer.Allocate(pitch * rows);
        source.AsSpan(0, (int)source.Length).Fill(7);
        other.WriteUInt32(0, 1);
        other.WriteUInt32(4092, uint.MaxValue);
        var frame = new FrameExtent(4092, PixelsOffset, pitch, pitch, rows);
        using var busy = new Follower(static () => { }, () => FrameCopy.Follow(other, frame, target, 0, pitch, [], new FollowLimits(long.MaxValue, 0, 1)));
        busy.Park();
        using var assistant = new CopyAssistant(isForced: true);
        Times[] times = [new(rounds), new(rounds), new(rounds), new(rounds)];
        int[] order = [0, 1, 2, 3];
        var random = new Random(5);
        for (var round = -3; round < rounds; round++)
        {
            random.Shuffle(order);
            foreach (var which in order)
            {
                var isBusy = which >= 2;
                if (isBusy)
                {
                    busy.Unpark();
                    busy.Begin(isIndependent: true);
                }

                var started = Stopwatch.GetTimestamp();
                if (which % 2 == 0)
                {
                    FrameCopy.Fill(region, frame, source, 0, pitch, [], KernelChoice.Resolve(CopyKernel.Auto, (ulong)pitch * rows, isWholeRows: true));
                }
                else
                {
                    _ = assistant.TryTake(CopyAssistant.LeastBytes, out _);
                    FrameCopy.FillWithHelp(assistant, region, frame, source.Address, pitch * rows, started);
                }

                var taken = Stopwatch.GetTimestamp() - started;
                if (isBusy)
                {
                    busy.End();
                    busy.Park();
                }

                if (round >= 0)
                {
                    times[which].Set(round, taken);
                }
            }
        }

        Console.WriteLine($"4K frame, one copy by two threads: other core idle {times[1].Median / 1000:F0} us for {times[0].Median / 1000:F0} us alone ({times[1].Median / times[0].Median:F2}x), "
            + $"another copy going on there {times[3].Median / 1000:F0} us for {times[2].Median / 1000:F0} us ({times[3].Median / times[2].Median:F2}x)");
        figures.Add(new Figure("4K frame into the region by two threads, other core idle", times[1].Median / 1000, "us")
        {
            Ratio = times[1].Median / times[0].Median, Limit = $"one thread, {Figure.Number(times[0].Median / 1000)} us", Low = times[1].Quartile / 1000, High = times[1].ThirdQuartile / 1000,
            Note = $"with another copy going on there {Figure.Number(times[3].Median / times[2].Median)} ×; medians of {rounds} rounds, spread: quartiles",
        });
    }

    /// <summary>A thread that copies when told and tells when it ended. Spins, or sleeps while parked: waking it is not what is measured.</summary>
    private sealed class Follower : IDisposable
    {
        private readonly Action _follow;
        private readonly Action _independent;
        private readonly Thread _thread;
        private readonly ManualResetEventSlim _awake = new(initialState: true);
        private int _command;
        private long _ended;

        public Follower(Action follow, Action independent)
        {
            (_follow, _independent) = (follow, independent);
            _thread = new Thread(Run) { Name = "follower", IsBackground = true };
            _thread.Start();
        }

        public void Begin(bool isIndependent)
        {
            Volatile.Write(ref _ended, 0);
            Volatile.Write(ref _command, isIndependent ? 2 : 1);
        }

        public long End()
        {
            long ended;
            while ((ended = Volatile.Read(ref _ended)) == 0)
            {
                Thread.SpinWait(10);
            }

            return ended;
        }

        /// <summary>Lets the thread sleep.</summary>
        public void Park() => _awake.Reset();

        /// <summary>Wakes it; it spins again.</summary>
        public void Unpark() => _awake.Set();

        public void Dispose()
        {
            Volatile.Write(ref _command, 3);
            _awake.Set();
            _thread.Join();
            _awake.Dispose();
        }

        private void Run()
        {
            while (true)
            {
                var command = Volatile.Read(ref _command);
                if (command == 3)
                {
                    return;
                }

                if (command == 0)
                {
                    _awake.Wait();
                    Thread.SpinWait(10);
                    continue;
                }

                Volatile.Write(ref _command, 0);
                (command == 1 ? _follow : _independent)();
                Volatile.Write(ref _ended, Stopwatch.GetTimestamp());
            }
        }
    }
}
