namespace Oriel.Cli.Doctor;

/// <summary>Errors of <c>oriel doctor</c>, ORL840 to ORL859.</summary>
internal static class DoctorErrors
{
    /// <summary>A folder given with --system is no recording.</summary>
    public static readonly ErrorCode NoRecording = new("ORL840", "the folder is no recording of a machine", ExitCodes.Configuration);

    /// <summary>The folder given with --record cannot be written.</summary>
    public static readonly ErrorCode CannotRecord = new("ORL841", "the recording cannot be written", ExitCodes.Configuration);
}
