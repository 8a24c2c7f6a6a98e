using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("Oriel.Cli.Tests")]
