using System.CommandLine;

namespace Oriel.Bench;

/// <summary>
/// <c>allocations</c>: managed bytes of every frame thread (capture, publish, feed, render) over many frames from a guest's X server to a window, and garbage collections of both processes, start-up
/// included. A small screen, so that frames are quick; with --long ten minutes at 60 Hz instead.
/// </summary>
internal static class AllocationBench
{
    public static Command Create()
    {
        var frames = new Option<int>("--frames") { Description = "frames the agent publishes", DefaultValueFactory = _ => 100_000 };
        var isLong = new Option<bool>("--long") { Description = "1080p at 60 Hz for ten minutes instead" };
        var json = Figure.JsonOption();
        var command = new Command("allocations", "managed bytes on every frame path, and garbage collections, in real processes") { frames, isLong, json };
        command.SetAction(parse =>
        {
            var figures = parse.GetValue(isLong) ? Measure("1920x1080", "full", "60", 36_000, "ten minutes of") : Measure("320x240", "patch", "0", parse.GetValue(frames), "");
            Figure.Print(figures);
            Figure.Write(parse.GetValue(json), figures);
            return 0;
        });
        return command;
    }

    private static List<Figure> Measure(string size, string kind, string rate, int frames, string length)
    {
        using var rig = new DesktopRig(size, [kind, rate, "0"], isHeadless: false, isServed: false, "--fps", "0", "--frames", $"{frames}");
        rig.Agent.WaitForExit(TimeSpan.FromMinutes(rate == "0" ? 4 : 12));
        rig.Stop();
        double Agent(string pattern) => DesktopRig.NumberIn(rig.AgentLog, pattern);
        double Viewer(string pattern) => DesktopRig.NumberIn(rig.ViewerLog, pattern);
        var drawn = Viewer("ended: ([0-9]+) frames shown");
        var note = $"{length} {size}, {frames} frames published, {drawn} drawn".Trim();
        var (feed, render) = (Viewer("managed bytes per frame path: feed ([0-9]+)"), Viewer("feed [0-9]+, render ([0-9]+)"));
        return
        [
            new("managed bytes, agent's capture and publish", Agent("allocated ([0-9]+) \\+") + Agent("allocated [0-9]+ \\+ ([0-9]+) bytes"), "bytes") { Note = note + "; after its first second" },
            new("managed bytes, viewer's feed and render", feed + render, "bytes") { Note = $"{note}; feed {feed}, render {render}" },
            new("collections of generation 1 and 2, agent", Agent("collections [0-9]+/([0-9]+)/") + Agent("collections [0-9]+/[0-9]+/([0-9]+)"), "") { Note = note + ", start-up included" },
            new("collections of generation 1 and 2, viewer", Viewer("collections [0-9]+/([0-9]+)/") + Viewer("collections [0-9]+/[0-9]+/([0-9]+)"), "") { Note = note + ", start-up included" },
        ];
    }
}
