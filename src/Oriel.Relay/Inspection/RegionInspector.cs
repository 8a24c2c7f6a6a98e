using Oriel.Memory;
using Oriel.Protocol;
using Oriel.Protocol.Kvmfr;
using Oriel.Protocol.Lgmp;

namespace Oriel.Relay.Inspection;

/// <summary>
/// Reads everything out of an image of a region: live, dead, or a copy in a file. Writes nothing, ever; takes no lock; bounded in time and
/// memory whatever the image holds. Not for the frame path: it allocates. Thread-safe as long as the region is not disposed.
/// </summary>
public static class RegionInspector
{
    /// <summary>Inspects a mapped region; open it with <see cref="RegionAccess.ReadOnly"/>.</summary>
    public static InspectionReport Inspect(Region region, InspectionOptions? options = null) => Inspect(InspectionSource.Of(region), options);

    /// <summary>Inspects an image in memory.</summary>
    public static InspectionReport Inspect(ReadOnlyMemory<byte> image, InspectionOptions? options = null) => Inspect(InspectionSource.Of(image), options);

    /// <summary>Looks again at a region inspected before: the same report, or one that says the session is lost.</summary>
    public static InspectionReport Recheck(Region region, InspectionReport report) => Recheck(InspectionSource.Of(region), report);

    /// <summary>Looks again at an image inspected before.</summary>
    public static InspectionReport Recheck(ReadOnlyMemory<byte> image, InspectionReport report) => Recheck(InspectionSource.Of(image), report);

    private static InspectionReport Inspect(InspectionSource source, InspectionOptions? options)
    {
        options ??= InspectionOptions.Full;
        using var digest = new PixelDigest(source);
        var report = Recheck(source, ReadSession(source, options, digest));
        if (source.IsFaulted)
        {
            report = report with { State = InspectionState.SessionLost, Notes = [.. report.Notes ?? [], "the region shrank while it was read"] };
        }

        return options.ImageChecksum ? report with { ImageSha256 = digest.Image() } : report;
    }

    private static InspectionReport Recheck(InspectionSource source, InspectionReport report)
    {
        if (report is not { State: InspectionState.Session, Layout: { } layout, SessionId: { } id })
        {
            return report;
        }

        if (source.Length < (ulong)layout.HeaderBytes)
        {
            return report with { State = InspectionState.SessionLost, Notes = [.. report.Notes ?? [], "the image is smaller than its header now"] };
        }

        var magic = source.ReadUInt32((ulong)layout.MagicOffset);
        var now = source.ReadUInt32((ulong)layout.SessionIdOffset);
        return magic == LgmpLayout.Magic && now == id
            ? report
            : report with
            {
                State = InspectionState.SessionLost,
                Notes =
                [
                    .. report.Notes ?? [],
                    magic == LgmpLayout.Magic ? $"the session changed from {id} to {now}" : $"the header of session {id} was wiped",
                ],
            };
    }

    private static InspectionReport ReadSession(InspectionSource source, InspectionOptions options, PixelDigest digest)
    {
        var report = new InspectionReport { State = InspectionState.NoProducer, ImageBytes = source.Length };
        var lgmpBytes = source.Length;
        if (ReadRecovery(source) is { } recovery)
        {
            report = report with { Recovery = recovery };
            lgmpBytes -= RecoveryBlock.Bytes;
        }

        var head = source.CopyOut(0, (int)Math.Min(lgmpBytes, LgmpDetection.HeadBytes));
        switch (LgmpDetection.Detect(head, lgmpBytes, out var found))
        {
            case LgmpDetectionKind.NoProducer:
                return report;
            case LgmpDetectionKind.Undecided:
                return report with { State = InspectionState.Undecided };
            case LgmpDetectionKind.VersionMismatch:
                return report with
                {
                    State = InspectionState.VersionMismatch,
                    LgmpVersion = found.Version,
                    LgmpVersionText = found.VersionText,
                    KvmfrVersion = found.KvmfrVersion == 0 ? null : found.KvmfrVersion,
                    ProducerText = found.KvmfrVersion == 0 ? null : found.ProducerText,
                };
            default:
                break;
        }

        var layout = found.Layout!;
        report = report with { LgmpVersion = found.Version, LgmpVersionText = found.VersionText, Layout = layout };
        if (!LgmpSessionHeader.TryParse(layout, head, lgmpBytes, out var session, out var reject))
        {
            return Refuse(report, in reject);
        }

        report = report with { SessionId = session.SessionId, TimestampMs = session.TimestampMs, UdataSize = session.UserDataBytes };
        var udata = source.CopyOut((ulong)layout.UserDataOffset, session.UserDataBytes);
        if (!KvmfrUserData.TryParse(udata, out var user, out reject))
        {
            return Refuse(report, in reject);
        }

        report = report with
        {
            State = KvmfrVersions.IsSupported(user.Version) ? InspectionState.Session : InspectionState.VersionMismatch,
            KvmfrVersion = user.Version,
            ProducerText = user.ProducerText,
            Features = user.Features,
            VmInfo = user.Vm,
            OsInfo = user.Os is null ? null : new InspectedOs(user.Os.Kind, user.Os.Name),
        };
        if (user.Timebase is { } timebase)
        {
            report = report with { Times = InspectedTimes.Read(source, (ulong)(layout.UserDataOffset + user.TimingOffset), in timebase) };
        }
        else if (user.TimingReject.Code != RejectCode.None)
        {
            report = report with { Notes = [.. report.Notes ?? [], $"the timing record was refused: {user.TimingReject}"] };
        }

        if (user.StatusOffset >= 0)
        {
            report = InspectedGuest.TryRead(source, (ulong)(layout.UserDataOffset + user.StatusOffset), out var guest, out reject)
                ? report with { Guest = guest }
                : report with { Notes = [.. report.Notes ?? [], $"the guest status record was refused: {reject}"] };
        }

        return ReadQueues(source, lgmpBytes, options, digest, in session, report);
    }

    private static InspectionReport ReadQueues(
        InspectionSource source, ulong lgmpBytes, InspectionOptions options, PixelDigest digest, in LgmpSessionHeader session, InspectionReport report)
    {
        var queues = new List<InspectedQueue>();
        var pending = new List<InspectedMessage>();
        var messages = new MessageInspector(source, lgmpBytes, session.Layout, report.KvmfrVersion ?? 0, digest);
        FrameHeader? last = null;
        for (var i = 0; i < session.QueueCount; i++)
        {
            var record = source.CopyOut(session.Layout.QueueRecord(i), session.Layout.QueueStride);
            var queue = QueueInspector.Read(session.Layout, i, record);
            if (!LgmpQueueConfig.TryParse(session.Layout, record, lgmpBytes, out var config, out var reject))
            {
                queues.Add(queue with { Refused = InspectedRefusal.Of(in reject) });
                continue;
            }

            if (messages.TryReadNewestFrame(in config, out var frame) && (last is null || unchecked((int)(frame.Serial - last.Value.Serial)) > 0))
            {
                last = frame;
            }

            var shown = options.Messages ? (int)Math.Min(config.Count, (uint)options.MaxMessagesPerQueue) : 0;
            for (var (n, slot) = (0, config.Start); n < shown; n++, slot = config.Next(slot))
            {
                pending.Add(messages.Read(in config, slot));
            }

            queues.Add(options.Messages && config.Count > shown
                ? queue with { Notes = [.. queue.Notes ?? [], $"{config.Count} messages are held; the oldest {shown} are listed"] }
                : queue);
        }

        var buffers = FrameBufferGuess.Apply(pending, lgmpBytes, queues.Any(q => q.QueueId == KvmfrQueues.FirstOwner));
        return report with
        {
            Queues = queues,
            Pending = options.Messages ? pending : null,
            ClientId = queues.FirstOrDefault(q => (q.SubsOn & 1) != 0)?.Slot0ClientId ?? 0,
            FrameAlign = buffers?.Align,
            FrameBuffers = buffers?.Buffers,
            LastFrame = last,
        };
    }

    private static InspectedRecovery? ReadRecovery(InspectionSource source) =>
        RecoveryBlock.TryLocate(source.Length, out var offset)
        && RecoveryBlock.TryParse(source.CopyOut(offset, RecoveryBlock.HeadBytes), out var r)
            ? new InspectedRecovery(r.LgmpVersion, r.KvmfrVersion, r.Heartbeat, r.IsReady, r.ProducerText)
            : null;

    private static InspectionReport Refuse(InspectionReport report, in Reject reject) =>
        report with { State = InspectionState.SessionRefused, Refused = InspectedRefusal.Of(in reject) };
}
