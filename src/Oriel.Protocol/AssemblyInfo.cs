using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("Oriel.Protocol.Tests")]
[assembly: InternalsVisibleTo("Oriel.Display.Tests")]
