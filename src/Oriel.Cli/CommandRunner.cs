using System.CommandLine;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;

namespace Oriel.Cli;

/// <summary>Runs the chosen command and turns environment errors into text and exit codes.</summary>
internal static class CommandRunner
{
    /// <summary>Parses and runs; returns the exit status of the process (see <see cref="ExitCodes"/>).</summary>
    public static int Run(RootCommand root, string[] args)
    {
        var parsed = root.Parse(Configuration.LineWords.Rewrite(root, args));
        if (parsed.Action is ParseErrorAction refusal)
        {
            // The whole help would push the reason off the screen.
            refusal.ShowHelp = false;
            parsed.Invoke();
            Console.Error.WriteLine($"'{string.Join(' ', CommandPath(parsed))} --help' explains the options.");
            return ExitCodes.Usage;
        }

        try
        {
            return parsed.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
        }
        catch (OrielException error)
        {
            Report(error);
            return error.Code.ExitCode;
        }
        catch (Exception bug)
        {
            // The top of the main thread: whatever comes here is a mistake of ours, and the status says so.
            Console.Error.WriteLine($"oriel: internal error, please report it with this text:\n{bug}");
            return ExitCodes.Internal;
        }
    }

    private static IEnumerable<string> CommandPath(ParseResult parsed)
    {
        List<string> names = [];
        for (SymbolResult? result = parsed.CommandResult; result is CommandResult command; result = command.Parent)
        {
            names.Insert(0, command.Command is RootCommand ? "oriel" : command.Command.Name);
        }

        return names;
    }

    /// <summary>Prints an environment error: code, what was seen, what was expected, and the remedy.</summary>
    public static void Report(OrielException error)
    {
        Console.Error.WriteLine($"oriel: {error.Code.Id}: {error.Code.Title}");
        Console.Error.WriteLine($"  seen:     {error.Seen}");
        Console.Error.WriteLine($"  expected: {error.Expected}");
        Console.Error.WriteLine($"  remedy:   {error.Remedy}");
    }
}
