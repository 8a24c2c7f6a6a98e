using System.CommandLine;
using System.Diagnostics;
using Oriel.Testing;

namespace Oriel.Bench;

/// <summary>
/// <c>./dev bench</c> without a name: every promised figure in one table, measured in one go, each benchmark in a process of its own so that one that fails costs its own rows only; the table is
/// printed and put into docs/performance.md between its markers.
/// </summary>
internal static class SummaryBench
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(4);

    public static void AddTo(RootCommand root)
    {
        var isLong = new Option<bool>("--long") { Description = "the long runs too: 60 s of relay, ten minutes for the collector" };
        var page = new Option<string>("--page")
        {
            Description = "page that gets the table between its markers, or 'none'",
            DefaultValueFactory = _ => Path.Combine(Executables.SourceTree, "docs", "performance.md"),
        };
        root.Add(isLong);
        root.Add(page);
        root.SetAction(parse => Run(root, parse.GetValue(isLong), parse.GetValue(page)!));
    }

    private static int Run(RootCommand root, bool isLong, string page)
    {
        (string Name, string[] Arguments, TimeSpan Patience)[] all =
        [
            ("limits", [], s_patience),
            ("copy", [], s_patience),
            ("overlap", [], s_patience),
            ("relay60", ["--seconds", isLong ? "60" : "20"], s_patience),
            ("relay", ["--frames", "100000"], s_patience),
            ("wake", [], s_patience),
            ("desktop", [], s_patience),
            ("idle", [], s_patience),
            ("damage", [], s_patience),
            ("allocations", [], s_patience * 2),
            ("process", ["--launch"], s_patience),
            .. isLong ? [("allocations", (string[])["--long"], TimeSpan.FromMinutes(15))] : Array.Empty<(string, string[], TimeSpan)>(),
        ];
        var begun = Stopwatch.GetTimestamp();
        List<Figure> figures = [];
        List<string> failures = [];
        foreach (var (name, arguments, patience) in all.Where(bench => root.Subcommands.Any(command => command.Name == bench.Name)))
        {
            Console.WriteLine($"== {name} {string.Join(' ', arguments)} ({Stopwatch.GetElapsedTime(begun).TotalSeconds:0} s)");
            try
            {
                // The ten minutes' figures have the short run's names, and replace them.
                foreach (var figure in RunOne(name, arguments, patience))
                {
                    figures.RemoveAll(other => other.Name == figure.Name);
                    figures.Add(figure);
                }
            }
            catch (Exception failure) when (failure is InvalidOperationException or TimeoutException or IOException or System.Text.Json.JsonException)
            {
                failures.Add($"{name}: {failure.Message.Split('\n')[0]}");
                Console.WriteLine($"   {failure.Message}");
            }
        }

        var table = PerformancePage.Table(figures, failures, isLong);
        Console.WriteLine();
        Console.WriteLine(table);
        if (page != "none")
        {
            PerformancePage.Write(page, table);
            Console.WriteLine($"written to {page} ({Stopwatch.GetElapsedTime(begun).TotalMinutes:0.0} minutes)");
        }

        return failures.Count == 0 ? 0 : 1;
    }

    private static IReadOnlyList<Figure> RunOne(string name, string[] arguments, TimeSpan patience)
    {
        using var folder = new TempFolder();
        var json = folder.File("figures.json");
        var self = Environment.ProcessPath ?? throw new InvalidOperationException("the path of this program is not known");
        using var child = TestProcess.Start(self, [name, .. arguments, "--json", json]);
        int status;
        try
        {
            status = child.WaitForExit(patience);
        }
        catch (TimeoutException)
        {
            // Its own children notice that it is gone and end; the regions it made are for us to remove.
            child.Send(Signal.Kill);
            foreach (var region in (string[])[.. Directory.GetFiles("/dev/shm", $"oriel-*-{child.Id}"), .. Directory.GetFiles("/dev/shm", $"oriel-*-{child.Id}-*")])
            {
                File.Delete(region);
            }

            throw;
        }

        Console.WriteLine(child.Output);

        // One that found a figure it must not find ends with a status, and with the figure.
        return File.Exists(json) ? Figure.Read(json) : throw new InvalidOperationException($"it ended with {status} and no figures");
    }
}
