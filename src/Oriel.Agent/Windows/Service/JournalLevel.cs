namespace Oriel.Agent.Windows.Service;

/// <summary>Weight of an entry for administrators.</summary>
internal enum JournalLevel
{
    /// <summary>For the record.</summary>
    Information,

    /// <summary>Worth a look.</summary>
    Warning,

    /// <summary>Something does not work.</summary>
    Error,
}
