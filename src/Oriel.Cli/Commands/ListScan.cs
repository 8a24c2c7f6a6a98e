using System.Diagnostics;
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

    // More than any screen shows in the time: a serial that jumped, not a rate.
    private const uint MostFrames = 10_000;

    // A producer is dead after a second without a heartbeat; a little more covers a busy machine.
    private static readonly TimeSpan s_watch = HeartbeatWatch.DeadAfter + TimeSpan.FromMilliseconds(100);

    /// <summary>Folder of shared-memory files; replaceable in tests.</summary>
    public string SharedMemoryFolder { get; init; } = "/dev/shm";

    /// <summary>Folder of devices; replaceable in tests.</summary>
    public string DeviceFolder { get; init; } = "/dev";

    /// <summary>Sockets of ivshmem servers; replaceable in tests.</summary>
    public Func<IReadOnlyList<string>> Served { get; init; } = DoorbellSource.Find;

    /// <summary>Regions of virtual machines: always looked at.</summary>
    public IReadOnlyList<string> OfMachines { get; init; } = [];

    /// <summary>Files looked into that hold nothing of interest, after <see cref="Run"/>.</summary>
    public int OtherFiles { get; private set; }

    /// <summary>Scans. Waits at most 1.1 s altogether, and no longer than until every heartbeat has moved; the whole second where somebody looks at pictures, to count them.</summary>
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

            foreach (var source in OfMachines)
            {
                looked.Add(Look.At(source, always: true));
            }

            var watched = looked.Where(l => l.Watch is not null).ToList();
            var started = Stopwatch.GetTimestamp();
            if (watched.Count > 0)
            {
                SpinWait.SpinUntil(() => watched.TrueForAll(l => l.Watch!.HasMoved && !l.Counts), s_watch);
                watched.ForEach(l => l.Count(Stopwatch.GetElapsedTime(started)));
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
    internal static string Place(string source)
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
        private double? _rate;

        /// <summary>Somebody gets the pictures, so that they come.</summary>
        public bool Counts => Report?.LastFrame is not null && Subscribers > 0;

        private int? Subscribers => Report?.Queues?.FirstOrDefault(q => q.QueueId == KvmfrQueues.Frame) is { } frames ? BitOperations.PopCount(frames.SubsOn & ~frames.SubsBad) : null;

        /// <summary>Counts the frames since the first look, by their serials: in the same session only.</summary>
        public void Count(TimeSpan watched)
        {
            if (Counts && Region is not null && watched > TimeSpan.Zero && RegionInspector.Inspect(Region, InspectionOptions.SessionOnly) is { LastFrame.Serial: var now } later && later.SessionId == Report!.SessionId
                && now - Report.LastFrame!.Value.Serial is < MostFrames and var frames)
            {
                _rate = Math.Round(frames / watched.TotalSeconds, 1);
            }
        }

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
                Subscribers = Subscribers,
                FramesPerSecond = _rate,
                Uuid = report.VmInfo is { Uuid: var hex } && Guid.TryParseExact(hex, "N", out _) && new Guid(Convert.FromHexString(hex), bigEndian: true) is var uuid && uuid != Guid.Empty ? uuid.ToString() : null,
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
