using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("Oriel.Host.Tests")]
