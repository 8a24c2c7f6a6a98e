global using Xunit;

// One Wine, one display: tests run one after the other.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
[assembly: AssemblyFixture(typeof(Oriel.Wine.Tests.WineHome))]
