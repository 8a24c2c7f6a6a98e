using Microsoft.Extensions.Logging;

namespace Oriel.Cli.Logging;

/// <summary>Where a command's log goes: standard error with --verbose, and a file when one is named. An error that ends the command is printed in full anyway.</summary>
internal static class LogSetup
{
    /// <summary>Makes the factory; dispose it at the end. Throws <see cref="OrielException"/> when the file cannot be written.</summary>
    public static LoggerFactory Create(string? file, bool verbose)
    {
        List<ILoggerProvider> providers = [];
        if (verbose)
        {
            providers.Add(new TextLogProvider(Console.Error, LogLevel.Debug, ownsOutput: false));
        }

        if (file is not null)
        {
            providers.Add(new TextLogProvider(Open(file), verbose ? LogLevel.Debug : LogLevel.Information, ownsOutput: true));
        }

        return new LoggerFactory(providers, new LoggerFilterOptions { MinLevel = LogLevel.Debug });
    }

    private static StreamWriter Open(string file)
    {
        try
        {
            return new StreamWriter(file, append: true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new OrielException(CliErrors.LogFile, $"{file}: {error.Message}", "a file that can be written", "name another file with --log", error);
        }
    }
}
