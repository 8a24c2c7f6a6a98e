using System.CommandLine;
using System.Diagnostics;

namespace Oriel.Bench;

/// <summary>
/// <c>idle</c>: a desktop on which nothing happens, with a viewer that shows it: processor time and wake-ups of agent and viewer, over a plain file and over <c>oriel serve</c>, whose doorbells
/// let the viewer sleep. Which threads woke is printed.
/// </summary>
internal static class IdleBench
{
    private static readonly TimeSpan s_settle = TimeSpan.FromSeconds(8);

    public static Command Create()
    {
        var seconds = new Option<int>("--seconds") { Description = "how long to look", DefaultValueFactory = _ => 30 };
        var json = Figure.JsonOption();
        var command = new Command("idle", "CPU and wake-ups of agent and viewer while nothing changes") { seconds, json };
        command.SetAction(parse =>
        {
            List<Figure> figures = [.. Measure(parse.GetValue(seconds), isServed: false), .. Measure(parse.GetValue(seconds), isServed: true)];
            Figure.Print(figures);
            Figure.Write(parse.GetValue(json), figures);
            return 0;
        });
        return command;
    }

    private static List<Figure> Measure(int seconds, bool isServed)
    {
        using var rig = new DesktopRig("1920x1080", animation: null, isServed: isServed);
        rig.Nudge();
        Thread.Sleep(s_settle);
        var threads = (Agent: ThreadUse.Of(rig.Agent.Id), Viewer: ThreadUse.Of(rig.Viewer.Id));
        List<(ProcessUse Agent, ProcessUse Viewer)> looks = [(ProcessUse.Of(rig.Agent.Id), ProcessUse.Of(rig.Viewer.Id))];
        // Three parts, for the spread; the figure is of the whole.
        for (var i = 0; i < 3; i++)
        {
            Thread.Sleep(TimeSpan.FromSeconds(seconds / 3.0));
            looks.Add((ProcessUse.Of(rig.Agent.Id), ProcessUse.Of(rig.Viewer.Id)));
        }

        var elapsed = Stopwatch.GetElapsedTime(looks[0].Agent.AtTicks, looks[^1].Agent.AtTicks).TotalSeconds;
        var kind = isServed ? ", doorbell" : "";
        ThreadUse.Print($"agent{kind}", threads.Agent, ThreadUse.Of(rig.Agent.Id), elapsed);
        ThreadUse.Print($"viewer{kind}", threads.Viewer, ThreadUse.Of(rig.Viewer.Id), elapsed);
        var note = $"over {seconds} s, 1080p, {(isServed ? "oriel serve" : "plain file")}; spread of its thirds (the kernel counts time in 10 ms)";
        Figure Of(string name, string unit, Func<(ProcessUse Agent, ProcessUse Viewer), (ProcessUse Agent, ProcessUse Viewer), double> value)
        {
            var thirds = Enumerable.Range(1, 3).Select(i => value(looks[i], looks[i - 1])).ToList();
            return new Figure($"{name}{kind}", value(looks[^1], looks[0]), unit) { Low = thirds.Min(), High = thirds.Max(), Note = note };
        }

        return
        [
            Of("idle agent", "% of a core", (now, before) => now.Agent.PercentSince(before.Agent)),
            Of("idle viewer", "% of a core", (now, before) => now.Viewer.PercentSince(before.Viewer)),
            Of("idle agent, wake-ups", "/s", (now, before) => now.Agent.WakeUpsSince(before.Agent)),
            Of("idle viewer, wake-ups", "/s", (now, before) => now.Viewer.WakeUpsSince(before.Viewer)),
        ];
    }
}
