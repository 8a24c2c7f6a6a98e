using System.CommandLine;
using System.Globalization;
using Oriel.Testing;

namespace Oriel.Bench;

/// <summary>
/// <c>desktop</c>: from the guest drawing to the same pixels on the window's X server, seen from outside by one program that polls both servers (bench/meter/watch.c), while the guest's whole
/// screen changes 60 times a second. In the same runs: frames shown, processor time of agent and viewer, their memory.
/// </summary>
internal static class DesktopBench
{
    // The first seconds hold start-up, compilation and the notice at the start.
    private static readonly TimeSpan s_settle = TimeSpan.FromSeconds(4);

    public static Command Create()
    {
        var runs = new Option<int>("--runs") { Description = "runs of each size", DefaultValueFactory = _ => 3 };
        var seconds = new Option<int>("--seconds") { Description = "length of a run", DefaultValueFactory = _ => 8 };
        var json = Figure.JsonOption();
        var command = new Command("desktop", "guest draws to window's pixels, frames a second, CPU and memory of agent and viewer (Xvfb to Xvfb)") { runs, seconds, json };
        command.SetAction(parse =>
        {
            List<Figure> figures = [];
            figures.AddRange(Measure("1920x1080", "1080p", "full", parse.GetValue(runs), parse.GetValue(seconds)));
            figures.AddRange(Measure("3840x2160", "4K", "full", parse.GetValue(runs), parse.GetValue(seconds)));
            figures.AddRange(Measure("1920x1080", "1080p, 32x32 pixels change", "patch", 1, parse.GetValue(seconds)));
            Figure.Print(figures);
            Figure.Write(parse.GetValue(json), figures);
            return 0;
        });
        return command;
    }

    private static List<Figure> Measure(string size, string name, string kind, int runs, int seconds)
    {
        var all = Enumerable.Range(0, runs).Select(_ => Run(size, kind, seconds)).ToList();
        Figure Of(string what, Func<Result, double> value, string unit, string note) => Figure.Of($"{what}, {name}", all.Select(value), unit) with { Note = note };
        var samples = all.Sum(r => r.Samples);
        List<Figure> figures =
        [
            Of("guest draws to window's pixels, p50", r => r.P50, "ms", $"{samples} frames in {runs} runs, both servers polled every 0.5 ms"),
            Of("guest draws to window's pixels, p99", r => r.P99, "ms", "of the same frames"),
            Of("of it ours", r => r.Ours, "ms", "agent: capture begun to all pixels in the region (mean, X server's copy included); viewer: seen to copied (p50)"),
            Of("frames shown per second", r => r.Shown, "frames/s", "different frames seen in the window from outside") with
            {
                Ratio = all.Select(r => r.Shown / r.Drawn).Order().ElementAt(runs / 2), Limit = $"what the guest drew, {Figure.Number(all.Average(r => r.Drawn))}/s",
            },
            Of("processor, agent and viewer", r => r.AgentCpu + r.ViewerCpu, "% of a core",
                $"agent {Figure.Number(all.Average(r => r.AgentCpu))}, viewer {Figure.Number(all.Average(r => r.ViewerCpu))}; not counted: X servers {Figure.Number(all.Average(r => r.ServersCpu))}"),
        ];
        if (kind == "full")
        {
            figures.Add(Of("resident memory of the viewer", r => r.ViewerMemory.Resident, "MB", Memory(all.Select(r => r.ViewerMemory))));
            figures.Add(Of("resident memory of the agent", r => r.AgentMemory.Resident, "MB", Memory(all.Select(r => r.AgentMemory))));
        }

        return figures;
    }

    private static string Memory(IEnumerable<ResidentMemory> runs)
    {
        var all = runs.ToList();
        return $"all that is resident but the region; shared pages divided {Figure.Number(all.Average(m => m.Proportional))}, private {Figure.Number(all.Average(m => m.Private))}";
    }

    private static Result Run(string size, string kind, int seconds)
    {
        using var rig = new DesktopRig(size, [kind, "60", "0"]);
        Thread.Sleep(s_settle);
        var (agent, viewer, guestServer, windowServer) = (ProcessUse.Of(rig.Agent.Id), ProcessUse.Of(rig.Viewer.Id), ProcessUse.Of(rig.Servers.Guest), ProcessUse.Of(rig.Servers.Window));
        var lines = TestProcess.Run(MeterPrograms.Watch, [rig.Displays.Guest, rig.Displays.Window, seconds.ToString(CultureInfo.InvariantCulture)], limit: TimeSpan.FromSeconds(seconds + 30))
            .Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var result = new Result
        {
            AgentCpu = ProcessUse.Of(rig.Agent.Id).PercentSince(agent),
            ViewerCpu = ProcessUse.Of(rig.Viewer.Id).PercentSince(viewer),
            ServersCpu = ProcessUse.Of(rig.Servers.Guest).PercentSince(guestServer) + ProcessUse.Of(rig.Servers.Window).PercentSince(windowServer),
            AgentMemory = ResidentMemory.Of(rig.Agent.Id, rig.Region),
            ViewerMemory = ResidentMemory.Of(rig.Viewer.Id, rig.Region),
        };
        rig.Stop();
        var times = lines[..^1].Select(line => long.Parse(line.Split(' ')[1], CultureInfo.InvariantCulture) / 1e6).Order().ToList();
        if (times.Count == 0)
        {
            throw new InvalidDataException($"no frame was seen in the window; the viewer logged\n{rig.ViewerLog}");
        }

        // "from 600 to 599 seconds 10.000"
        var counts = lines[^1].Split(' ');
        return result with
        {
            Samples = times.Count,
            P50 = times[times.Count / 2],
            P99 = times[Math.Min(times.Count - 1, times.Count * 99 / 100)],
            Drawn = double.Parse(counts[1], CultureInfo.InvariantCulture) / double.Parse(counts[5], CultureInfo.InvariantCulture),
            Shown = double.Parse(counts[3], CultureInfo.InvariantCulture) / double.Parse(counts[5], CultureInfo.InvariantCulture),
            Ours = DesktopRig.NumberIn(rig.AgentLog, "([0-9.]+) ms after the capture began") + DesktopRig.NumberIn(rig.ViewerLog, "copy ([0-9.]+) ms"),
        };
    }

    private sealed record Result
    {
        public double P50 { get; init; }

        public double P99 { get; init; }

        public int Samples { get; init; }

        public double Drawn { get; init; }

        public double Shown { get; init; }

        public double Ours { get; init; }

        public double AgentCpu { get; init; }

        public double ViewerCpu { get; init; }

        public double ServersCpu { get; init; }

        public ResidentMemory AgentMemory { get; init; }

        public ResidentMemory ViewerMemory { get; init; }
    }
}
