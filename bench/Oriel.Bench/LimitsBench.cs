using System.CommandLine;
using System.Globalization;
using Oriel.Testing;

namespace Oriel.Bench;

/// <summary><c>limits</c>: what this machine can do without us (bench/meter/limits.c, no line of Oriel in it). The table of <c>./dev bench</c> begins with these.</summary>
internal static class LimitsBench
{
    private static readonly Dictionary<string, string> s_names = new(StringComparer.Ordinal)
    {
        ["memcpy"] = "limit: 4K frame by glibc memcpy",
        ["non-temporal"] = "limit: 4K frame by non-temporal stores",
        ["eventfd-wake"] = "limit: empty eventfd wake",
        ["x-copy"] = "limit: whole screen copied by the X server",
        ["gl-picture"] = "limit: whole window uploaded, drawn and swapped by GL",
        ["gl-empty-swap"] = "limit: whole window cleared and swapped by GL",
    };

    public static Command Create()
    {
        var json = Figure.JsonOption();
        var command = new Command("limits", "the machine's own limits: memory copies, an eventfd wake, X server and GL on whole windows") { json };
        command.SetAction(parse =>
        {
            List<Figure> figures = [.. Run("memory", null, ""), .. Run("wake", null, "")];
            foreach (var (size, name) in ((string, string)[])[("1920x1080", ", 1080p"), ("3840x2160", ", 4K")])
            {
                using var server = XvfbServer.StartOrSkip(size);
                figures.AddRange(Run("x11", server, name));
            }

            Figure.Print(figures);
            Figure.Write(parse.GetValue(json), figures);
            return 0;
        });
        return command;
    }

    private static IEnumerable<Figure> Run(string what, XvfbServer? server, string suffix) =>
        TestProcess.Run(MeterPrograms.Limits, [what], server?.Environment(), TimeSpan.FromSeconds(30)).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line =>
        {
            var words = line.Split(' ');
            double Number(int at) => double.Parse(words[at], CultureInfo.InvariantCulture);
            return new Figure(s_names[words[0]] + suffix, Number(1), words[2] == "us" ? "µs" : words[2]) { Low = Number(3), High = Number(4), Note = "median; least and 99th percentile" };
        });
}
