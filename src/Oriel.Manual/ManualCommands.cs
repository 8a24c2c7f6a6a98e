using System.CommandLine;
using System.Globalization;
using System.Text;
using Oriel.Manual.Completion;
using Oriel.Manual.Pages;

namespace Oriel.Manual;

/// <summary>The commands with which a program writes its own manual and shell completions.</summary>
public static class ManualCommands
{
    private static readonly string[] s_shells = ["bash", "zsh", "fish"];

    /// <summary><c>manual FOLDER</c> (hidden): writes all pages; packages are made with it.</summary>
    /// <param name="program">The program; made when the command runs.</param>
    public static Command CreateManual(Func<ProgramManual> program)
    {
        var folder = new Argument<string>("FOLDER") { Description = "Where the pages go; made when it is not there" };
        var date = new Option<string>("--date") { HelpName = "YYYY-MM-DD", Description = "Day of the release, for the foot of the pages", DefaultValueFactory = _ => "" };
        date.Validators.Add(result =>
        {
            if (result.Tokens.Count > 0 && !DateOnly.TryParseExact(result.Tokens[0].Value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _))
            {
                result.AddError($"--date is a day such as 2026-11-29, not {result.Tokens[0].Value}");
            }
        });
        var command = new Command("manual", "Writes the pages of the manual.") { folder, date };
        command.Hidden = true;
        command.SetAction(parsed =>
        {
            var target = parsed.GetRequiredValue(folder);
            try
            {
                Write(program(), target, parsed.GetRequiredValue(date));
            }
            catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
            {
                throw new OrielException(
                    ManualErrors.CannotWrite, $"{target}: {refused.Message}", "a folder that exists or can be made, and may be written", "name another folder");
            }

            return 0;
        });
        return command;
    }

    /// <summary><c>completion SHELL</c>: prints a script.</summary>
    /// <param name="name">The program's name.</param>
    /// <param name="program">The program; made when the command runs.</param>
    /// <param name="examples">The program's help lists commands by their first sentence, so that examples may follow it.</param>
    public static Command CreateCompletion(string name, Func<ProgramManual> program, bool examples)
    {
        var shell = new Argument<string>("SHELL") { HelpName = string.Join('|', s_shells), Description = "The shell the script is for" };
        shell.AcceptOnlyFromAmong(s_shells);
        var command = new Command(
            "completion",
            !examples ? "Prints a completion script for a shell; packages install it already."
            : "Prints a completion script for a shell. Packages install it already; for a copy without a package:\n\n"
            + "Examples:\n"
            + $"  source <({name} completion bash)\n"
            + $"  {name} completion zsh >\"${{fpath[1]}}/_{name}\"\n"
            + $"  {name} completion fish >~/.config/fish/completions/{name}.fish") { shell };
        command.SetAction(parsed =>
        {
            parsed.InvocationConfiguration.Output.Write(Completion(program(), parsed.GetRequiredValue(shell)));
            return 0;
        });
        return command;
    }

    /// <summary>The completion script of a program for a shell.</summary>
    internal static string Completion(ProgramManual program, string shell)
    {
        var root = CompletionNode.Of(program.Root);
        return shell switch
        {
            "bash" => BashScript.Write(program.Name, root, program.MachineNames),
            "zsh" => ZshScript.Write(program.Name, root, program.MachineNames),
            _ => FishScript.Write(program.Name, root, program.MachineNames),
        };
    }

    private static void Write(ProgramManual program, string folder, string date)
    {
        Directory.CreateDirectory(folder);
        foreach (var page in PageSet.Of(program))
        {
            using var output = new StreamWriter(Path.Combine(folder, page.FileName), append: false, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
            RoffWriter.Write(output, page, $"{program.Name} {program.Version}", date);
        }
    }
}
