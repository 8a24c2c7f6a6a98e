namespace Oriel.Manual.Completion;

/// <summary>What a shell offers for a value.</summary>
internal enum ValueKind
{
    /// <summary>Nothing: free text.</summary>
    Text,

    /// <summary>One of some words.</summary>
    Words,

    /// <summary>A file.</summary>
    File,

    /// <summary>A folder.</summary>
    Folder,

    /// <summary>A virtual machine.</summary>
    Machine,
}
