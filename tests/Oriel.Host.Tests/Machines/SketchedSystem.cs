using Oriel.Host.Systems;

namespace Oriel.Host.Tests.Machines;

/// <summary>A machine of a few lines, in memory. What is not mentioned is absent.</summary>
internal sealed class SketchedSystem : IHostSystem
{
    public Dictionary<string, string> Files { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, FileFacts> Facts { get; } = new(StringComparer.Ordinal);

    public HashSet<string> Denied { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, CommandOutput> Commands { get; } = new(StringComparer.Ordinal);

    public HashSet<string> Silent { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, string> Variables { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, string> Links { get; } = new(StringComparer.Ordinal);

    public List<string> Asked { get; } = [];

    public HostUser User { get; init; } = new("ana", 1000, [1000]);

    public Sight<string> Read(string path)
    {
        Asked.Add(path);
        return Denied.Contains(path) ? Sight.None<string>(Missing.Denied, "Permission denied") : Files.TryGetValue(path, out var text) ? Sight.Of(text) : Sight.None<string>(Missing.Absent);
    }

    public Sight<IReadOnlyList<string>> List(string folder)
    {
        string[] names = [.. Files.Keys.Concat(Facts.Keys).Concat(Denied).Where(path => path.StartsWith(folder + "/", StringComparison.Ordinal)).Select(path => path[(folder.Length + 1)..].Split('/')[0]).Distinct().Order(StringComparer.Ordinal)];
        return Denied.Contains(folder) ? Sight.None<IReadOnlyList<string>>(Missing.Denied, "Permission denied")
            : names.Length > 0 ? Sight.Of<IReadOnlyList<string>>(names) : Sight.None<IReadOnlyList<string>>(Missing.Absent);
    }

    public Sight<FileFacts> Stat(string path) => Facts.TryGetValue(path, out var facts) ? Sight.Of(facts)
        : Files.TryGetValue(path, out var text) ? Sight.Of(new FileFacts(PathKind.File, (UnixFileMode)0b110_100_100, 0, 0, (ulong)text.Length, true, false)) : Sight.None<FileFacts>(Missing.Absent);

    public Sight<string> Link(string path) => Links.TryGetValue(path, out var target) ? Sight.Of(target) : Sight.None<string>(Missing.Absent);

    public Sight<CommandOutput> Run(string program, params IReadOnlyList<string> arguments)
    {
        var line = string.Join(' ', (string[])[program, .. arguments]);
        Asked.Add(line);
        return Silent.Contains(line) ? Sight.None<CommandOutput>(Missing.Failed, "no end after 10 s") : Commands.TryGetValue(line, out var output) ? Sight.Of(output) : Sight.None<CommandOutput>(Missing.Absent);
    }

    public Sight<string> Probe(string name, string argument) => Sight.None<string>(Missing.Absent);

    public string? Variable(string name) => Variables.GetValueOrDefault(name);

    /// <summary>libvirt with these domains: running (and defined) or defined only.</summary>
    public SketchedSystem WithDomains(string uri, params (string Uuid, string Xml, string? Inactive)[] domains)
    {
        Commands[$"virsh -r -c {uri} list --all --uuid"] = new CommandOutput(0, string.Join('\n', domains.Select(domain => domain.Uuid)) + "\n\n", "");
        foreach (var (uuid, xml, inactive) in domains)
        {
            Commands[$"virsh -r -c {uri} dumpxml {uuid}"] = new CommandOutput(0, xml, "");
            if (inactive is not null)
            {
                Commands[$"virsh -r -c {uri} dumpxml --inactive {uuid}"] = new CommandOutput(0, inactive, "");
            }
        }

        return this;
    }

    /// <summary>A running program.</summary>
    public SketchedSystem WithProgram(int pid, uint owner, params string[] arguments)
    {
        Files[$"/proc/{pid}/comm"] = Path.GetFileName(arguments[0])[..Math.Min(15, Path.GetFileName(arguments[0]).Length)] + "\n";
        Files[$"/proc/{pid}/cmdline"] = string.Join('\0', arguments) + "\0";
        Facts[$"/proc/{pid}"] = new FileFacts(PathKind.Folder, (UnixFileMode)0b101_101_101, owner, owner, 0, true, false);
        return this;
    }
}
