namespace Oriel.Pack.Tests.Shells;

/// <summary>A folder with some files, a completion script in it, and a shell to try it in: no settings of the user's, no state left.</summary>
internal sealed class ShellPlace : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);
    private readonly TempFolder _folder = new();
    private readonly string _program;

    public ShellPlace(string shell, string program = "oriel")
    {
        _program = program;
        Script = _folder.File($"completion.{shell}");
        File.WriteAllText(Script, TestProcess.Run(program == "oriel" ? Executables.Oriel : Executables.Agent, ["completion", shell]) + "\n");
        File.WriteAllText(_folder.File("some-file.txt"), "");
        File.WriteAllText(_folder.File("other"), "");
    }

    /// <summary>The script's file.</summary>
    public string Script { get; }

    /// <summary>Something a completion ran although it must not: a file of that name in the folder.</summary>
    public bool Holds(string name) => File.Exists(_folder.File(name));

    /// <summary>Puts a program of this name into the shell's PATH that prints these lines whatever it is asked.</summary>
    public void AddProgram(string name, params string[] lines)
    {
        File.WriteAllLines(_folder.File("lines.txt"), lines);
        var file = Path.Combine(Directory.CreateDirectory(_folder.File("bin")).FullName, name);
        File.WriteAllText(file, $"#!/bin/sh\ncat '{_folder.File("lines.txt")}'\n");
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserExecute);
    }

    /// <inheritdoc/>
    public void Dispose() => _folder.Dispose();

    /// <summary>What bash offers: the function is called as readline calls it.</summary>
    public IReadOnlyList<string> Bash(string line) => Run("bash",
        ["--norc", "--noprofile", "-c", """
            cd "$1" && source "$2"
            COMP_LINE=$3 COMP_POINT=${#3} COMP_WORDBREAKS=$' \t\n"'"'"'><=;|&(:'
            read -ra COMP_WORDS <<<"$3"; COMP_CWORD=${#COMP_WORDS[@]}
            function=$(complete -p "$4" | sed 's/.*-F \([^ ]*\).*/\1/')
            "$function"
            printf '%s\n' "${COMPREPLY[@]}"
            """, "bash", _folder.Path, Script, line, _program]);

    /// <summary>What fish offers.</summary>
    public IReadOnlyList<string> Fish(string line) =>
        [.. Run("fish", ["--no-config", "-c", "cd $argv[1]; source $argv[2]; complete -C $argv[3]", _folder.Path, Script, line]).Select(offer => offer.Split('\t')[0])];

    /// <summary>
    /// What zsh offers. Its completion lives only in the line editor, so an interactive shell is run in a pseudo-terminal, with a <c>compadd</c> that tells what it was
    /// given; the end of completion is told by a word of its own, which is waited for.
    /// </summary>
    public IReadOnlyList<string> Zsh(string line)
    {
        File.WriteAllText(_folder.File("inner.zsh"), """
            PROMPT= RPROMPT= PS2=
            unsetopt zle_bracketed_paste 2>/dev/null
            unset zle_bracketed_paste
            autoload -Uz compinit && compinit -u -D
            source "$ORIEL_SCRIPT"
            compadd() {
              if [[ ${@[1,(i)(-|--)]} == *-(O|A|D)\ * ]]; then builtin compadd "$@"; return; fi
              typeset -a offered
              builtin compadd -A offered "$@"
              (( $#offered )) && print -rl -- $offered >>"$ORIEL_OFFERS"
              builtin compadd "$@"
            }
            finished() { print -r -- '--all--' >>"$ORIEL_OFFERS"; exit }
            comppostfuncs=(finished)
            bindkey '^I' complete-word
            zstyle ':completion:*' list-prompt ''
            LISTMAX=100000
            cd "$ORIEL_FOLDER"
            print ready-now
            """);
        File.WriteAllText(_folder.File("outer.zsh"), """
            zmodload zsh/zpty
            zpty inner zsh -f -i
            zpty -w inner 'source "$ORIEL_FOLDER/inner.zsh"'
            zpty -r -m inner heard '*ready-now*'
            zpty -n -w inner "$ORIEL_LINE"$'\t'
            while zpty -r inner rest 2>/dev/null; do :; done
            """);
        var offers = _folder.File("offers");
        using var shell = TestProcess.Start("zsh", ["-f", _folder.File("outer.zsh")], new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["HOME"] = _folder.Path, ["PATH"] = SearchPath, ["ZDOTDIR"] = _folder.Path, ["TERM"] = "dumb", ["ORIEL_FOLDER"] = _folder.Path, ["ORIEL_SCRIPT"] = Script, ["ORIEL_OFFERS"] = offers, ["ORIEL_LINE"] = line,
        });
        Eventually.True(() => File.Exists(offers) && File.ReadAllText(offers).Contains("--all--\n", StringComparison.Ordinal), s_patience, () => $"zsh has not completed; it said: {shell.Output}");
        return [.. File.ReadAllLines(offers).TakeWhile(offer => offer != "--all--").Select(offer => offer.TrimEnd(' '))];
    }

    private string SearchPath => $"{_folder.File("bin")}:{Environment.GetEnvironmentVariable("PATH")}";

    private List<string> Run(string shell, IEnumerable<string> arguments) =>
        [.. TestProcess.Run(shell, arguments, new Dictionary<string, string?>(StringComparer.Ordinal) { ["HOME"] = _folder.Path, ["PATH"] = SearchPath, ["XDG_CONFIG_HOME"] = _folder.Path, ["XDG_DATA_HOME"] = _folder.Path }, s_patience)
            .Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(offer => offer.TrimEnd())];
}
