using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("Oriel.Relay.Tests")]
