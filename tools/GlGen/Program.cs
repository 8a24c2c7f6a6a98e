using Oriel.GlGen;

// usage: GlGen REGISTRY ALLOW-LIST OUTPUT     (all three have defaults when run from the root of the source tree)
var registry = args.Length > 0 ? args[0] : GlGenerator.DefaultRegistry;
var allowList = args.Length > 1 ? args[1] : "tools/GlGen/allow.txt";
var output = args.Length > 2 ? args[2] : "src/Oriel.Interop.Linux/Gl/Gl.g.cs";
File.WriteAllText(output, GlGenerator.Generate(registry, AllowList.Load(allowList)));
Console.WriteLine(output);
