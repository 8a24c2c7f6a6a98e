using System.Text;

namespace Oriel.Manual.Completion;

/// <summary>
/// Writes the completion of bash. It needs nothing but bash: words are taken from the line itself, because bash breaks them at ':' and '=', which values contain.
/// </summary>
internal static class BashScript
{
    /// <summary>Writes it.</summary>
    public static string Write(string program, CompletionNode root, string? machineNames)
    {
        var function = "_" + program.Replace('-', '_');
        var nodes = root.All.ToList();
        var text = new StringBuilder();
        text.Append($"# bash completion of {program}; generated from its command line by \"{program} completion bash\"\n");
        text.Append($"{function}_value() {{ # COMMAND OPTION: what the option's value is, as kind and words; nothing for a flag\n  case \"$1 $2\" in\n");
        foreach (var node in nodes)
        {
            foreach (var group in node.Options.Where(o => o.Value is not null).GroupBy(o => Words(o.Value!), StringComparer.Ordinal))
            {
                var patterns = group.SelectMany(o => o.Names).Select(name => $"\"{node.Path} {name}\"");
                text.Append($"    {string.Join(" | ", patterns)}) REPLY=\"{group.Key}\" ;;\n");
            }
        }

        text.Append("    *) REPLY= ;;\n  esac\n}\n");
        text.Append($"{function}_argument() {{ # COMMAND NUMBER: what that argument is\n  case \"$1 $2\" in\n");
        foreach (var node in nodes)
        {
            for (var i = 0; i < node.Arguments.Count; i++)
            {
                var open = node.IsOpenEnded && i == node.Arguments.Count - 1;
                text.Append($"    \"{node.Path} \"{(open ? "*" : i.ToString(System.Globalization.CultureInfo.InvariantCulture))}) REPLY=\"{Words(node.Arguments[i])}\" ;;\n");
            }
        }

        text.Append("    *) REPLY= ;;\n  esac\n}\n");
        text.Append($"{function}_names() {{ # COMMAND: its options and the commands below it\n  OPTIONS= COMMANDS=\n  case \"$1\" in\n");
        foreach (var node in nodes)
        {
            text.Append($"    \"{node.Path}\")\n      OPTIONS=\"{string.Join(' ', node.Options.SelectMany(o => o.Names))}\"\n");
            text.Append($"      COMMANDS=\"{string.Join(' ', node.Commands.Select(c => c.Name))}\" ;;\n");
        }

        text.Append("  esac\n}\n");
        text.Append(Body.Replace("@FUNCTION@", function, StringComparison.Ordinal).Replace("@PROGRAM@", program, StringComparison.Ordinal)
            .Replace("@MACHINES@", machineNames is null ? ":" : $"{machineNames} 2>/dev/null", StringComparison.Ordinal));
        return text.ToString();
    }

    private static string Words(CompletionValue value) => value.Kind switch
    {
        ValueKind.Words => $"words {string.Join(' ', value.Words)}",
        ValueKind.File => "file",
        ValueKind.Folder => "folder",
        ValueKind.Machine => "machine",
        _ => "text",
    };

    private const string Body = """
        @FUNCTION@() {
          local line=${COMP_LINE:0:COMP_POINT} REPLY OPTIONS COMMANDS at= current= option= prefix= expects= word i
          local -i count=0 ended=0
          local -a words
          COMPREPLY=()
          read -ra words <<<"$line"
          if [[ $line != *[[:space:]] ]]; then
            current=${words[-1]}
            unset 'words[-1]'
          fi
          for ((i = 1; i < ${#words[@]}; i++)); do
            word=${words[i]}
            if [[ -n $expects ]]; then
              expects=
            elif ((ended)); then
              count+=1
            elif [[ $word == -- ]]; then
              ended=1
            elif [[ $word == -* ]]; then
              @FUNCTION@_value "$at" "$word"
              [[ -n $REPLY ]] && expects=$word
            else
              @FUNCTION@_names "$at"
              if [[ " $COMMANDS " == *" $word "* ]]; then
                at=${at:+$at }$word
                count=0
              else
                count+=1
              fi
            fi
          done
          if [[ -n $expects ]]; then
            option=$expects
          elif [[ $current == --*=* ]]; then
            option=${current%%=*}
            prefix=$option=
            current=${current#*=}
          fi
          if [[ -n $option ]]; then
            @FUNCTION@_value "$at" "$option"
          elif [[ $current == -* ]] && ((!ended)); then
            @FUNCTION@_names "$at"
            REPLY="words $OPTIONS"
          else
            @FUNCTION@_argument "$at" "$count"
            @FUNCTION@_names "$at"
            ((count == 0 && !ended)) && [[ -n $COMMANDS ]] && COMPREPLY=($(compgen -W "$COMMANDS" -- "$current"))
          fi
          case $REPLY in
            words*) COMPREPLY+=($(compgen -W "${REPLY#words}" -- "$current")) ;;
            machine)
              # Not by compgen -W, which expands its words: names of machines are somebody else's.
              while read -r word; do
                [[ $word == "$current"* ]] && COMPREPLY+=("$word")
              done < <(@MACHINES@) ;;
            file)
              compopt -o filenames 2>/dev/null
              mapfile -t -O "${#COMPREPLY[@]}" COMPREPLY < <(compgen -f -- "$current") ;;
            folder)
              compopt -o filenames 2>/dev/null
              mapfile -t -O "${#COMPREPLY[@]}" COMPREPLY < <(compgen -d -- "$current") ;;
          esac
          # What stands before the last ':' or '=' is on the line already, where bash breaks words there.
          local shown=$prefix$current kept=
          [[ $COMP_WORDBREAKS == *:* && $shown == *:* ]] && kept=${shown%"${shown##*:}"}
          [[ -z $kept && -n $prefix && $COMP_WORDBREAKS != *=* ]] && COMPREPLY=("${COMPREPLY[@]/#/$prefix}")
          [[ -n $kept ]] && COMPREPLY=("${COMPREPLY[@]#"${kept#"$prefix"}"}")
        }
        complete -F @FUNCTION@ @PROGRAM@

        """;
}
