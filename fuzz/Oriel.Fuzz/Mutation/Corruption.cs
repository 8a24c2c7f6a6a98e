namespace Oriel.Fuzz.Mutation;

/// <summary>One targeted attack: the stores a hostile guest makes, and what the viewer must do about it.</summary>
/// <param name="Name">Stable name, unique in the catalogue.</param>
/// <param name="Expected">What must be observed.</param>
/// <param name="Recovery">How good data returns.</param>
/// <param name="Build">
/// The stores of round <c>n</c> (rounds follow each other for as long as the attack lasts); pure. Attacks that flip between values look at the round.
/// </param>
public sealed record Corruption(string Name, Expectation Expected, Recovery Recovery, Func<RegionMap, int, IEnumerable<Patch>> Build)
{
    /// <summary>Rounds after which a flipping attack repeats itself.</summary>
    public const int Rounds = 8;

    /// <summary>How densely the stores follow each other.</summary>
    public Pace Pace { get; init; } = Pace.Tight;

    /// <summary>The producer must send cursor shapes or several formats for this to bite.</summary>
    public bool NeedsCursor { get; init; }

    /// <summary>Layout rule: null = every layout.</summary>
    public Func<RegionMap, bool>? AppliesTo { get; init; }

    /// <summary>All stores of all rounds for this region.</summary>
    public Patch[][] Prepare(RegionMap map)
    {
        var rounds = new Patch[Rounds][];
        for (var i = 0; i < Rounds; i++)
        {
            rounds[i] = [.. Build(map, i)];
        }

        return rounds;
    }

    /// <inheritdoc/>
    public override string ToString() => Name;
}

/// <summary>How good data returns after an attack.</summary>
public enum Recovery
{
    /// <summary>The attacker just stops: the producer writes these fields anew with every message.</summary>
    Stop,

    /// <summary>
    /// The attacker stops and the producer announces its next frame as changed everywhere: for plausible lies (false damage, a write pointer that runs
    /// ahead), which no reader can tell from the truth.
    /// </summary>
    Refresh,

    /// <summary>The bytes from before the attack are put back: fields that a producer writes once.</summary>
    Undo,

    /// <summary>The producer starts a new session, as an agent that is started again does.</summary>
    Restart,
}

/// <summary>How densely an attack stores.</summary>
public enum Pace
{
    /// <summary>As fast as one core can: nothing good survives for longer than a microsecond.</summary>
    Tight,

    /// <summary>About every millisecond.</summary>
    Milliseconds,

    /// <summary>Once; the fields are never written by anybody else.</summary>
    Once,
}
