namespace Oriel.Display.Clipboard;

/// <summary>Bounds towards host programs, which may be slow, dead or hostile.</summary>
public sealed record ClipboardLimits
{
    /// <summary>Largest content taken from a host program, bytes.</summary>
    public int MaxBytes { get; init; } = 128 << 20;

    /// <summary>Longest silence of an owner that owes us content.</summary>
    public TimeSpan OwnerPatience { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Longest time a host program waits for content of ours.</summary>
    public TimeSpan AnswerPatience { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Longest silence of a host program that takes content piece by piece.</summary>
    public TimeSpan RequestorPatience { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Largest piece of content handed over at once; larger content goes piece by piece (INCR).</summary>
    public int PieceBytes { get; init; } = 256 << 10;
}
