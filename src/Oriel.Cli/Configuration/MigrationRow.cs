namespace Oriel.Cli.Configuration;

/// <summary>What became of a setting of the existing viewer.</summary>
internal enum MigrationFate
{
    /// <summary>Name and value are the same here.</summary>
    Kept,

    /// <summary>The name is another one now.</summary>
    Renamed,

    /// <summary>The value became another setting's.</summary>
    Translated,

    /// <summary>It says what is so anyway.</summary>
    IsDefault,

    /// <summary>Our file says something about it already, and that stays.</summary>
    AlreadySet,

    /// <summary>It has no effect here.</summary>
    Dropped,

    /// <summary>The value is wrong.</summary>
    Refused,

    /// <summary>Nothing is known by that name.</summary>
    Unknown,
}

/// <summary>One setting of the existing viewer's files.</summary>
/// <param name="Name">As written.</param>
/// <param name="Value">As written.</param>
/// <param name="Fate">What became of it.</param>
/// <param name="Words">What it is now, or why it is nothing.</param>
internal sealed record MigrationRow(string Name, string Value, MigrationFate Fate, string Words);
