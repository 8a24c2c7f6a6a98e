using System.CommandLine;
using Oriel.Cli.Help;
using Oriel.Host.Checks;

namespace Oriel.Cli.Commands;

/// <summary><c>oriel checks</c> (hidden): what <c>oriel doctor</c> looks at, in words; docs/troubleshooting.md is made of it.</summary>
internal static class ChecksCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        var markdown = new Option<bool>("--markdown") { Description = "As docs/troubleshooting.md" };
        var command = new Command("checks", "Lists what 'oriel doctor' looks at, and what to do.") { Hidden = true };
        command.Options.Add(markdown);
        command.SetAction(parsed =>
        {
            Console.Out.Write(parsed.GetValue(markdown) ? TroubleshootingPage.ToMarkdown(CheckCatalogue.All) : string.Join('\n', CheckCatalogue.All.Select(TroubleshootingPage.ToText)));
            return ExitCodes.Success;
        });
        return command;
    }
}
