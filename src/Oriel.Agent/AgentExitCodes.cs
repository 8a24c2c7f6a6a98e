namespace Oriel.Agent;

/// <summary>Exit statuses, the same numbers as the viewer's; documented in docs/errors.md and never renumbered.</summary>
internal static class AgentExitCodes
{
    /// <summary>Did what was asked.</summary>
    public const int Success = 0;

    /// <summary>A bug: an unexpected exception.</summary>
    public const int Internal = 1;

    /// <summary>The command line was not understood.</summary>
    public const int Usage = 2;

    /// <summary>The region is missing or may not be opened.</summary>
    public const int Region = 3;

    /// <summary>No live producer in the region.</summary>
    public const int NoProducer = 4;

    /// <summary>The X server or another capture source is missing.</summary>
    public const int Capture = 7;

    /// <summary>Configuration file or option value refused.</summary>
    public const int Configuration = 8;

    /// <summary>The Windows service could not be installed, changed or reached.</summary>
    public const int Service = 9;
}
