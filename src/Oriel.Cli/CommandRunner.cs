using System.CommandLine;

namespace Oriel.Cli;

/// <summary>Runs the chosen command and turns environment errors into text and exit codes.</summary>
internal static class CommandRunner
{
    /// <summary>Parses and runs; returns the exit status of the process (see <see cref="ExitCodes"/>).</summary>
    public static int Run(RootCommand root, string[] args)
    {
        try
        {
            var parsed = root.Parse(args);
            var status = parsed.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
            return parsed.Errors.Count > 0 ? ExitCodes.Usage : status;
        }
        catch (OrielException error)
        {
            Console.Error.WriteLine($"oriel: {error.Code.Id}: {error.Code.Title}");
            Console.Error.WriteLine($"  seen:     {error.Seen}");
            Console.Error.WriteLine($"  expected: {error.Expected}");
            Console.Error.WriteLine($"  remedy:   {error.Remedy}");
            return error.Code.ExitCode;
        }
    }
}
