using System.Text;

namespace Oriel.Manual.Completion;

/// <summary>Writes the completion of zsh: one function for each command, on top of <c>_arguments</c>.</summary>
internal static class ZshScript
{
    /// <summary>Writes it.</summary>
    public static string Write(string program, CompletionNode root, string? machineNames)
    {
        var name = "_" + program.Replace('-', '_');
        var text = new StringBuilder();
        text.Append($"#compdef {program}\n# zsh completion of {program}; generated from its command line by \"{program} completion zsh\"\n");
        if (machineNames is not null)
        {
            text.Append($"{name}__machines() {{\n  local -a machines\n  machines=(${{(f)\"$({machineNames} 2>/dev/null)\"}})\n  (( $#machines )) && compadd -a machines\n}}\n");
        }

        foreach (var node in root.All)
        {
            Write(text, name, node, machineNames is not null);
        }

        // Sourced by hand there is nothing to complete yet; loaded by compinit the file is the function's body.
        text.Append($"if [[ $zsh_eval_context[-1] == loadautofunc ]]; then\n  {name} \"$@\"\nelse\n  compdef {name} {program}\nfi\n");
        return text.ToString();
    }

    private static void Write(StringBuilder text, string prefix, CompletionNode node, bool knowsMachines)
    {
        var function = Function(prefix, node);
        text.Append($"{function}() {{\n  local curcontext=\"$curcontext\" state line\n  local -a commands\n  typeset -A opt_args\n");
        if (node.Commands.Count > 0)
        {
            text.Append("  commands=(\n");
            foreach (var command in node.Commands)
            {
                text.Append($"    {Quote($"{command.Name}:{command.Meaning}")}\n");
            }

            text.Append("  )\n");
        }

        text.Append("  _arguments -s -S -C \\\n");
        foreach (var option in node.Options)
        {
            // Each name excludes the others of the same option.
            var exclusive = option.Names.Count > 1 ? $"({string.Join(' ', option.Names)})" : "";
            foreach (var optionName in option.Names)
            {
                var joint = option.Value is null ? "" : optionName.StartsWith("--", StringComparison.Ordinal) ? "=" : "+";
                text.Append($"    {Quote($"{exclusive}{optionName}{joint}[{Bracket(option.Meaning)}]{(option.Value is { } value ? $":{Colon(value.Name)}:{Action(prefix, value, knowsMachines)}" : "")}")} \\\n");
            }
        }

        if (node.Commands.Count > 0)
        {
            var also = node.Arguments.Count > 0 ? Action(prefix, node.Arguments[0], knowsMachines) : "";
            text.Append($"    '1: :->command' '*:: :->below' && return\n");
            text.Append("  case $state in\n    command)\n      _describe -t commands command commands\n");
            if (also.Length > 0)
            {
                text.Append($"      {(also.StartsWith('(') ? $"compadd {also.Trim('(', ')')}" : also)}\n");
            }

            text.Append("      ;;\n    below)\n      case $line[1] in\n");
            foreach (var command in node.Commands)
            {
                text.Append($"        {command.Name}) {Function(prefix, command)} ;;\n");
            }

            text.Append("      esac\n      ;;\n  esac\n");
        }
        else
        {
            for (var i = 0; i < node.Arguments.Count; i++)
            {
                var open = node.IsOpenEnded && i == node.Arguments.Count - 1;
                text.Append($"    {Quote($"{(open ? "*" : (i + 1).ToString(System.Globalization.CultureInfo.InvariantCulture))}:{Colon(node.Arguments[i].Name)}:{Action(prefix, node.Arguments[i], knowsMachines)}")} \\\n");
            }

            text.Append("    && return\n");
        }

        text.Append("}\n");
    }

    private static string Function(string prefix, CompletionNode node) => node.Path.Length == 0 ? prefix : $"{prefix}__{node.Path.Replace(' ', '_').Replace('-', '_')}";

    private static string Action(string prefix, CompletionValue value, bool knowsMachines) => value.Kind switch
    {
        ValueKind.Words => $"({string.Join(' ', value.Words.Select(Colon))})",
        ValueKind.File => "_files",
        ValueKind.Folder => "_directories",
        ValueKind.Machine when knowsMachines => $"{prefix}__machines",
        _ => "",
    };

    private static string Bracket(string text) => Escape(text, '[', ']');

    private static string Colon(string text) => Escape(text, ':');

    private static string Escape(string text, params ReadOnlySpan<char> what)
    {
        var escaped = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            escaped.Append(c == '\\' || what.Contains(c) ? "\\" : "").Append(c);
        }

        return escaped.ToString();
    }

    private static string Quote(string text) => "'" + text.Replace("'", "'\\''", StringComparison.Ordinal) + "'";
}
