namespace Oriel.Host.Setup;

/// <summary>One thing that set-up changes.</summary>
/// <param name="Id">What kind of change, for example "tablet"; <see cref="DomainEdits"/>.</param>
/// <param name="What">What was changed, with names and numbers.</param>
/// <param name="Why">Why.</param>
/// <param name="Undo">What undoes it by hand; <c>oriel setup --undo</c> undoes all.</param>
public sealed record SetupChange(string Id, string What, string Why, string Undo);

/// <summary>The memory a machine has in the end.</summary>
/// <param name="Kind">Kind; never <see cref="MemoryKind.Keep"/>.</param>
/// <param name="Name">Name of the region.</param>
/// <param name="Path">File or device; empty with a doorbell server.</param>
/// <param name="Socket">Socket of the doorbell server; empty without.</param>
/// <param name="Bytes">Size; 0 = as its doorbell server has it.</param>
public sealed record PlannedMemory(MemoryKind Kind, string Name, string Path, string Socket, ulong Bytes)
{
    /// <summary>As <c>--region</c> takes it.</summary>
    public string Source => Socket.Length > 0 ? $"doorbell:{Socket}" : Path;
}

/// <summary>A machine's description, what set-up makes of it, and why.</summary>
public sealed record DomainPlan
{
    /// <summary>Name of the machine.</summary>
    public required string Name { get; init; }

    /// <summary>Its UUID; null when the text has none.</summary>
    public required Guid? Uuid { get; init; }

    /// <summary>The description as it was.</summary>
    public required string Before { get; init; }

    /// <summary>As it should be; the same text when nothing is to be done.</summary>
    public required string After { get; init; }

    /// <summary>What differs.</summary>
    public required IReadOnlyList<SetupChange> Changes { get; init; }

    /// <summary>What was left alone although it matters.</summary>
    public required IReadOnlyList<string> Notes { get; init; }

    /// <summary>Its shared memory.</summary>
    public required PlannedMemory Memory { get; init; }

    /// <summary>Nothing is to be done.</summary>
    public bool IsDone => Changes.Count == 0;
}
