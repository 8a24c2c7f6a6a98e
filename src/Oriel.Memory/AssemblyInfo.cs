using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("Oriel.Interop.Linux")]
[assembly: InternalsVisibleTo("Oriel.Interop.Windows")]
[assembly: InternalsVisibleTo("Oriel.Memory.Tests")]
[assembly: InternalsVisibleTo("oriel-bench")]
[assembly: InternalsVisibleTo("Oriel.Interop.Windows")]
[assembly: InternalsVisibleTo("Oriel.Relay.Tests")]
[assembly: InternalsVisibleTo("Oriel.Display.Tests")]
[assembly: InternalsVisibleTo("Oriel.Vm.Tests")]
[assembly: InternalsVisibleTo("Oriel.Cli.Tests")]
