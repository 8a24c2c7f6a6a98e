using Oriel.Protocol.Kvmfr;
using Oriel.Protocol.Lgmp;

namespace Oriel.Relay.Consumer;

/// <summary>Puts findings into words and tells the sink, only when there is news. Feed thread; <see cref="Current"/> from any.</summary>
internal sealed class StatusReporter
{
    /// <summary>A refusal stays on show at least this long, or until a frame arrives: a guest that flips between bad and good must not make the text flicker.</summary>
    private const int RefusalMs = 500;

    /// <summary>Least time between two reports of the same state, whatever numbers a guest puts into them.</summary>
    private const int RepeatMs = 250;

    private readonly string _source;
    private readonly IFrameSink _sink;
    private readonly FeedWakes _wakes;
    private RelayStatus _current;
    private Finding _finding = new(RelayState.Idle);
    private long _refusedAt;
    private long _reportedAt;

    public StatusReporter(string source, IFrameSink sink, FeedWakes wakes)
    {
        _wakes = wakes;
        _source = source;
        _sink = sink;
        _current = new RelayStatus(RelayState.Idle, source, "Looking for the guest.");
    }

    /// <summary>Managed bytes that words took so far.</summary>
    public long AllocatedBytes { get; private set; }

    /// <summary>The latest status.</summary>
    public RelayStatus Current => Volatile.Read(ref _current);

    /// <summary>Tells the sink if this is news.</summary>
    public void Report(in Finding finding, long now)
    {
        if (finding.State == RelayState.SessionRefused)
        {
            _refusedAt = now;
        }
        else if (_finding.State == RelayState.SessionRefused && now - _refusedAt < HostClock.Ms(RefusalMs)
            && finding.State is RelayState.WaitingForFrame or RelayState.WaitingForQueues)
        {
            return;
        }

        if (finding.IsSameNews(in _finding) || (finding.State == _finding.State && now - _reportedAt < HostClock.Ms(RepeatMs)))
        {
            return;
        }

        var mark = GC.GetAllocatedBytesForCurrentThread();
        _finding = finding;
        _reportedAt = now;
        var data = finding.UserData;
        var status = new RelayStatus(finding.State, _source, Sentence(in finding))
        {
            Error = finding.Error,
            Reject = finding.Reject,
            LgmpVersion = finding.LgmpVersion,
            KvmfrVersion = finding.KvmfrVersion,
            ProducerText = finding.ProducerText ?? "",
            Features = data?.Features ?? 0,
            UserData = data,
            Guest = finding.Guest,
            Wake = finding.Wake,
            Wakeup = finding.State is RelayState.Live or RelayState.WaitingForFrame ? _wakes.Snapshot().ToString() : "",
        };
        Volatile.Write(ref _current, status);
        _sink.UpdateStatus(status);
        AllocatedBytes += GC.GetAllocatedBytesForCurrentThread() - mark;
    }

    private string Sentence(in Finding f) => f.State switch
    {
        RelayState.NoRegion or RelayState.NoPermission or RelayState.RegionUnusable => f.Error is { } e ? $"{e.Seen}: {e.Remedy}." : $"{_source} cannot be used.",
        RelayState.NoProducer => $"{_source} is there, but no agent in the guest has written to it: the guest is still starting, or its agent is not installed or not running.",
        RelayState.ProducerSilent => Silent(in f),
        RelayState.VersionMismatch => $"The guest's agent{Named(in f)} speaks {Versions(in f)}; this viewer reads LGMP {ReadLgmp()} with KVMFR {KvmfrVersions.Oldest} to {KvmfrVersions.Newest}. Update the agent or the viewer.",
        RelayState.SessionRefused => $"What the guest's agent{Named(in f)} wrote was refused ({f.Reject}). Trying again.",
        RelayState.WaitingForQueues => f.IsFull
            ? $"The guest's agent{Named(in f)} has no place left for another viewer: close one, or wait until the agent drops a dead one."
            : $"The guest's agent{Named(in f)} is starting.",
        RelayState.WaitingForFrame => $"Connected to the guest's agent{Named(in f)} ({Versions(in f)}); waiting for the first frame.{Trouble(in f)}",
        RelayState.Live => $"Connected to the guest's agent{Named(in f)} ({Versions(in f)}).{Deaf(in f)}{Trouble(in f)}",
        _ => "Looking for the guest.",
    };

    private static string Silent(in Finding f) => f.SilentSeconds > 0
        ? $"The heartbeat of the guest's agent{Named(in f)} stopped {(f.SilentSeconds == 1 ? "1 second" : $"more than {f.SilentSeconds} seconds")} ago: the guest is paused, has crashed or was shut down, or its agent ended."
        : $"An agent{Named(in f)} once wrote here, but its heartbeat does not move: the guest is off or paused, or its agent ended.";

    private static string Deaf(in Finding f) => f.Wake switch
    {
        WakeMode.DoorbellSilent => " Its doorbell does not ring: polling.",
        WakeMode.DoorbellStorm => " Its doorbell rings for nothing: polling.",
        _ => "",
    };

    private static string Trouble(in Finding f) => GuestTrouble.Of(f.Guest) is { } trouble ? $" {trouble}." : "";

    private static string Named(in Finding f) => string.IsNullOrEmpty(f.ProducerText) ? "" : $" \"{f.ProducerText}\"";

    private static string Versions(in Finding f)
    {
        var lgmp = f.LgmpText ?? f.LgmpVersion.ToString();
        return f.KvmfrVersion == 0 ? $"LGMP {lgmp}" : $"LGMP {lgmp} with KVMFR {f.KvmfrVersion}";
    }

    private static string ReadLgmp() => string.Join(", ", LgmpLayout.All.Select(l => l.Version));
}
