using System.Text;

namespace Oriel.Manual.Completion;

/// <summary>Writes the completion of fish.</summary>
internal static class FishScript
{
    /// <summary>Writes it.</summary>
    public static string Write(string program, CompletionNode root, string? machineNames)
    {
        var name = program.Replace('-', '_');
        var text = new StringBuilder();
        text.Append($"# fish completion of {program}; generated from its command line by \"{program} completion fish\"\n");
        text.Append($"function __{name}_at --description 'true while the words typed so far lead to this command'\n    set -l at\n    set -l expects 0\n");
        text.Append("    set -l words (commandline -opc)\n    set -e words[1]\n    for word in $words\n        if test $expects = 1\n            set expects 0\n            continue\n        end\n");
        text.Append("        switch \"$at $word\"\n");
        foreach (var node in root.All)
        {
            foreach (var command in node.Commands)
            {
                text.Append($"            case {Quote($"{node.Path} {command.Name}")}\n                set at {Quote(command.Path)}\n");
            }

            var valued = node.Options.Where(o => o.Value is not null).SelectMany(o => o.Names).Select(option => Quote($"{node.Path} {option}")).ToList();
            if (valued.Count > 0)
            {
                text.Append($"            case {string.Join(' ', valued)}\n                set expects 1\n");
            }
        }

        text.Append("        end\n    end\n    test \"$at\" = \"$argv[1]\"\nend\n");
        text.Append($"complete -c {program} -f\n");
        foreach (var node in root.All)
        {
            var condition = $"-n {Quote($"__{name}_at {Quote(node.Path)}")}";
            foreach (var command in node.Commands)
            {
                text.Append($"complete -c {program} {condition} -a {Quote(command.Name)} -d {Quote(command.Meaning)}\n");
            }

            foreach (var option in node.Options)
            {
                var names = string.Join(' ', option.Names.Select(n => n.StartsWith("--", StringComparison.Ordinal) ? $"-l {n[2..]}" : $"-s {n[1..]}"));
                text.Append($"complete -c {program} {condition} {names}{Value(option.Value, machineNames)} -d {Quote(option.Meaning)}\n");
            }

            if (node.Arguments.Select(a => a.Kind).FirstOrDefault(kind => kind != ValueKind.Text) is var kind && kind != ValueKind.Text)
            {
                var argument = node.Arguments.First(a => a.Kind == kind);
                text.Append($"complete -c {program} {condition}{Argument(argument, machineNames)}\n");
            }
        }

        return text.ToString();
    }

    private static string Value(CompletionValue? value, string? machineNames) => value?.Kind switch
    {
        null => "",
        ValueKind.Words => $" -x -a {Quote(string.Join(' ', value.Words))}",
        ValueKind.File => " -r -F",
        ValueKind.Folder => " -x -a '(__fish_complete_directories)'",
        ValueKind.Machine when machineNames is not null => $" -x -a {Quote($"({machineNames} 2>/dev/null)")}",
        _ => " -x",
    };

    private static string Argument(CompletionValue value, string? machineNames) => value.Kind switch
    {
        ValueKind.Words => $" -a {Quote(string.Join(' ', value.Words))}",
        ValueKind.File => " -F",
        ValueKind.Folder => " -a '(__fish_complete_directories)'",
        ValueKind.Machine when machineNames is not null => $" -a {Quote($"({machineNames} 2>/dev/null)")}",
        _ => "",
    };

    private static string Quote(string text) => "'" + text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal) + "'";
}
