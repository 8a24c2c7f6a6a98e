using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Oriel.Testing;

namespace Oriel.Bench;

/// <summary>
/// The Windows agent's way from the GPU to readable memory (staging ring, deferred map), as its self-test measures it, under Wine: ratios to a plain copy of the same bytes
/// in the same process. On Windows the same figures come from <c>oriel-agent selftest</c>.
/// </summary>
internal static partial class StagingBench
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(5);

    public static Command Create()
    {
        var rounds = new Option<int>("--rounds") { Description = "self-tests run on each device", DefaultValueFactory = _ => 5 };
        var command = new Command("staging", "the Windows agent's staging ring under Wine, as a ratio to memcpy (needs wine, Xvfb)") { rounds };
        command.SetAction(parse => Run(Math.Max(1, parse.GetValue(rounds))));
        return command;
    }

    private static int Run(int rounds)
    {
        var published = TestProcess.Run(Path.Combine(Executables.SourceTree, "tools", "publish-windows-agent"), [], limit: s_patience).Split('\n')[^1];
        var agent = Path.Combine(Executables.SourceTree, published, "oriel-agent.exe");
        using var folder = new TempFolder();
        using var server = XvfbServer.StartOrSkip("1024x768");
        var environment = server.Environment(("WINEPREFIX", folder.File("prefix")), ("WINEDEBUG", "-all"), ("WINEDLLOVERRIDES", "mshtml=d;winemenubuilder.exe=d"));
        try
        {
            TestProcess.Run("wine", ["wineboot", "-i"], environment, s_patience);
            TestProcess.Run("wineserver", ["-w"], environment, s_patience);
            Console.WriteLine($"{Machine.Describe()}; Wine, software GL");
            foreach (var software in (bool[])[false, true])
            {
                Report(software ? "software device" : "default device", [.. Enumerable.Range(0, rounds).Select(_ => Measure(agent, environment, software))]);
            }

            return 0;
        }
        finally
        {
            // Its status says only whether it was still there.
            using var end = TestProcess.Start("wineserver", ["-k"], environment);
            _ = end.WaitForExit(s_patience);
        }
    }

    private static Dictionary<string, double> Measure(string agent, IReadOnlyDictionary<string, string?> environment, bool software)
    {
        var output = TestProcess.Run("wine", [agent, "selftest", "--json", .. software ? ["--software"] : (string[])[]], environment, s_patience);
        using var json = JsonDocument.Parse(output[output.IndexOf('{', StringComparison.Ordinal)..(output.LastIndexOf('}') + 1)]);
        return json.RootElement.GetProperty("steps").EnumerateArray()
            .Select(step => (Name: step.GetProperty("name").GetString()!, Match: Ratio().Match(step.GetProperty("detail").GetString()!)))
            .Where(step => step.Match.Success)
            .ToDictionary(step => step.Name, step => double.Parse(step.Match.Groups["ratio"].Value, CultureInfo.InvariantCulture), StringComparer.Ordinal);
    }

    private static void Report(string device, List<Dictionary<string, double>> rounds)
    {
        foreach (var name in rounds[0].Keys)
        {
            var sorted = rounds.Select(r => r[name]).Order().ToList();
            Console.WriteLine(FormattableString.Invariant(
                $"{device}, {name}: {sorted[sorted.Count / 2]:0.0} times memcpy of the same bytes (median of {sorted.Count}; {sorted[0]:0.0} to {sorted[^1]:0.0})"));
        }
    }

    [GeneratedRegex(@"(?<ratio>[0-9.]+) times memcpy", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Ratio();
}
