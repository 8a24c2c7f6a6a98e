namespace Oriel.Cli.Configuration;

/// <summary>The VM whose own settings count.</summary>
/// <param name="Name">Its name; null when it is not known.</param>
/// <param name="Uuid">Its UUID; null when it is not known.</param>
internal sealed record MachineIdentity(string? Name, string? Uuid)
{
    /// <summary>The user named it, so what the files for all say about where a VM is does not count; false = it is only the one that runs.</summary>
    public bool IsNamed { get; init; } = true;

    /// <summary>What its files may be called; the last one wins: a UUID survives a change of the name.</summary>
    public IEnumerable<string> Names => new[] { Name, Uuid?.ToLowerInvariant() }.OfType<string>().Distinct(StringComparer.Ordinal);
}
