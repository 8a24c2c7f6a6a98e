global using Xunit;

[assembly: AssemblyFixture(typeof(Oriel.Sound.Tests.Real.SoundStage))]
