namespace Oriel.Bench;

/// <summary>One way to copy, in both directions, with its times.</summary>
/// <param name="name">For the table.</param>
/// <param name="rounds">Rounds that count.</param>
/// <param name="copyIn">Nanoseconds of one copy of a buffer into the region.</param>
/// <param name="copyOut">Nanoseconds of one copy out of it.</param>
internal sealed class CopyVariant(string name, int rounds, Func<int, long> copyIn, Func<int, long> copyOut)
{
    public string Name => name;

    public int Rounds => rounds;

    /// <summary>Plain memory to plain memory: what the machine can do.</summary>
    public bool IsLimit { get; init; }

    public Times In { get; } = new(rounds);

    public Times Out { get; } = new(rounds);

    /// <summary>Copies once; negative rounds warm up.</summary>
    public void Run(int round, bool isIn, int buffer)
    {
        var taken = isIn ? copyIn(buffer) : copyOut(buffer);
        if (round >= 0)
        {
            (isIn ? In : Out).Set(round, taken);
        }
    }
}
