namespace Oriel.Agent.Configuration;

/// <summary>Names of the configuration file, as data: those that mean something, each with its systems, and those of the existing Windows agent that no longer do.</summary>
internal static class AgentSettings
{
    /// <summary>Known names, in the order of the sample files.</summary>
    public static readonly IReadOnlyList<AgentSetting> All =
    [
        new("app:shmFile", SettingSystems.Every, "region: a file, kvmfrN, pci:N or auto"),
        new("app:capture", SettingSystems.Windows, "capture method: d12, dxgi, nvfbc, wgc or gdi; empty = the first that works"),
        new("app:output", SettingSystems.Windows, "head by name or number, or desktop for all together; empty = the primary one"),
        new("app:throttleFPS", SettingSystems.Every, "frame rate limit, 0 = none"),
        new("app:profile", SettingSystems.Every, "protocol written: p19, p20, p20m7, p20m10, p34"),
        new("app:allowResize", SettingSystems.Every, "viewers may change the mode: yes or no", IsYesNo: true),
        new("os:shmCache", SettingSystems.Windows, "how the device's memory is mapped: wc (write-combined, default), cached or uncached"),
        new("os:shmDevice", SettingSystems.Every, "number of the ivshmem device, in slot order; the same as app:shmFile=pci:N"),
        new("os:logFile", SettingSystems.Every, "log file, or none"),
        new("os:logSize", SettingSystems.Every, "size at which the log file is begun anew, for example 1M"),
        new("os:verbose", SettingSystems.Every, "log more: yes or no", IsYesNo: true),
        new("os:preventSleep", SettingSystems.Windows, "keep system and display awake while somebody watches: yes or no", IsYesNo: true),
        new("os:priority", SettingSystems.Windows, "processor priority of the capture process: high, above or normal"),
        new("os:gpuPriority", SettingSystems.Windows, "graphics priority of the capture process: realtime, high, above or normal"),
        new("os:exitEvent", SettingSystems.Windows, "named event that ends the agent when it is set"),
        new("x11:display", SettingSystems.Linux, "X display, for example :0"),
        new("x11:output", SettingSystems.Linux, "head by name or number; empty = the whole screen"),
        new("dxgi:adapter", SettingSystems.Windows, "graphics card by number or part of its name"),
        new("dxgi:output", SettingSystems.Windows, "output by name or number"),
        new("dxgi:maxTextures", SettingSystems.Windows, "understood, without effect: two pictures are always in flight"),
        new("dxgi:hdr", SettingSystems.Windows, "take an HDR desktop as it is instead of having it converted: yes or no", IsYesNo: true),
        new("dxgi:disableDamage", SettingSystems.Windows, "always whole frames: yes or no", IsYesNo: true),
        new("dxgi:debug", SettingSystems.Windows, "Direct3D 11 debug layer: yes or no", IsYesNo: true),
        new("dxgi:allowRGB24", SettingSystems.Windows, "pack pixels to 24 bits: yes or no", IsYesNo: true),
        new("dxgi:downsample", SettingSystems.Windows, "size rules [>]WxH:WxH, comma separated; the last one that matches counts"),
        new("d12:adapter", SettingSystems.Windows, "graphics card by name"),
        new("d12:output", SettingSystems.Windows, "output by name"),
        new("d12:trackDamage", SettingSystems.Windows, "copy only what changed: yes or no", IsYesNo: true),
        new("d12:HDR16to10", SettingSystems.Windows, "send HDR with 10 bits instead of 16: yes or no", IsYesNo: true),
        new("d12:indirectCopy", SettingSystems.Windows, "never let the graphics card write into the shared memory itself: yes or no", IsYesNo: true),
        new("d12:debug", SettingSystems.Windows, "Direct3D 12 debug layer: yes or no", IsYesNo: true),
        new("d12:allowRGB24", SettingSystems.Windows, "pack pixels to 24 bits: yes or no", IsYesNo: true),
        new("d12:downsample", SettingSystems.Windows, "size rules, as dxgi:downsample"),
        new("nvfbc:adapterIndex", SettingSystems.Windows, "graphics card by number, -1 = the first that can"),
        new("nvfbc:diffRes", SettingSystems.Windows, "block size of the change map, pixels"),
        new("nvfbc:noHDR", SettingSystems.Windows, "ask for standard dynamic range: yes or no", IsYesNo: true),
        new("wgc:window", SettingSystems.Windows, "captures the window with exactly this title instead of a head"),
        new("wgc:output", SettingSystems.Windows, "output by name or number"),
    ];

    /// <summary>Names of existing configuration files that do nothing here, with what replaced them.</summary>
    public static readonly IReadOnlyList<(string Key, string Replacement)> Retired =
    [
        ("os:ods", "the agent's own log has everything the agent says; os:verbose=yes for more"),
        ("nvfbc:decoupleCursor", "the pointer is always sent apart from the picture"),
        ("nvfbc:downsample", "app:capture=dxgi with dxgi:downsample"),
        ("nvfbc:dwmFlush", "frames are sent as they come; app:throttleFPS limits their rate"),
        ("dxgi:dwmFlush", "frames are sent as they come; app:throttleFPS limits their rate"),
        ("dxgi:useAcquireLock", "one thread owns the graphics device, so there is nothing to lock"),
    ];

    /// <summary>Names known on a system.</summary>
    public static IEnumerable<AgentSetting> On(SettingSystems system) => All.Where(s => (s.Systems & system) != 0);

    /// <summary>The setting of a name; null when it means nothing on that system.</summary>
    public static AgentSetting? Find(string key, SettingSystems system) => On(system).FirstOrDefault(s => string.Equals(s.Key, key, StringComparison.OrdinalIgnoreCase));

    /// <summary>What replaced a name of an existing file; null when nothing is known of it.</summary>
    public static string? ReplacementOf(string key) => Retired.Where(r => string.Equals(r.Key, key, StringComparison.OrdinalIgnoreCase)).Select(r => r.Replacement).FirstOrDefault();
}
