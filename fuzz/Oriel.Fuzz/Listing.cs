using Oriel.Fuzz.Live;
using Oriel.Fuzz.Mutation;
using Oriel.Fuzz.Targets;

namespace Oriel.Fuzz;

/// <summary>Prints what there is to fuzz.</summary>
internal static class Listing
{
    public static int Print()
    {
        Console.WriteLine($"{ParserTargets.All.Count} parsers: {string.Join(' ', ParserTargets.All.Select(t => t.Name))}");
        Console.WriteLine($"{Corruptions.All.Count} attacks on the memory:");
        foreach (var c in Corruptions.All)
        {
            Console.WriteLine($"  {c.Name,-40} {Words(c.Expected),-60} good data returns by {c.Recovery.ToString().ToLowerInvariant()}");
        }

        Console.WriteLine($"{FileAttack.All.Count} attacks on the file:");
        foreach (var a in FileAttack.All)
        {
            Console.WriteLine($"  {a.Name,-40} {Words(a.Expected)}");
        }

        return 0;
    }

    private static string Words(Expectation e) => e.Kind switch
    {
        ExpectationKind.KeepsGoing => "the picture goes on",
        ExpectationKind.Survives => "survives",
        _ => string.Join(" or ", [.. e.Codes.Select(c => $"refuses {c}"), .. e.States.Select(s => $"reports {s}")]),
    };
}
