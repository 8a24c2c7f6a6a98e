namespace Oriel.Cli.Spice;

/// <summary>Errors around SPICE that end a command, ORL601 to ORL649.</summary>
internal static class SpiceErrors
{
    /// <summary>The password is unusable.</summary>
    public static readonly ErrorCode BadTicket = new("ORL601", "the SPICE password cannot be used", ExitCodes.Configuration);
}
