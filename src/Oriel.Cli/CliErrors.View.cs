namespace Oriel.Cli;

/// <content>Errors of <c>oriel view</c> and <c>oriel demo</c>, ORL550 to ORL569.</content>
internal static partial class CliErrors
{
    /// <summary>The log file cannot be written.</summary>
    public static readonly ErrorCode LogFile = new("ORL550", "the log file cannot be written", ExitCodes.Configuration);
}
