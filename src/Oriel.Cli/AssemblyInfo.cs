using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("Oriel.Cli.Tests")]
[assembly: InternalsVisibleTo("Oriel.Sound.Tests")]
