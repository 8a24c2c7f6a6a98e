namespace Oriel.Cli;

/// <summary>Exit statuses of <c>oriel</c> and <c>oriel-agent</c>; documented in docs/errors.md and never renumbered.</summary>
internal static class ExitCodes
{
    /// <summary>Did what was asked.</summary>
    public const int Success = 0;

    /// <summary>A bug: an unexpected exception.</summary>
    public const int Internal = 1;

    /// <summary>The command line was not understood.</summary>
    public const int Usage = 2;

    /// <summary>The region is missing or may not be opened.</summary>
    public const int Region = 3;

    /// <summary>No live producer within the time given.</summary>
    public const int NoProducer = 4;

    /// <summary>The producer speaks an unknown version.</summary>
    public const int VersionMismatch = 5;

    /// <summary>Window, EGL or GL missing or too old.</summary>
    public const int Display = 6;

    /// <summary>The X server or another capture source is missing.</summary>
    public const int Capture = 7;

    /// <summary>Configuration file or option value refused.</summary>
    public const int Configuration = 8;

    /// <summary>The agent's Windows service could not be installed, changed or reached.</summary>
    public const int Service = 9;
}
