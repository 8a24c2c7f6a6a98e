using System.CommandLine;

namespace Oriel.Agent.Configuration;

/// <summary>The options of <c>oriel-agent run</c> on the command line, and how they are put together with the file: the command line wins.</summary>
internal sealed class AgentOptionSet
{
    private readonly Option<string?> _region = new("--region", "-f")
    {
        Description = OperatingSystem.IsWindows()
            ? "Shared memory: ivshmem:N (n-th device of the IVSHMEM driver), a file, or auto."
            : "Shared memory: a file, kvmfrN, pci:N (n-th ivshmem device of this machine), or auto.",
        HelpName = "SOURCE",
    };

    private readonly Option<string?> _capture = new("--capture") { Description = "Capture method (see 'capture-methods'); default: auto, the best that works.", HelpName = "NAME" };
    private readonly Option<string?> _create = new("--create") { Description = "Create the region's file with this size (tests and demonstrations on the host), for example 64M.", HelpName = "SIZE" };
    private readonly Option<string?> _display = new("--display", "-d") { Description = "X display; default: the DISPLAY variable.", HelpName = "NAME" };
    private readonly Option<string?> _output = new("--output", "-o")
    {
        Description = OperatingSystem.IsWindows()
            ? "Capture one head, by name or number (see 'outputs'), or 'desktop' for all together; default: the primary one."
            : "Capture one head, by name or number (see 'outputs'); default: the whole screen.",
        HelpName = "NAME|INDEX",
    };

    private readonly Option<string?> _fps = new("--fps") { Description = $"Frame rate limit, 0 = none; default {AgentOptions.DefaultFramesPerSecond}.", HelpName = "N" };
    private readonly Option<string?> _profile = new("--profile") { Description = "Protocol written: p19, p20 (default, released viewers), p20m7, p20m10, p34.", HelpName = "NAME" };
    private readonly Option<string?> _log = new("--log") { Description = "Log file, or 'none'.", HelpName = "FILE" };
    private readonly Option<bool> _verbose = new("--verbose", "-v") { Description = "Log more." };
    private readonly Option<bool> _resize = new("--allow-resize") { Description = "Let viewers change the mode to one that fits their window." };
    private readonly Option<string?> _frames = new("--frames") { Description = "End after so many published frames.", HelpName = "N" };
    private readonly Option<bool> _once = new("--once") { Description = "End after the first published frame." };
    private readonly Option<bool> _noWait = new("--no-wait")
    {
        Description = OperatingSystem.IsWindows()
            ? "End with an error instead of waiting when region or outputs are missing at start."
            : "End with an error instead of waiting when region or X server are missing at start.",
    };
    private readonly Option<string?> _exitEvent = new("--exit-event") { Description = "End when this named event is set.", HelpName = "NAME", Hidden = !OperatingSystem.IsWindows() };
    private readonly Option<bool> _child = new("--child") { Description = "Started by the service: no console, log and last words in the machine's folder.", Hidden = true };

    /// <summary>Configuration file; shared by all commands.</summary>
    public Option<string?> Config { get; } = new("--config") { Description = "Configuration file instead of the usual ones.", HelpName = "FILE", Recursive = true };

    /// <summary>X display; also used by <c>outputs</c>.</summary>
    public Option<string?> Display => _display;

    /// <summary>Head; also used by <c>capture-methods</c>.</summary>
    public Option<string?> Output => _output;

    /// <summary>Region; also used by <c>status</c>.</summary>
    public Option<string?> Region => _region;

    /// <summary>Started by the service.</summary>
    public bool IsChild(ParseResult parsed) => parsed.GetValue(_child);

    /// <summary>Adds the options of <c>run</c> to a command.</summary>
    public void AddTo(Command command)
    {
        foreach (var option in (Option[])[_region, _create, OperatingSystem.IsWindows() ? _capture : _display, _output, _fps, _profile, _log, _verbose, _resize, _frames, _once, _noWait, _exitEvent, _child])
        {
            command.Options.Add(option);
        }
    }

    /// <summary>Puts command line, file and defaults together. Throws <see cref="OrielException"/>.</summary>
    public AgentOptions Resolve(ParseResult parsed, AgentIni ini)
    {
        var defaults = new AgentOptions();
        var isChild = IsChild(parsed);
        var log = parsed.GetValue(_log) ?? ini.Get("os:logFile") ?? (isChild ? AgentFolders.CaptureLog : null);
        return defaults with
        {
            Region = ResolveRegion(parsed, ini),
            CreateBytes = parsed.GetValue(_create) is { } create ? OptionText.Size("--create", create) : 0,
            Display = OperatingSystem.IsWindows() ? null : parsed.GetValue(_display) ?? ini.Get("x11:display"),
            Output = parsed.GetValue(_output) ?? ini.Get(OperatingSystem.IsWindows() ? "app:output" : "x11:output"),
            Capture = (OperatingSystem.IsWindows() ? parsed.GetValue(_capture) ?? ini.Get("app:capture") : null) ?? defaults.Capture,
            FramesPerSecond = Read(parsed, _fps, ini, "app:throttleFPS", (name, text) => OptionText.Number(name, text, 0, 1000), defaults.FramesPerSecond),
            Profile = Read(parsed, _profile, ini, "app:profile", OptionText.Profile, defaults.Profile),
            LogFile = log is null or "none" ? null : log,
            LogBytes = ini.Get("os:logSize") is { } size ? (long)Math.Clamp(OptionText.Size("os:logSize", size), 4096, 1UL << 40) : defaults.LogBytes,
            Verbose = parsed.GetValue(_verbose) || (ini.Get("os:verbose") is { } verbose && OptionText.YesNo("os:verbose", verbose)),
            AllowResize = parsed.GetValue(_resize) || (ini.Get("app:allowResize") is { } resize && OptionText.YesNo("app:allowResize", resize)),
            FrameLimit = parsed.GetValue(_once) ? 1 : parsed.GetValue(_frames) is { } frames ? OptionText.Number("--frames", frames, 1, int.MaxValue) : 0,
            PreventSleep = ini.Get("os:preventSleep") is not { } sleep || OptionText.YesNo("os:preventSleep", sleep),
            Priority = ini.Get("os:priority") is { } priority ? OptionText.Priority("os:priority", priority) : defaults.Priority,
            ExitEvent = parsed.GetValue(_exitEvent) ?? ini.Get("os:exitEvent"),
            IsChild = isChild,
            NoWait = parsed.GetValue(_noWait),
        };
    }

    /// <summary>The region from command line or file; the existing agents' device number is understood.</summary>
    public string ResolveRegion(ParseResult parsed, AgentIni ini)
    {
        var region = parsed.GetValue(_region) ?? ini.Get("app:shmFile")
            ?? (ini.Get("os:shmDevice") is { } device ? $"{(OperatingSystem.IsWindows() ? "ivshmem" : "pci")}:{OptionText.Number("os:shmDevice", device, 0, 255)}" : AgentOptions.AutoRegion);
        return OperatingSystem.IsWindows() ? WithCache(region, ini.Get("os:shmCache")) : region;
    }

    /// <summary>A region of Windows with the way its memory is to be cached, where it is a device and does not say so itself.</summary>
    internal static string WithCache(string region, string? cache)
    {
        if (cache is null)
        {
            return region;
        }

        var mode = OptionText.CacheMode("os:shmCache", cache);
        var device = region == AgentOptions.AutoRegion ? AgentOptions.DefaultDevice : region;
        return device.StartsWith("ivshmem:", StringComparison.Ordinal) && !device.Contains(',') ? $"{device},{mode}" : region;
    }

    private static T Read<T>(ParseResult parsed, Option<string?> option, AgentIni ini, string key, Func<string, string, T> read, T otherwise) =>
        parsed.GetValue(option) is { } given ? read(option.Name, given)
        : ini.Get(key) is { } configured ? read(key, configured)
        : otherwise;
}
