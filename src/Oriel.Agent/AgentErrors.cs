namespace Oriel.Agent;

/// <summary>Error codes of the agent, ORL4xx.</summary>
public static class AgentErrors
{
    /// <summary>No X server answers at the display.</summary>
    public static readonly ErrorCode NoDisplay = new("ORL401", "the X server cannot be reached", AgentExitCodes.Capture);

    /// <summary>The X server lacks an extension.</summary>
    public static readonly ErrorCode MissingExtension = new("ORL402", "the X server lacks an extension", AgentExitCodes.Capture);

    /// <summary>The screen stores pixels in a way the protocol cannot carry.</summary>
    public static readonly ErrorCode UnsupportedPixels = new("ORL403", "the screen's pixel format cannot be sent", AgentExitCodes.Capture);

    /// <summary>The chosen head is not connected.</summary>
    public static readonly ErrorCode NoSuchOutput = new("ORL404", "the chosen output does not exist", AgentExitCodes.Capture);

    /// <summary>The server refused to share memory.</summary>
    public static readonly ErrorCode SharedMemoryRefused = new("ORL405", "the X server refused shared memory", AgentExitCodes.Capture);

    /// <summary>The display's name is missing or malformed.</summary>
    public static readonly ErrorCode BadDisplayName = new("ORL406", "no usable display name", AgentExitCodes.Configuration);

    /// <summary>The X server is Xwayland, whose root window is empty.</summary>
    public static readonly ErrorCode WaylandSession = new("ORL407", "this is a Wayland session", AgentExitCodes.Capture);

    /// <summary>An option has a value that cannot be used.</summary>
    public static readonly ErrorCode BadOption = new("ORL410", "an option has a value that cannot be used", AgentExitCodes.Configuration);

    /// <summary>A configuration file cannot be read.</summary>
    public static readonly ErrorCode BadConfigurationFile = new("ORL411", "the configuration file cannot be read", AgentExitCodes.Configuration);

    /// <summary>The log file cannot be written.</summary>
    public static readonly ErrorCode LogFileRefused = new("ORL412", "the log file cannot be written", AgentExitCodes.Configuration);

    /// <summary>A client library is not installed.</summary>
    public static readonly ErrorCode MissingLibrary = new("ORL413", "a library of the X window system is not installed", AgentExitCodes.Capture);

    /// <summary>No head is part of the Windows desktop.</summary>
    public static readonly ErrorCode NoActiveOutput = new("ORL420", "no output is active", AgentExitCodes.Capture);

    /// <summary>The Windows desktop that is shown may not be looked at, or GDI cannot copy it.</summary>
    public static readonly ErrorCode ScreenRefused = new("ORL421", "the desktop that is shown cannot be captured", AgentExitCodes.Capture);

    /// <summary>Windows does not let this process duplicate the desktop.</summary>
    public static readonly ErrorCode DuplicationRefused = new("ORL422", "desktop duplication cannot be used", AgentExitCodes.Capture);

    /// <summary>No GPU, or it refused a device or a texture.</summary>
    public static readonly ErrorCode GpuRefused = new("ORL423", "the GPU refused what capturing needs", AgentExitCodes.Capture);

    /// <summary>The GPU cannot write into the shared memory itself.</summary>
    public static readonly ErrorCode DirectCopyRefused = new("ORL427", "the GPU cannot write frames into the shared memory itself", AgentExitCodes.Capture);

    /// <summary>NVIDIA's capture interface is not there or not enabled.</summary>
    public static readonly ErrorCode NvFbcRefused = new("ORL428", "NVIDIA's capture interface cannot be used", AgentExitCodes.Capture);

    /// <summary>Windows.Graphics.Capture is not there or refused the window or monitor.</summary>
    public static readonly ErrorCode GraphicsCaptureRefused = new("ORL429", "Windows.Graphics.Capture cannot be used", AgentExitCodes.Capture);

    /// <summary>The command changes the machine and needs an elevated administrator.</summary>
    public static readonly ErrorCode NotElevated = new("ORL430", "this needs an elevated administrator", AgentExitCodes.Service);

    /// <summary>The service manager refused something.</summary>
    public static readonly ErrorCode ServiceRefused = new("ORL431", "the Windows service could not be installed, changed, started or stopped", AgentExitCodes.Service);

    /// <summary><c>service</c> is for the service manager only.</summary>
    public static readonly ErrorCode NotAService = new("ORL432", "this command is run by the service manager only", AgentExitCodes.Service);

    /// <summary>The machine's folder cannot be made safe.</summary>
    public static readonly ErrorCode MachineFolder = new("ORL433", "the agent's folder in ProgramData cannot be used", AgentExitCodes.Service);

    /// <summary>Another agent publishes into the same region.</summary>
    public static readonly ErrorCode RegionClaimed = new("ORL434", "another agent uses this shared memory", AgentExitCodes.Region);

    /// <summary>The bundle cannot be written.</summary>
    public static readonly ErrorCode BundleRefused = new("ORL435", "the bundle cannot be written", AgentExitCodes.Configuration);

    /// <summary>All codes, for docs/errors.md.</summary>
    public static IReadOnlyList<ErrorCode> All { get; } =
    [
        NoDisplay,
        MissingExtension,
        UnsupportedPixels,
        NoSuchOutput,
        SharedMemoryRefused,
        BadDisplayName,
        WaylandSession,
        BadOption,
        BadConfigurationFile,
        LogFileRefused,
        MissingLibrary,
        NoActiveOutput,
        ScreenRefused,
        DuplicationRefused,
        GpuRefused,
        DirectCopyRefused,
        NvFbcRefused,
        GraphicsCaptureRefused,
        NotElevated,
        ServiceRefused,
        NotAService,
        MachineFolder,
        RegionClaimed,
        BundleRefused,
    ];
}
