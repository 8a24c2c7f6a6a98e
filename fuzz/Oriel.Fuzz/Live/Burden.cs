using Oriel.Fuzz.Mutation;
using Oriel.Protocol.Kvmfr;
using Oriel.Relay.Producer;
using Oriel.Relay.Synthetic;

namespace Oriel.Fuzz.Live;

/// <summary>
/// What an attack costs the host: processor time of the feed's thread while it lasts. The numbers in docs/threat-model.md come from here.
/// </summary>
internal static class Burden
{
    public static int Measure(TimeSpan duration, IReadOnlyCollection<string> only)
    {
        using var pair = new LivePair(ProducerProfile.P20, new TestPattern(FrameType.Bgra, 320, 240, PatternDamage.Random), 16 << 20);
        if (pair.WaitForPicture(TimeSpan.FromSeconds(10)) is null || RegionMap.Read(pair.Guest.Attacker) is not { } map)
        {
            Console.Error.WriteLine("no picture: " + pair.Describe());
            return 1;
        }

        var sink = (PictureSink)pair.Sink;
        sink.Looks = false;
        Console.WriteLine($"{Percent(duration),5:0} %  no attack");
        foreach (var corruption in Corruptions.All.Where(c => (only.Count == 0 || only.Contains(c.Name)) && (c.AppliesTo?.Invoke(map) ?? true)))
        {
            using (var attack = Attack.Start(pair.Guest.Attacker, corruption.Prepare(map), corruption.Pace))
            {
                Console.WriteLine($"{Percent(duration),5:0} %  {corruption.Name}");
                attack.Stop();
                attack.Undo();
            }

            pair.Guest.Restart();
            sink.Looks = true;
            if (pair.WaitForPicture(TimeSpan.FromSeconds(5)) is null)
            {
                Console.Error.WriteLine($"no picture after {corruption.Name}: {pair.Describe()}");
                return 1;
            }

            sink.Looks = false;
        }

        return 0;
    }

    private static double Percent(TimeSpan duration)
    {
        var before = FeedTicks();
        Thread.Sleep(duration);
        return (FeedTicks() - before) * 10 / duration.TotalMilliseconds * 100;
    }

    /// <summary>User and system time of the feed's thread, in ticks of 1/100 s (proc(5)).</summary>
    private static long FeedTicks()
    {
        foreach (var task in Directory.EnumerateDirectories("/proc/self/task"))
        {
            var stat = File.ReadAllText(Path.Combine(task, "stat"));
            if (stat.Contains("(oriel-feed)", StringComparison.Ordinal))
            {
                var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
                return long.Parse(fields[11]) + long.Parse(fields[12]);
            }
        }

        throw new InvalidOperationException("there is no thread called oriel-feed");
    }
}
