using System.Runtime.CompilerServices;

// The layout test compares the wire structures with the distribution's headers.
[assembly: InternalsVisibleTo("Oriel.Agent.Tests")]
