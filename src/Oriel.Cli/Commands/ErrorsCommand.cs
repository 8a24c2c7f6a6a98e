using System.CommandLine;

namespace Oriel.Cli.Commands;

/// <summary><c>oriel errors</c> (hidden): the error codes and exit statuses; docs/errors.md is made of it.</summary>
internal static class ErrorsCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        var markdown = new Option<bool>("--markdown") { Description = "As tables for docs/errors.md" };
        var command = new Command("errors", "Lists the error codes and exit statuses.") { Hidden = true };
        command.Options.Add(markdown);
        command.SetAction(parsed =>
        {
            Console.Out.Write(parsed.GetValue(markdown) ? ErrorCatalogue.ToMarkdown(ErrorCatalogue.Own) : ErrorCatalogue.ToText(ErrorCatalogue.Own));
            return ExitCodes.Success;
        });
        return command;
    }
}
