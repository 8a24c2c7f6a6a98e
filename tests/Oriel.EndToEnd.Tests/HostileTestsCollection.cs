namespace Oriel.EndToEnd.Tests;

/// <summary>The promise is measured in wall time: nothing else of this assembly runs beside these tests.</summary>
[CollectionDefinition("hostile", DisableParallelization = true)]
public sealed class HostileTestsCollection;
