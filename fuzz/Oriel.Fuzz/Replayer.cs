using Oriel.Fuzz.Live;
using Oriel.Fuzz.Targets;

namespace Oriel.Fuzz;

/// <summary>Runs a saved finding again.</summary>
internal static class Replayer
{
    /// <summary>Returns 1 when it still fails, 0 when it is fixed.</summary>
    public static int Run(string path, TimeSpan patience)
    {
        var finding = Finding.Load(path);
        var error = finding.Target == "live"
            ? LiveFuzz.Replay(finding, patience)?.Error
            : ParserFuzz.Replay(finding.Image, finding.Seed, finding.Rounds.SelectMany(r => r), ParserTargets.All)?.Error;
        Console.WriteLine(error is null ? $"{path}: does not fail any more" : $"{path}: still fails: {error}");
        return error is null ? 0 : 1;
    }
}
