namespace Oriel.Cli;

/// <content>Errors of <c>oriel serve</c>, ORL510 to ORL519.</content>
internal static partial class CliErrors
{
    /// <summary>A user or group is not in the local account files.</summary>
    public static readonly ErrorCode UnknownAccount = new("ORL510", "there is no such user or group", ExitCodes.Configuration);
}
