using Oriel.Protocol;
using Oriel.Relay.Consumer;

namespace Oriel.Fuzz.Mutation;

/// <summary>What a viewer under attack must be seen to do. Surviving, and the right picture within a second of good data, is always required.</summary>
/// <param name="Kind">What to look for.</param>
/// <param name="Codes">With <see cref="ExpectationKind.Refuse"/>: at least one of these must be counted.</param>
/// <param name="States">With <see cref="ExpectationKind.Refuse"/> or <see cref="ExpectationKind.Report"/>: or one of these reported.</param>
public sealed record Expectation(ExpectationKind Kind, IReadOnlyList<RejectCode> Codes, IReadOnlyList<RelayState> States)
{
    /// <summary>The picture goes on: right frames keep arriving during the attack.</summary>
    public static Expectation KeepsGoing { get; } = new(ExpectationKind.KeepsGoing, [], []);

    /// <summary>Nothing to say: the guest shows what it wants to (a false picture, or none).</summary>
    public static Expectation Survives { get; } = new(ExpectationKind.Survives, [], []);

    /// <summary>Something is refused for one of these reasons.</summary>
    public static Expectation Refuses(params RejectCode[] codes) => new(ExpectationKind.Refuse, codes, []);

    /// <summary>The relay reports one of these states.</summary>
    public static Expectation Reports(params RelayState[] states) => new(ExpectationKind.Report, [], states);

    /// <summary>Also satisfied by one of these states.</summary>
    public Expectation Or(params RelayState[] states) => this with { States = [.. States, .. states] };
}

/// <summary>Kinds of expectation.</summary>
public enum ExpectationKind
{
    /// <summary>No crash, no hang.</summary>
    Survives,

    /// <summary>Right frames keep arriving.</summary>
    KeepsGoing,

    /// <summary>A reject code is counted (or a state reported).</summary>
    Refuse,

    /// <summary>A state is reported.</summary>
    Report,
}
