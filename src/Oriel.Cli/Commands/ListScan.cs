using System.Numerics;
using Oriel.Memory;
using Oriel.Protocol.Kvmfr;
using Oriel.Relay.Consumer;
using Oriel.Relay.Inspection;

namespace Oriel.Cli.Commands;

/// <summary>Looks into every place a region can be, and watches all heartbeats at once.</summary>
internal sealed class ListScan
{
    // /dev/shm belongs to everybody: somebody's ten thousand files must not turn a look around into work.
    private const int MostFiles = 512;

    // A producer is dead after a second without a heartbeat; a little more covers a busy machine.
    private static readonly TimeSpan s_watch = HeartbeatWatch.DeadAfter + TimeSpan.FromMilliseconds(100);

    /// <summary>Folder of shared-memory files; replaceable in tests.</summary>
    public string SharedMemoryFolder { get; init; } = "/dev/shm";

    /// <summary>Folder of devices; replaceable in tests.</summary>
    public string DeviceFolder { get; init; } = "/dev";

    /// <summary>Sockets of ivshmem servers; replaceable in tests.</summary>
    public Func<IReadOnlyList<string>> Served { get; init; } = DoorbellSource.Find;

    /// <summary>Files looked into that hold nothing of interest, after <see cref="Run"/>.</summary>
    public int OtherFiles { get; private set; }

    /// <summary>Scans. Waits at most 1.1 s altogether, and no longer than until every heartbeat has moved.</summary>
    /// <param name="given">Regions named by the user: always listed.</param>
    /// <param name="all">List found files without a session too.</param>
    public IReadOnlyList<ListEntry> Run(IReadOnlyList<string> given, bool all)
    {
        var looked = new List<Look>();
        try
        {
            foreach (var source in given)
            {
                looked.Add(Look.At(source, always: true));
            }

            foreach (var device in Files(DeviceFolder, "kvmfr*", regular: false))
            {
                looked.Add(Look.At(device, always: true));
            }

            foreach (var socket in Served())
            {
                looked.Add(Look.At(socket, always: true));
            }

            foreach (var file in Files(SharedMemoryFolder, "*", regular: true))
            {
                looked.Add(Look.At(file, all || file == RegionSearch.DefaultSource));
            }

            var watched = looked.Where(l => l.Watch is not null).ToList();
            if (watched.Count > 0)
            {
                SpinWait.SpinUntil(() => watched.TrueForAll(l => l.Watch!.HasMoved), s_watch);
            }

            // The same region may be given and found.
            var kept = looked.Where(l => l.IsOfInterest).DistinctBy(l => Place(l.Source), StringComparer.Ordinal).ToList();
            var listed = kept.Select(l => Place(l.Source)).ToHashSet(StringComparer.Ordinal);
            OtherFiles = looked.Count(l => !listed.Contains(Place(l.Source)));
            return [.. kept.Select(l => l.Entry())];
        }
        finally
        {
            looked.ForEach(l => l.Region?.Dispose());
        }
    }

    /// <summary>One name for what has several.</summary>
    private static string Place(string source)
    {
        try
        {
            return Path.GetFullPath(source.StartsWith(DoorbellSource.Prefix, StringComparison.Ordinal) ? DoorbellSource.PathOf(source) : source);
        }
        catch (OrielException)
        {
            // A name that is none: listed with its error.
            return source;
        }
    }

    private static IEnumerable<string> Files(string folder, string pattern, bool regular)
    {
        // Attributes come from the enumeration: a file that vanishes meanwhile is no error. What is neither file nor device is refused when opened.
        const FileAttributes NotRegular = FileAttributes.Device | FileAttributes.ReparsePoint | FileAttributes.Directory;
        var options = new EnumerationOptions { IgnoreInaccessible = true, RecurseSubdirectories = false, AttributesToSkip = 0 };
        return Directory.Exists(folder)
            ? new DirectoryInfo(folder).EnumerateFiles(pattern, options)
                .Where(f => !regular || (f.Attributes & NotRegular) == 0)
                .Select(f => f.FullName)
                .Take(MostFiles).Order(StringComparer.Ordinal)
            : [];
    }

    private sealed record Look(string Source, bool Always, Region? Region, InspectionReport? Report, HeartbeatWatch? Watch, OrielException? Error)
    {
        public bool IsOfInterest => Always || Report is { State: not InspectionState.NoProducer };

        public static Look At(string source, bool always)
        {
            Region? region = null;
            try
            {
                region = Region.Open(source, RegionAccess.ReadOnly);
                var report = RegionInspector.Inspect(region, InspectionOptions.SessionOnly);
                return new Look(source, always, region, report, HeartbeatWatch.Start(region, report), null);
            }
            catch (OrielException error)
            {
                region?.Dispose();
                return new Look(source, always, null, null, null, error);
            }
        }

        public ListEntry Entry() => Report is null ? Unreadable() : Describe(Report);

        private ListEntry Unreadable() => new() { Path = Source, State = "unreadable", Error = Error!.Code.Id, Reason = $"{Error.Code.Title}: {Error.Seen}" };

        private ListEntry Describe(InspectionReport report)
        {
            var frames = report.Queues?.FirstOrDefault(q => q.QueueId == KvmfrQueues.Frame);
            var alive = Watch?.HasMoved;
            return new ListEntry
            {
                Path = Source,
                Bytes = report.ImageBytes,
                State = State(report, alive),
                Alive = alive,
                SessionID = report.SessionId,
                LgmpVersion = report.LgmpVersion,
                KvmfrVersion = report.KvmfrVersion ?? report.Recovery?.KvmfrVersion,
                FrameWidth = report.LastFrame?.FrameWidth,
                FrameHeight = report.LastFrame?.FrameHeight,
                FrameType = report.LastFrame?.Type.ToString(),
                Subscribers = frames is null ? null : BitOperations.PopCount(frames.SubsOn & ~frames.SubsBad),
                Hostver = report.ProducerText ?? report.Recovery?.ProducerText,
                System = report.OsInfo?.Name,
                GuestState = report.Guest?.State.ToString(),
                GuestBackend = Told(report.Guest?.Backend),
                GuestGpu = Told(report.Guest?.Gpu),
                GuestError = Told(report.Guest?.Error?.Code),
                GuestTrouble = GuestTrouble.Of(report.Guest?.Status)?.ToString(),
                ReportsTimes = report.State == InspectionState.Session ? report.Times is not null : null,
                Reason = report.State == InspectionState.Session ? null : report.Refused?.Reason ?? InspectText.Summary(report),
            };
        }

        private static string? Told(string? text) => string.IsNullOrEmpty(text) ? null : text;

        private static string State(InspectionReport report, bool? alive) => report.State switch
        {
            InspectionState.Session => alive == true ? "live" : "stopped",
            InspectionState.NoProducer => "no-producer",
            InspectionState.Undecided => "undecided",
            InspectionState.VersionMismatch => "version-mismatch",
            InspectionState.SessionLost => "session-lost",
            _ => "session-refused",
        };
    }
}
