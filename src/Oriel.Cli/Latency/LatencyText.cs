using System.Globalization;
using System.Text;
using Oriel.Display.Latency;

namespace Oriel.Cli.Latency;

/// <summary>The report for people.</summary>
internal static class LatencyText
{
    private const int NameWidth = 27;

    /// <summary>Writes it.</summary>
    public static string Write(LatencyReport report)
    {
        var text = new StringBuilder();
        Line(text, $"{report.Region}: {report.Frames} frames of {report.Width}x{report.Height}{Rate(report)}, {(report.LeftOut > 0 ? $"{report.LeftOut} before that left out" : "none left out")}");
        if (report.Kept < report.Frames)
        {
            Line(text, $"percentiles are of the last {report.Kept} of them; count, mean and max of all");
        }

        Line(text, $"drawn in {(report.Viewer == "window" ? "a window" : "no window")}: {report.Renderer}");
        Line(text, $"presented:      {report.Presenting}{(report.RefreshHz is { } hertz ? string.Create(CultureInfo.InvariantCulture, $"; display {hertz:0.00} Hz") : "")}");
        Line(text, $"woken by:       {report.Wakeup ?? "unknown"}");
        Line(text, $"guest's clock:  {Clock(report.Clock)}");
        Line(text, $"shown, told by: {Presentation(report)}");
        text.Append('\n');
        Head(text, "milliseconds");
        foreach (var stage in report.Stages.Take(FrameStages.Steps))
        {
            Row(text, $"{stage.From} to {stage.To}", stage);
        }

        text.Append('\n');
        foreach (var stage in report.Stages.Skip(FrameStages.Steps))
        {
            Row(text, $"{stage.From} to {stage.To}", stage);
        }

        if (report.Input is { } input)
        {
            Input(text, input);
        }

        return text.ToString();
    }

    private static void Input(StringBuilder text, InputReport input)
    {
        text.Append('\n');
        var place = input.Patch is { } patch ? $"the patch {patch}{(input.IsLearned ? ", found by trying" : "")}" : "the guest's pointer";
        Line(text, $"input {input.Stimulus}: {input.Detected} of {input.Tried} answered in {place}{(input.Tried > input.Detected ? $"; {input.Tried - input.Detected} lost" : "")}");
        Line(text, string.Create(
            CultureInfo.InvariantCulture,
            $"by itself it changed in {input.ShamHits} of {input.Shams} times without an input, {Or(input.BackgroundPerSecond, "0.00")} times a second; chance explains {Or(input.ChanceShare * 100, "0.0")} % of the answers"));
        if (input.IsDoubtful)
        {
            Line(text, "doubtful: it changes after an input hardly more often than without one. Choose a quieter place with --patch.");
        }

        Head(text, "milliseconds");
        foreach (var stage in input.Stages)
        {
            Row(text, $"{stage.From} to {stage.To}", stage);
        }
    }

    private static string Rate(LatencyReport report) =>
        report.FramesPerSecond is { } rate ? string.Create(CultureInfo.InvariantCulture, $" in {report.Seconds:0.0} s, {rate:0.0} per second") : "";

    private static string Clock(ClockReport clock) => clock.Relation switch
    {
        "shared" => "ours, so captured and published are exact",
        "estimated" => string.Create(
            CultureInfo.InvariantCulture,
            $"ours is {clock.OffsetNs / 1e9:+0.000000;-0.000000} s; what begins with captured or published may be off by {Or(clock.WorstErrorNs / 1e6, "0.000")} ms, all by the same"),
        _ => clock.Frames > 0 ? string.Create(CultureInfo.InvariantCulture, $"known for {clock.Frames} frames, to {Or(clock.WorstErrorNs / 1e6, "0.000")} ms") : "unknown: the guest's agent tells no times, or too few came",
    };

    private static string Presentation(LatencyReport report)
    {
        var (system, swap, unknown) = (report.Presentation.WindowSystem, report.Presentation.SwapReturned, report.Presentation.Unknown);
        List<string> parts = [];
        if (system > 0)
        {
            parts.Add($"the window system ({system})");
        }

        if (swap > 0)
        {
            parts.Add(report.Viewer == "window" ? $"the swap returning, before or after the picture is seen ({swap})" : $"nobody: drawn, but shown nowhere ({swap})");
        }

        if (unknown > 0)
        {
            parts.Add($"unknown ({unknown})");
        }

        return parts.Count == 0 ? "unknown" : string.Join(", ", parts);
    }

    private static void Head(StringBuilder text, string title) => Line(text, $"{title,-NameWidth}{"p50",10}{"p95",10}{"p99",10}{"max",10}{"frames",9}{"unknown",9}");

    private static void Row(StringBuilder text, string name, StageReport stage) =>
        Line(text, $"{name,-NameWidth}{Ms(stage.P50Ns),10}{Ms(stage.P95Ns),10}{Ms(stage.P99Ns),10}{Ms(stage.MaxNs),10}{stage.Count,9}{stage.Unknown,9}");

    private static string Ms(long? nanoseconds) => nanoseconds is { } known ? (known / 1e6).ToString("0.000", CultureInfo.InvariantCulture) : "unknown";

    private static string Or(double? value, string format) => value is { } known ? known.ToString(format, CultureInfo.InvariantCulture) : "unknown";

    private static void Line(StringBuilder text, string line) => text.Append(line.TrimEnd()).Append('\n');
}
