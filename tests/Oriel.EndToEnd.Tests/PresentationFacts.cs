using System.Globalization;
using System.Text.RegularExpressions;

namespace Oriel.EndToEnd.Tests;

/// <summary>What a viewer logged at its end about how it presented.</summary>
internal sealed partial record PresentationFacts(string Words, double RefreshHz, long Told, long Untold, long Discarded, long Late, int Depth, long Allocated, long Frames, long Presents)
{
    /// <summary>Reads a log.</summary>
    public static PresentationFacts Read(string log)
    {
        var presented = Presented().Match(log);
        var ended = Ended().Match(log);
        Assert.True(presented.Success && ended.Success, "no figures in the log:\n" + log);
        long Number(Match match, string name) => long.Parse(match.Groups[name].Value, CultureInfo.InvariantCulture);
        return new PresentationFacts(
            presented.Groups["words"].Value,
            double.Parse(presented.Groups["hz"].Value, CultureInfo.InvariantCulture),
            Number(presented, "told"),
            Number(presented, "untold"),
            Number(presented, "discarded"),
            Number(presented, "late"),
            (int)Number(presented, "depth"),
            Number(presented, "bytes"),
            Number(ended, "frames"),
            Number(ended, "presents"));
    }

    [GeneratedRegex(@"presented (?<words>.*); display (?<hz>[\d.]+) Hz; (?<told>\d+) pictures seen to be shown, (?<untold>\d+) not told about, (?<discarded>\d+) replaced unseen, (?<late>\d+) late; at most (?<depth>-?\d+) in the queue; (?<bytes>-?\d+) managed bytes", RegexOptions.None, 1000)]
    private static partial Regex Presented();

    [GeneratedRegex(@"ended: (?<frames>\d+) frames shown, (?<presents>\d+) presents", RegexOptions.None, 1000)]
    private static partial Regex Ended();
}
