using Oriel.Relay.Producer;

namespace Oriel.Agent.Configuration;

/// <summary>Everything the agent can be told, after command line, file and defaults were put together.</summary>
internal sealed record AgentOptions
{
    /// <summary>What <see cref="Region"/> means: the first ivshmem device of this machine, else <see cref="DefaultRegionFile"/>.</summary>
    public const string AutoRegion = "auto";

    /// <summary>Region on Windows unless told otherwise: the first device of the IVSHMEM driver.</summary>
    public const string DefaultDevice = "ivshmem:0";

    /// <summary>Region without an ivshmem device: tests and demonstrations on the host.</summary>
    public const string DefaultRegionFile = "/dev/shm/oriel";

    /// <summary>Frame rate limit unless told otherwise: more than screens show, and it keeps a scrolling terminal from costing a processor.</summary>
    public const int DefaultFramesPerSecond = 240;

    /// <summary>File path, <c>kvmfrN</c>, <c>pci:N</c>, <c>ivshmem:N</c>, or <see cref="AutoRegion"/>.</summary>
    public string Region { get; init; } = AutoRegion;

    /// <summary>Creates the region's file with this size, bytes; 0 = it has to exist.</summary>
    public ulong CreateBytes { get; init; }

    /// <summary>X display; null = DISPLAY.</summary>
    public string? Display { get; init; }

    /// <summary>Head by name or number; null = the whole screen, on Windows the primary head.</summary>
    public string? Output { get; init; }

    /// <summary>Capture method by name, or "auto". Windows only.</summary>
    public string Capture { get; init; } = "auto";

    /// <summary>Frame rate limit; 0 = none.</summary>
    public int FramesPerSecond { get; init; } = DefaultFramesPerSecond;

    /// <summary>Protocol written.</summary>
    public ProducerProfile Profile { get; init; } = ProducerProfile.P20;

    /// <summary>Log file; null = none.</summary>
    public string? LogFile { get; init; }

    /// <summary>Size at which the log file is begun anew, bytes.</summary>
    public long LogBytes { get; init; } = 1 << 20;

    /// <summary>Logs more.</summary>
    public bool Verbose { get; init; }

    /// <summary>Viewers may change the mode.</summary>
    public bool AllowResize { get; init; }

    /// <summary>System and display stay awake while somebody watches. Windows.</summary>
    public bool PreventSleep { get; init; } = true;

    /// <summary>Processor priority. Windows.</summary>
    public CapturePriority Priority { get; init; } = CapturePriority.High;

    /// <summary>Name of an event that ends the agent when it is set; null = none. Windows.</summary>
    public string? ExitEvent { get; init; }

    /// <summary>Started by the service: no console, the log in the machine's folder, last words in a file. Windows.</summary>
    public bool IsChild { get; init; }

    /// <summary>Ends after so many frames; 0 = never.</summary>
    public long FrameLimit { get; init; }

    /// <summary>Ends instead of waiting when region or X server are missing at start.</summary>
    public bool NoWait { get; init; }
}
