using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("Oriel.Protocol.Tests")]
