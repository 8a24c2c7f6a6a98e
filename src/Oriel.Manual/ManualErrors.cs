namespace Oriel.Manual;

/// <summary>Errors of the manual's commands, ORL560 to ORL569.</summary>
public static class ManualErrors
{
    private const int ConfigurationStatus = 8;

    /// <summary>The pages cannot be written.</summary>
    public static readonly ErrorCode CannotWrite = new("ORL560", "the manual cannot be written", ConfigurationStatus);
}
