using System.Numerics;
using Oriel.Memory;
using Oriel.Protocol.Kvmfr;
using Oriel.Relay.Consumer;
using Oriel.Relay.Inspection;

namespace Oriel.Host.Probes;

/// <summary>Looks into regions, read only, and watches all heartbeats at once: at most 1.1 s altogether, and no longer than until every one has moved.</summary>
internal static class RegionProbe
{
    // /dev/shm belongs to everybody: somebody's ten thousand files must not turn a look around into work.
    private const int MostRegions = 512;

    // A producer is dead after a second without a heartbeat; a little more covers a busy machine.
    private static readonly TimeSpan s_watch = HeartbeatWatch.DeadAfter + TimeSpan.FromMilliseconds(100);

    /// <summary>Looks; one answer for each source, in their order.</summary>
    public static IReadOnlyList<RegionSight> Look(IReadOnlyList<string> sources)
    {
        var looks = new List<One>();
        try
        {
            foreach (var source in sources.Take(MostRegions))
            {
                looks.Add(One.At(source));
            }

            var watched = looks.Where(look => look.Watch is not null).ToList();
            if (watched.Count > 0)
            {
                SpinWait.SpinUntil(() => watched.TrueForAll(look => look.Watch!.HasMoved), s_watch);
            }

            return [.. looks.Select(look => look.Sight())];
        }
        finally
        {
            looks.ForEach(look => look.Region?.Dispose());
        }
    }

    private sealed record One(string Source, Region? Region, InspectionReport? Report, HeartbeatWatch? Watch, OrielException? Error)
    {
        public static One At(string source)
        {
            Region? region = null;
            try
            {
                region = Region.Open(source, RegionAccess.ReadOnly);
                var report = RegionInspector.Inspect(region, InspectionOptions.SessionOnly);
                return new One(source, region, report, HeartbeatWatch.Start(region, report), null);
            }
            catch (OrielException error)
            {
                region?.Dispose();
                return new One(source, null, null, null, error);
            }
        }

        public RegionSight Sight() => Report is null
            ? new RegionSight { Source = Source, Error = Error!.Code.Id, Seen = Error.Seen, Expected = Error.Expected, Remedy = Error.Remedy }
            : Describe(Report);

        private RegionSight Describe(InspectionReport report)
        {
            var frames = report.Queues?.FirstOrDefault(queue => queue.QueueId == KvmfrQueues.Frame);
            return new RegionSight
            {
                Source = Source,
                Bytes = report.ImageBytes,
                State = report.State switch
                {
                    InspectionState.Session => "session",
                    InspectionState.NoProducer => "no-producer",
                    InspectionState.Undecided => "undecided",
                    InspectionState.VersionMismatch => "version-mismatch",
                    InspectionState.SessionLost => "session-lost",
                    _ => "session-refused",
                },
                Alive = Watch?.HasMoved,
                Lgmp = report.LgmpVersion is null ? null : report.LgmpVersionText.Length > 0 ? report.LgmpVersionText : report.LgmpVersion.ToString(),
                Kvmfr = report.KvmfrVersion ?? report.Recovery?.KvmfrVersion,
                Agent = Told(report.ProducerText ?? report.Recovery?.ProducerText),
                System = Told(report.OsInfo?.Name),
                Width = report.LastFrame?.FrameWidth,
                Height = report.LastFrame?.FrameHeight,
                Hdr = report.LastFrame is { } shown ? (shown.Flags & FrameFlags.Hdr) != 0 : null,
                Truncated = report.LastFrame?.IsMemoryTooSmall,
                Subscribers = frames is null ? null : BitOperations.PopCount(frames.SubsOn & ~frames.SubsBad),
                Refused = report.Refused?.Reason,
                Guest = report.Guest is null ? null : Describe(report.Guest),
            };
        }

        private static GuestSight Describe(InspectedGuest guest)
        {
            var trouble = GuestTrouble.Of(guest.Status);
            var largest = guest.Outputs.MaxBy(output => (ulong)output.Width * output.Height);
            return new GuestSight
            {
                State = guest.State.ToString(),
                Backend = guest.Backend,
                Gpu = guest.Gpu,
                Outputs = guest.OutputCount,
                LargestWidth = largest?.Width ?? 0,
                LargestHeight = largest?.Height ?? 0,
                Frames = guest.Frames,
                Dropped = guest.Dropped,
                Restarts = guest.Restarts,
                Headline = trouble?.Headline,
                Seen = Told(trouble?.Seen),
                Advice = trouble?.Advice,
                Code = Told(trouble?.Code),
                LastCode = Told(guest.Error?.Code),
                LastError = Told(guest.Error?.Text),
            };
        }

        private static string? Told(string? text) => string.IsNullOrEmpty(text) ? null : text;
    }
}
