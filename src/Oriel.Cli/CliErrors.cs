namespace Oriel.Cli;

/// <summary>Errors of the viewer's commands, ORL501 to ORL549.</summary>
internal static partial class CliErrors
{
    /// <summary>No frame arrived in the time given.</summary>
    public static readonly ErrorCode NoPicture = new("ORL501", "no picture arrived", ExitCodes.NoProducer);

    /// <summary>The producer's version is unknown.</summary>
    public static readonly ErrorCode VersionMismatch = new("ORL502", "the guest's agent speaks another version", ExitCodes.VersionMismatch);

    /// <summary>A result could not be written.</summary>
    public static readonly ErrorCode CannotWrite = new("ORL503", "the file cannot be written", ExitCodes.Configuration);
}
