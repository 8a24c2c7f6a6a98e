using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Oriel.Memory;
using Oriel.Relay.Consumer;

namespace Oriel.Bench;

/// <summary>
/// The other process of <see cref="WakeBench"/>: waits on an empty event, or runs the real feed, and prints when it had what. Obeys lines: "go" begins to count processor time, "stop" ends.
/// </summary>
internal static class WakeConsumer
{
    public const string Name = "wake-consumer";

    public static Command Create()
    {
        var region = new Option<string?>("--region");
        var bell = new Option<int>("--bell") { DefaultValueFactory = _ => -1 };
        var pings = new Option<int>("--pings");
        var command = new Command(Name, "the consumer's process of 'wake'") { region, bell, pings };
        command.Hidden = true;
        command.SetAction(parse =>
        {
            var descriptor = parse.GetValue(bell);
            if (parse.GetValue(region) is { } source)
            {
                Feed(source, descriptor);
            }
            else
            {
                Ping(InheritedBell.Adopt(descriptor), parse.GetValue(pings));
            }

            return 0;
        });
        return command;
    }

    /// <summary>What a wait for nothing but the event costs, with the very call the feed waits with.</summary>
    private static void Ping(WakeEvent bell, int count)
    {
        using var own = new WakeEvent();
        var woken = new long[count];
        var thread = new Thread(() =>
        {
            for (var i = 0; i < count; i++)
            {
                while (WakeEvent.WaitAny(own, bell, Stopwatch.GetTimestamp() + (10 * Stopwatch.Frequency)) == 0)
                {
                    // The parent is not ready yet.
                }

                woken[i] = FrameTimes.Now();
            }
        }) { Priority = ThreadPriority.AboveNormal };
        thread.Start();
        Say("ready");
        thread.Join();
        foreach (var time in woken)
        {
            Say(time.ToString(CultureInfo.InvariantCulture));
        }
    }

    private static void Feed(string source, int descriptor)
    {
        using var sink = new BenchSink(1 << 16);
        using var wake = descriptor >= 0 ? InheritedBell.Adopt(descriptor) : null;
        using var feed = new FeedLoop(new FeedOptions { Source = source, Doorbell = wake is null ? null : new InheritedBell(InheritedBell.Consumer, wake, isConsumer: true) }, sink);
        feed.Start();

        // Compiled before it counts.
        _ = ProcessSeconds() + FeedSeconds();
        Say("ready");
        while (Console.ReadLine() is { } line && line != "stop")
        {
            var (process, thread, before) = (ProcessSeconds(), FeedSeconds(), feed.Wake);
            var began = Stopwatch.GetTimestamp();
            _ = Console.ReadLine();
            var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
            var after = feed.Wake;
            Say(string.Create(CultureInfo.InvariantCulture,
                $"cpu {(ProcessSeconds() - process) / seconds} {(FeedSeconds() - thread) / seconds} {(after.Wakes - before.Wakes) / seconds} {after.Spins - before.Spins} {after.SpinNs - before.SpinNs} {after}"));
        }

        for (var serial = 0u; serial < 1 << 16; serial++)
        {
            if (sink.Seen(serial) != 0)
            {
                Say(string.Create(CultureInfo.InvariantCulture, $"{serial} {sink.Seen(serial)} {sink.Copied(serial)}"));
            }
        }

        Say("end");
    }

    private static void Say(string line)
    {
        Console.Out.WriteLine(line);
        Console.Out.Flush();
    }

    private static double ProcessSeconds() => Directory.EnumerateDirectories("/proc/self/task").Sum(Seconds);

    private static double FeedSeconds() =>
        Directory.EnumerateDirectories("/proc/self/task").Where(task => File.ReadAllText(Path.Combine(task, "comm")).Trim() == "oriel-feed").Sum(Seconds);

    /// <summary>The kernel's own account, in nanoseconds: utime and stime count in hundredths of a second and miss short runs.</summary>
    private static double Seconds(string task) => double.Parse(File.ReadAllText(Path.Combine(task, "schedstat")).Split(' ')[0], CultureInfo.InvariantCulture) / 1e9;
}
