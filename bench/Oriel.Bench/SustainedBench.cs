using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Oriel.Memory;
using Oriel.Protocol.Kvmfr;
using Oriel.Relay.Consumer;
using Oriel.Relay.Producer;

namespace Oriel.Bench;

/// <summary>
/// <c>relay60</c>: the relay alone for a minute. Two processes, the synthetic producer and the real feed, 4K frames that change everywhere, as fast as they go, nothing drawn.
/// Every frame that reaches the sink is checked by its 2160 row tags, every 100th byte by byte (<see cref="TaggedPicture"/>); the check is inside the rate.
/// </summary>
internal static class SustainedBench
{
    private const uint Width = 3840;
    private const uint Height = 2160;
    private const uint PitchBytes = Width * 4;
    private const int WholeEvery = 100;

    public static Command Create()
    {
        var seconds = new Option<int>("--seconds") { Description = "How long.", DefaultValueFactory = _ => 60 };
        var json = Figure.JsonOption();
        var command = new Command("relay60", "Two processes, full 4K frames for a minute: frames/s, torn frames by content, collections.") { seconds, json };
        command.SetAction(result => Consume(result.GetValue(seconds), result.GetValue(json)));
        return command;
    }

    /// <summary>The other process.</summary>
    public static Command CreateProducer()
    {
        var path = new Argument<string>("region");
        var command = new Command("relay60-producer", "The producer of relay60.") { path };
        command.Hidden = true;
        command.SetAction(result => Produce(result.GetValue(path)!));
        return command;
    }

    private static int Consume(int seconds, string? json)
    {
        var path = $"/dev/shm/oriel-bench-{Environment.ProcessId}-{Guid.NewGuid():N}";
        using var producer = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, ["relay60-producer", path]) { RedirectStandardInput = true, RedirectStandardOutput = true, UseShellExecute = false })!;
        try
        {
            // Its first line says that the region is there.
            producer.StandardOutput.ReadLine();
            using var sink = new CheckingSink();
            using var feed = new FeedLoop(new FeedOptions { Source = path }, sink);
            feed.Start();
            if (!SpinWait.SpinUntil(() => sink.Checked > 100, 30_000))
            {
                throw new InvalidOperationException($"no frames: {feed.Status.State}: {feed.Status.Detail}");
            }

            var (collections, allocated) = (GC.CollectionCount(0), feed.AllocatedBytes);
            var windows = new List<double>();
            var (first, began) = (sink.Checked, Stopwatch.GetTimestamp());
            var (before, at) = (first, began);
            for (var second = 0; second < seconds; second++)
            {
                MonotonicWait.Until(began + ((second + 1) * Stopwatch.Frequency));
                var (now, count) = (Stopwatch.GetTimestamp(), sink.Checked);
                windows.Add((count - before) / Stopwatch.GetElapsedTime(at, now).TotalSeconds);
                (before, at) = (count, now);
            }

            var frames = sink.Checked - first;
            var rate = frames / Stopwatch.GetElapsedTime(began, at).TotalSeconds;
            producer.StandardInput.Close();
            var figure = new Figure("relay alone, two processes, whole 4K frames", rate, "frames/s")
            {
                Low = windows.Min(), High = windows.Max(),
                Note = string.Create(CultureInfo.InvariantCulture,
                    $"{frames} frames in {seconds} s, spread: single seconds; torn by content: {sink.Torn} (2160 tags of every frame, all bytes of {sink.Compared}); dropped as torn by the feed itself {feed.Counters.Torn}; "
                    + $"feed allocated {feed.AllocatedBytes - allocated} bytes, collections {GC.CollectionCount(0) - collections}"),
            };
            Console.WriteLine($"{Machine.Describe()}; copy plan: {CopyPlan.Current.Description}");
            Console.WriteLine(figure);
            Console.WriteLine($"producer: {producer.StandardOutput.ReadToEnd().Trim()}");
            Figure.Write(json, [figure]);
            return sink.Torn == 0 ? 0 : 1;
        }
        finally
        {
            producer.Kill();
            producer.WaitForExit();
            File.Delete(path);
        }
    }

    private static int Produce(string path)
    {
        using var region = Region.CreateFile(path, 128UL << 20, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        using var producer = new RelayProducer(region, new ProducerOptions { ProducerText = "bench" });
        var pictures = new PixelBuffer[TaggedPicture.Pictures];
        for (var i = 0; i < pictures.Length; i++)
        {
            pictures[i] = PixelBuffer.Allocate(PitchBytes * Height);
            TaggedPicture.Paint(pictures[i], i, PitchBytes, Height);
        }

        var stop = false;
        var ticker = new Thread(() =>
        {
            while (!Volatile.Read(ref stop))
            {
                producer.Tick(null);
                MonotonicWait.Until(Stopwatch.GetTimestamp() + (Stopwatch.Frequency / 100));
            }
        }) { Name = "tick", IsBackground = true };
        ticker.Start();
        // Ends with the process that started it.
        new Thread(() =>
        {
            _ = Console.In.Read();
            Volatile.Write(ref stop, true);
        }) { Name = "stdin", IsBackground = true }.Start();
        Console.WriteLine("ready");
        var everything = new DamageList();
        everything.SetEverything();
        var description = new FrameDescription
        {
            Type = FrameType.Bgra, ScreenWidth = Width, ScreenHeight = Height, FrameWidth = Width, FrameHeight = Height, PitchBytes = PitchBytes,
        };
        var (frame, tagged) = (0u, uint.MaxValue);
        var (allocated, counted) = (0L, 0u);
        while (!Volatile.Read(ref stop))
        {
            var picture = pictures[frame % TaggedPicture.Pictures];
            if (tagged != frame)
            {
                TaggedPicture.Tag(picture, frame, PitchBytes, Height);
                tagged = frame;
            }

            if (producer.Publish(in description, picture, 0, PitchBytes, everything) == PublishOutcome.Published)
            {
                frame++;
                if (frame == 200)
                {
                    (allocated, counted) = (GC.GetAllocatedBytesForCurrentThread(), frame);
                }
            }
            else
            {
                Thread.SpinWait(20);
            }
        }

        allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
        ticker.Join();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{frame} frames; allocated {allocated} bytes over {frame - counted} frames, collections {GC.CollectionCount(0)}/{GC.CollectionCount(1)}/{GC.CollectionCount(2)}; copies by two threads {Oriel.Memory.Kernels.CopyAssistant.Shared?.Begun ?? 0}"));
        foreach (var picture in pictures)
        {
            picture.Dispose();
        }

        return 0;
    }

    /// <summary>Checks every frame on the feed thread.</summary>
    private sealed class CheckingSink : IFrameSink, IDisposable
    {
        private readonly FrameSlot[] _slots = [new() { Index = 0 }, new() { Index = 1 }, new() { Index = 2 }];
        private readonly byte[] _row = new byte[PitchBytes];
        private long _checked;
        private long _torn;
        private long _compared;
        private int _next;

        public long Checked => Volatile.Read(ref _checked);

        public long Torn => Volatile.Read(ref _torn);

        public long Compared => Volatile.Read(ref _compared);

        public bool TryLend(in FrameHeader frame, out FrameSlot? slot)
        {
            slot = _slots[_next];
            _next = (_next + 1) % _slots.Length;
            if (slot.Buffer is null)
            {
                slot.Buffer = PixelBuffer.Allocate(frame.DataHeight * frame.PitchBytes);
                slot.PitchBytes = frame.PitchBytes;
                slot.Stale.SetEverything();
            }

            return true;
        }

        public void Publish(FrameSlot slot, in FrameHeader frame, DamageList damage, in FrameTimes times)
        {
            var isWhole = TaggedPicture.TryReadFrame(slot.Buffer!, PitchBytes, Height, out var number);
            if (isWhole && _checked % WholeEvery == 0)
            {
                isWhole = TaggedPicture.IsWhole(slot.Buffer!, number, PitchBytes, Height, _row);
                Volatile.Write(ref _compared, _compared + 1);
            }

            if (!isWhole)
            {
                Volatile.Write(ref _torn, _torn + 1);
            }

            Volatile.Write(ref _checked, _checked + 1);
        }

        public void Abandon(FrameSlot slot) => slot.Stale.SetEverything();

        public void UpdateCursor(in CursorUpdate cursor, ReadOnlySpan<byte> shape)
        {
        }

        public void UpdateStatus(RelayStatus status)
        {
        }

        public void Dispose()
        {
            foreach (var slot in _slots)
            {
                slot.Buffer?.Dispose();
            }
        }
    }
}
