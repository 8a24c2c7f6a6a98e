using System.CommandLine;

var root = new RootCommand("Copies this machine's finished frames into memory shared with the host.");
return root.Parse(args).Invoke();
