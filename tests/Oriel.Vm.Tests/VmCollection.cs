namespace Oriel.Vm.Tests;

/// <summary>All tests with the shared guest, one after the other: there is one guest, and two processors at most to run it.</summary>
[CollectionDefinition(Name)]
public sealed class VmCollection : ICollectionFixture<SharedGuest>
{
    public const string Name = "vm";
}
