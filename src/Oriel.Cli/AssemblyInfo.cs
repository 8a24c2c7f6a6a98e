using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("Oriel.Cli.Tests")]
[assembly: InternalsVisibleTo("Oriel.Docs.Tests")]
[assembly: InternalsVisibleTo("oriel-input-peer")]
[assembly: InternalsVisibleTo("Oriel.Sound.Tests")]
[assembly: InternalsVisibleTo("Oriel.Vm.Tests")]
