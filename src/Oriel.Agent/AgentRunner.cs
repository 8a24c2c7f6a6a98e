using System.Reflection;
using Microsoft.Extensions.Logging;
using Oriel.Agent.Capture;
using Oriel.Agent.Configuration;
using Oriel.Agent.Logging;
using Oriel.Agent.Machine;
using Oriel.Agent.Session;
using Oriel.Memory;
using Oriel.Relay.Producer;

namespace Oriel.Agent;

/// <summary>Runs sessions one after the other until it is told to stop: waits for the region, opens it, and opens it again when it was replaced.</summary>
internal sealed class AgentRunner
{
    private const long SecondNs = 1_000_000_000;
    private const uint SetCursorPositionFeature = 0x01;
    private const uint WindowSizeFeature = 0x02;
    private const uint DefaultFrameAlignment = 4096;

    private readonly AgentOptions _options;
    private readonly ICaptureSources _sources;
    private readonly ILogger _log;
    private readonly WakeFlag _stop;
    private readonly IWakeLock _wakeLock;
    private readonly AgentStatistics _statistics = new();
    private readonly IMachine _machine = MachineRecords.Current();
    private readonly GuestStatusReporter _guest;
    private bool _started;
    private ErrorCode? _lastProblem;

    /// <summary>Creates it.</summary>
    /// <param name="options">Settings.</param>
    /// <param name="sources">Where pictures come from.</param>
    /// <param name="log">Log.</param>
    /// <param name="stop">Raised by signals: ends <see cref="Run"/>.</param>
    /// <param name="wakeLock">Keeps the machine awake while somebody watches; null = nothing does.</param>
    public AgentRunner(AgentOptions options, ICaptureSources sources, ILogger log, WakeFlag stop, IWakeLock? wakeLock = null)
    {
        _options = options;
        _sources = sources;
        _log = log;
        _stop = stop;
        _guest = new GuestStatusReporter(MachineRecords.Describe(_machine, ProducerText), _statistics, sources.ListOutputs);
        _wakeLock = wakeLock ?? NoWakeLock.Instance;
    }

    /// <summary>Version text of this build.</summary>
    public static string Version =>
        typeof(AgentRunner).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0";

    /// <summary>Runs until stopped or until the frame limit is reached. Throws <see cref="OrielException"/> for what waiting would not mend.</summary>
    public void Run()
    {
        _log.Starting(Version, _options.Region, Source(), _options.Output ?? (OperatingSystem.IsWindows() ? "the primary one" : "whole screen"));
        try
        {
            while (!_stop.IsRaised && !IsDone)
            {
                if (!TryRunSession())
                {
                    _ = _stop.Wait(SecondNs);
                }
            }
        }
        finally
        {
            _log.Ended(Summary());
        }
    }

    /// <summary>What to open for a region as options name it.</summary>
    public static string RegionSource(string region) =>
        region != AgentOptions.AutoRegion ? region
        : OperatingSystem.IsWindows() ? AgentOptions.DefaultDevice
        : MachineRecords.HasIvshmemDevice() ? "pci:0" : AgentOptions.DefaultRegionFile;

    private static string ProducerText => $"oriel-agent {Version}";

    private bool IsDone => _options.FrameLimit != 0 && _statistics.Published >= _options.FrameLimit;

    private string Source() => OperatingSystem.IsWindows()
        ? $"capture method {_options.Capture}"
        : $"display {_options.Display ?? Environment.GetEnvironmentVariable("DISPLAY") ?? "(none)"}";

    private string Summary() =>
        $"{_statistics.Published} frames published ({_statistics.MeanPublishMs:0.00} ms each, {_statistics.MeanLatencyMs:0.00} ms after the capture began), {_statistics.Captured} captured ({_statistics.MeanCaptureMs:0.00} ms, "
        + $"{_statistics.CapturedPixels} pixels), {_statistics.FilledBytes} bytes into the region, {_statistics.Replaced} replaced, {_statistics.Busy} waits for consumers, {_statistics.Repeated} repeated, {_statistics.Cursors} cursors, "
        + $"{_statistics.SourceOpens} connections, {_statistics.ModeChanges} mode changes, allocated {_statistics.CaptureAllocatedBytes} + {_statistics.PublishAllocatedBytes} bytes when warm, "
        + $"copies {CopyPlan.Current.Description}, collections {GC.CollectionCount(0) - GC.CollectionCount(1)}/{GC.CollectionCount(1) - GC.CollectionCount(2)}/{GC.CollectionCount(2)}";

    /// <summary>False when there is no usable region now: wait and try again.</summary>
    private bool TryRunSession()
    {
        Region? region = null;
        RelayProducer producer;
        try
        {
            region = OpenRegion();
            producer = StartProducer(region);
            _started = true;
            _lastProblem = null;
        }
        catch (OrielException error) when (!_options.NoWait || _started)
        {
            // A region that was fine once may be cut short or made anew at this very moment: both mend themselves.
            region?.Dispose();
            if (_lastProblem != error.Code)
            {
                _lastProblem = error.Code;
                _log.RegionUnavailable(error.Code.Id, error.Seen, error.Remedy);
            }

            return false;
        }
        catch
        {
            region?.Dispose();
            throw;
        }

        RunSession(region, producer);
        return true;
    }

    private void RunSession(Region region, RelayProducer producer)
    {
        var abandoned = false;
        try
        {
            using var ending = producer;
            _log.SessionStarted(region.Name, region.Length, producer.SessionId, _options.Profile.Name, producer.MaxFrameBytes);
            var limits = new SessionLimits(_options.FramesPerSecond, _options.FrameLimit, _options.NoWait, _options.AllowResize);
            using var session = new AgentSession(region, producer, _sources, limits, _statistics, _guest, _log, _wakeLock);
            session.WaitForEnd(_stop);
            _statistics.AddFilled(producer.CopiedBytes);
            abandoned = session.IsAbandoned;
            if (session.Failure is { } failure)
            {
                throw failure;
            }
        }
        finally
        {
            if (!abandoned)
            {
                region.Dispose();
            }
        }
    }

    private RelayProducer StartProducer(Region region) => new(region, new ProducerOptions
    {
        Profile = _options.Profile,
        FrameAlignment = (_sources as IRegionSources)?.FrameAlignment ?? DefaultFrameAlignment,
        ProducerText = ProducerText,
        Features = SetCursorPositionFeature | (_options.AllowResize ? WindowSizeFeature : 0),
        Vm = _machine.ReadVm(_guest.Current.Backend is { Length: > 0 } backend ? backend : OperatingSystem.IsWindows() ? "Windows" : "X11 MIT-SHM"),
        Os = _machine.ReadOs(),
        ReportsTimes = true,
        Status = _guest.Current,
    });

    private Region OpenRegion()
    {
        var source = RegionSource(_options.Region);
        return _options.CreateBytes != 0 && !_started
            ? Region.CreateFile(source, _options.CreateBytes, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite)
            : Region.Open(source, RegionAccess.ReadWrite);
    }
}
