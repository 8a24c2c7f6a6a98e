using System.Globalization;
using System.Text.RegularExpressions;
using Oriel.Testing;

namespace Oriel.Bench;

/// <summary>
/// A guest and its host side by side, as real processes: an X server with something drawn on it and <c>oriel-agent</c>, a region, and <c>oriel view</c> full screen at 1:1 on another X server
/// with openbox (or off-screen). Software GL, and everything on the same processors.
/// </summary>
internal sealed class DesktopRig : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(40);
    private readonly TempFolder _folder = new();
    private readonly TempRegion _region = new();
    private readonly List<TestProcess> _processes = [];
    private readonly XvfbServer _guest;
    private readonly XvfbServer? _window;
    private readonly TestProcess? _animation;
    private readonly bool _isServed;

    /// <summary>Starts everything and waits until the viewer shows the guest.</summary>
    /// <param name="size">Of the guest's screen, and of the window's.</param>
    /// <param name="animation">Arguments of bench/meter/animation.c; null = the desktop stands still.</param>
    /// <param name="isHeadless">Off-screen viewer, which prints its figures when it ends.</param>
    /// <param name="isServed">The region comes from <c>oriel serve</c>, with doorbells; otherwise it is a file.</param>
    /// <param name="agentOptions">More options of the agent.</param>
    public DesktopRig(string size, string[]? animation, bool isHeadless = false, bool isServed = false, params string[] agentOptions)
    {
        _isServed = isServed;
        try
        {
            _guest = XvfbServer.StartOrSkip(size);
            _window = isHeadless ? null : XvfbServer.StartWithWindowManagerOrSkip(size);
            if (animation is not null)
            {
                _animation = Start(MeterPrograms.Animation, animation, _guest.Environment());
                _animation.WaitForLine("^drawing", s_patience);
            }

            if (isServed)
            {
                Start(Programs.Oriel, ["serve", "bench:128M", "--socket", Socket], _guest.Environment()).WaitForLine("^serving ", s_patience);
            }

            Agent = Start(Programs.Agent, ["--region", Region, .. isServed ? Array.Empty<string>() : ["--create", "128M"], "--log", _folder.File("agent.log"), .. agentOptions], _guest.Environment());
            Eventually.True(() => AgentLog.Contains("capturing with", StringComparison.Ordinal), s_patience, () => $"the agent to capture\n{AgentLog}{Agent.Output}");
            Viewer = isHeadless
                ? Start(Programs.Oriel, ["view", "--headless", "--region", Region, "--seconds", "3600"], _guest.Environment())
                : Start(Programs.Oriel, ["view", "--region", Region, "--spice", "off", "--fullscreen", "--scale", "1:1", "--log", ViewerLogPath],
                    _window!.Environment(("XDG_CACHE_HOME", Caches)));
            if (!isHeadless)
            {
                Eventually.True(() => ViewerLog.Contains("Live:", StringComparison.Ordinal), s_patience, () => $"a picture in the viewer\n{ViewerLog}{Viewer.Output}");
            }
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public TestProcess Agent { get; } = null!;

    public TestProcess Viewer { get; } = null!;

    /// <summary>The region's file, or its server.</summary>
    public string Region => _isServed ? $"doorbell:{Socket}" : _region.Path;

    /// <summary>What the agent logged; its last line are its figures, once it was stopped.</summary>
    public string AgentLog => Read(_folder.File("agent.log"));

    /// <summary>What the viewer logged.</summary>
    public string ViewerLog => Read(ViewerLogPath);

    /// <summary>The guest's display and the window's.</summary>
    public (string Guest, string Window) Displays => (_guest.Display, _window!.Display);

    /// <summary>The X servers' processes, the guest's first.</summary>
    public (int Guest, int Window) Servers => (_guest.Process.Id, _window!.Process.Id);

    // Of fonts and shaders, as a user's second start finds them.
    private static string Caches { get; } = Directory.CreateDirectory(Path.Combine(Executables.SourceTree, "artifacts", "bench", "cache")).FullName;

    private string Socket => _folder.File("bench.sock");

    private string ViewerLogPath => _folder.File("viewer.log");

    /// <summary>Moves the guest's pointer once: the viewer believes a doorbell only after it rang for something.</summary>
    public void Nudge() => TestProcess.Run("xdotool", ["mousemove", "100", "100"], _guest.Environment());

    /// <summary>Ends viewer, agent and animation in order, so that all have said their last words. The animation's line: frames, seconds, pixels that changed.</summary>
    public (long Frames, double Seconds, long Pixels) Stop()
    {
        Viewer.Stop();
        Agent.Stop();
        if (_animation is null)
        {
            return default;
        }

        _animation.Send(Signal.Terminate);
        var last = _animation.WaitForLine("^(?<frames>[0-9]+) frames (?<seconds>[0-9.]+) s (?<pixels>[0-9]+) pixels", s_patience).Groups;
        return (long.Parse(last["frames"].Value, CultureInfo.InvariantCulture), double.Parse(last["seconds"].Value, CultureInfo.InvariantCulture), long.Parse(last["pixels"].Value, CultureInfo.InvariantCulture));
    }

    /// <summary>A number out of what a program said; fails with its words when it is not there.</summary>
    public static double NumberIn(string text, string pattern)
    {
        var match = Regex.Match(text, pattern, RegexOptions.RightToLeft | RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));
        return match.Success
            ? double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture)
            : throw new InvalidDataException($"no /{pattern}/ in\n{text}");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var process in Enumerable.Reverse(_processes))
        {
            process.Stop();
            process.Dispose();
        }

        _window?.Dispose();
        _guest?.Dispose();
        _region.Dispose();
        _folder.Dispose();
    }

    private static string Read(string path) => File.Exists(path) ? File.ReadAllText(path) : "";

    private TestProcess Start(string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string?> environment)
    {
        var process = TestProcess.Start(program, arguments, environment);
        _processes.Add(process);
        return process;
    }
}
