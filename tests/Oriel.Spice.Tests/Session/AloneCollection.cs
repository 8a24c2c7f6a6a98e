namespace Oriel.Spice.Tests.Session;

/// <summary>Tests that count what the whole process has open: they run while no other test does.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class AloneCollection
{
    public const string Name = "alone";
}
