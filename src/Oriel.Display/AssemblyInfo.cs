using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("Oriel.Display.Tests")]
