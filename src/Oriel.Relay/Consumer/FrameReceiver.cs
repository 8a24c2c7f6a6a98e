using System.Buffers.Binary;
using Oriel.Memory;
using Oriel.Protocol;
using Oriel.Protocol.Kvmfr;
using Oriel.Protocol.Lgmp;

namespace Oriel.Relay.Consumer;

/// <summary>
/// Turns messages of the frame queue into filled slots of the sink: newest first, behind the write pointer, only what the slot lacks. A frame that cannot be
/// taken now (no free slot, stalled write pointer) is finished at once, so that we are never the slow subscriber, and remembered: as long as no
/// newer one comes and its header keeps the serial, its pixels still lie there and are fetched late. An idle desktop therefore never stands
/// with its last change missing. Feed thread; allocates nothing per frame.
/// </summary>
internal sealed partial class FrameReceiver
{
    /// <summary>Older messages whose damage is read before they are finished; beyond that they are skipped unread. Real rings hold 2 or 3.</summary>
    private const int MaxAbsorbed = 8;

    private readonly IFrameSink _sink;
    private readonly RelayCounters _counters;
    private readonly FrameTimesReader _guestTimes;
    private readonly long _stallTicks;
    private readonly bool _keepAll;
    private readonly DirectDelivery? _direct;
    private readonly byte[] _raw = new byte[FrameHeaderParser.MaxHeaderBytes];
    private readonly ByteRect[] _rects = new ByteRect[DamageList.Capacity];
    private readonly DamageList _damage = new();
    private readonly DamageTracker _tracker = new();
    private FrameHeader _late;
    private bool _hasLate;
    private FrameTimes _times = new();

    public FrameReceiver(FeedOptions options, IFrameSink sink, RelayCounters counters, FrameTimesReader guestTimes)
    {
        CopyPlan.BeginMeasuring();
        _sink = sink;
        _counters = counters;
        _guestTimes = guestTimes;
        _stallTicks = HostClock.Of(options.WritePointerTimeout);
        _keepAll = options.KeepAll;
        _direct = sink.Direct is { } direct && !_keepAll ? new DirectDelivery(direct) : null;
    }

    /// <summary>A frame reached the sink in this session.</summary>
    public bool HasPublished { get; private set; }

    /// <summary>The sink reads a frame where it lies; nothing rings when it is done.</summary>
    public bool IsReading => _direct is { IsPending: true };

    /// <summary>A frame is still to be fetched, once the sink has room or its pixels are there; nothing rings for that.</summary>
    public bool HasLate => _hasLate;

    /// <summary>The refusal that keeps frames from arriving; none after a frame that did.</summary>
    public Reject LastReject { get; private set; }

    /// <summary>Host ticks of the first of the refusals since the last good frame.</summary>
    public long RefusedSince { get; private set; }

    /// <summary>Forgets the session.</summary>
    public void Reset()
    {
        _tracker.Reset();
        _direct?.Reset();
        _hasLate = false;
        HasPublished = false;
        LastReject = Reject.None;
    }

    /// <summary>Handles what waits in the queue. <see cref="QueueState.Ok"/>: there was something; look again soon.</summary>
    public QueueState Pump(SessionLink session, Subscription queue)
    {
        if (_direct is { IsPending: true })
        {
            return EndDirect(session, queue, _direct);
        }

        for (var i = 0; i <= MaxAbsorbed; i++)
        {
            var state = queue.TryTake(out var entry, out var behind);
            if (state == QueueState.Empty)
            {
                return TryLate(session) ? QueueState.Ok : QueueState.Empty;
            }

            if (state != QueueState.Ok)
            {
                return state;
            }

            if (behind == 0 || _keepAll)
            {
                return Receive(session, queue, in entry);
            }

            state = behind <= MaxAbsorbed ? Absorb(session, queue, in entry) : Skip(queue);
            if (state != QueueState.Ok)
            {
                return state;
            }
        }

        return QueueState.Ok;
    }

    /// <summary>An older message: only its damage matters, so that the newest need not be copied whole.</summary>
    private QueueState Absorb(SessionLink session, Subscription queue, in LgmpEntry entry)
    {
        if (TryReadHeader(session, in entry, out var frame) && !_tracker.IsRepeat(in frame))
        {
            Note(in frame);
        }

        _counters.CountSuperseded();
        return Finished(queue.Finish());
    }

    private QueueState Skip(Subscription queue)
    {
        var state = queue.SkipToNewest(out var skipped);
        for (var i = 0u; i < skipped; i++)
        {
            _counters.CountSuperseded();
        }

        return state;
    }

    private QueueState Receive(SessionLink session, Subscription queue, in LgmpEntry entry)
    {
        _times = new FrameTimes { SeenNs = FrameTimes.Now() };
        if (!TryReadHeader(session, in entry, out var frame))
        {
            return Finished(queue.Finish());
        }

        if (_tracker.IsRepeat(in frame))
        {
            _counters.CountRepeat();
            return Finished(queue.Finish());
        }

        Note(in frame);
        if (_direct is not null && TryBeginDirect(session, in frame, _direct))
        {
            // Its message stays ours until the sink has read it; it wakes us then.
            return _direct.IsPending ? QueueState.Empty : Finished(queue.Finish());
        }

        return Deliver(session, queue, in frame);
    }

    /// <summary>The message may be gone because somebody marked us slow meanwhile; the next look tells that, this one did its work.</summary>
    private static QueueState Finished(QueueState state) => state == QueueState.Empty ? QueueState.Ok : state;

    private void Note(in FrameHeader frame)
    {
        _hasLate = false;
        var missed = _tracker.Note(in frame, _damage);
        if (missed > 0)
        {
            _counters.CountMissed(missed);
        }

        _counters.CountDamage(_damage.IsEverything ? (long)frame.DataHeight * frame.RowBytes : _damage.Pixels * FrameGeometry.BytesPerPixel(frame.Type));
    }

    private bool TryReadHeader(SessionLink session, in LgmpEntry entry, out FrameHeader frame)
    {
        frame = default;
        if (!entry.TryValidate(session.Layout, session.RegionBytes, out var message, out var reject))
        {
            Refuse(in reject);
            return false;
        }

        // The parser refuses a payload that is shorter than its version's header.
        var raw = _raw.AsSpan(0, (int)Math.Min((ulong)FrameHeaderParser.HeaderBytes(session.KvmfrVersion), message.Bounds.Size));
        session.Region.CopyOut(message.Bounds.Offset, raw);
        if (!FrameHeaderParser.TryParse(session.KvmfrVersion, raw, message.Bounds, out frame, _damage, out reject))
        {
            Refuse(in reject);
            return false;
        }

        return true;
    }

    private void Refuse(in Reject reject)
    {
        _counters.CountReject(reject.Code);
        if (LastReject.Code == RejectCode.None)
        {
            RefusedSince = HostClock.Now;
        }

        LastReject = reject;
    }

    /// <summary>Fetches a frame that was finished before it could be taken.</summary>
    private bool TryLate(SessionLink session)
    {
        if (!_hasLate)
        {
            return false;
        }

        if (!SerialStands(session, in _late))
        {
            // Its buffer is in use again: a newer frame is on its way.
            _hasLate = false;
            return false;
        }

        if (session.Region.ReadUInt32(_late.WritePointerOffset) < (ulong)_late.DataHeight * _late.PitchBytes)
        {
            return false;
        }

        _times = new FrameTimes { SeenNs = FrameTimes.Now() };
        _hasLate = !TryDeliver(session, null, in _late, _stallTicks, firstTry: false);
        return !_hasLate;
    }

    /// <summary>False when the frame should be tried again later.</summary>
    private bool TryDeliver(SessionLink session, Subscription? queue, in FrameHeader frame, long patience, bool firstTry)
    {
        if (!_sink.TryLend(in frame, out var slot) || slot is null)
        {
            if (firstTry)
            {
                _counters.CountNoSlot();
            }

            return false;
        }

        if (!Fits(slot, in frame))
        {
            // A sink that lends a buffer of another format: its mistake, and not ours to write past.
            Abandon(slot);
            _counters.CountNoSlot();
            return true;
        }

        var outcome = Copy(session, slot, in frame, patience);
        if (outcome != FollowOutcome.Complete)
        {
            Abandon(slot);
            if (outcome == FollowOutcome.TimedOut && firstTry)
            {
                // One stalled frame is a busy guest; nothing but stalled frames is a picture that stands still, and the window says why.
                Stalled(session, in frame);
            }

            return outcome != FollowOutcome.TimedOut;
        }

        if (!Stands(session, queue, in frame))
        {
            Abandon(slot);
            Torn(session, in frame);
            return true;
        }

        Publish(slot, in frame);
        return true;
    }

    /// <summary>kvmfr.md section 5: a slow reader's buffer may have been filled anew meanwhile.</summary>
    private static bool Stands(SessionLink session, Subscription? queue, in FrameHeader frame) =>
        session.IsCurrent && (queue is null || queue.HoldsTaken()) && SerialStands(session, in frame);

    /// <summary>One torn frame is our own slowness; nothing but torn frames is a picture that stands still.</summary>
    private void Torn(SessionLink session, in FrameHeader frame)
    {
        _counters.CountTorn();
        if (session.IsCurrent)
        {
            Refuse(new Reject(RejectCode.Torn, frame.Serial, frame.Serial));
        }
    }

    private void Stalled(SessionLink session, in FrameHeader frame)
    {
        _counters.CountStalled();
        Refuse(new Reject(RejectCode.WritePointerStalled, session.Region.ReadUInt32(frame.WritePointerOffset), (ulong)frame.DataHeight * frame.PitchBytes));
    }

    /// <summary>Hands the frame on: in a slot, or where the sink read it itself.</summary>
    private void Publish(FrameSlot? slot, in FrameHeader frame)
    {
        _times.CopiedNs = FrameTimes.Now();
        _times.Serial = frame.Serial;
        _guestTimes.Complete(ref _times);
        if (slot is null)
        {
            _direct!.Publish(in _times);
            _counters.CountDirect();
        }
        else
        {
            _tracker.Filled(slot);
            _sink.Publish(slot, in frame, _tracker.SincePublished, in _times);
            _counters.CountPublished();
        }

        _tracker.Published();
        HasPublished = true;
        LastReject = Reject.None;
    }

    private void Abandon(FrameSlot slot)
    {
        _tracker.Spoiled(slot);
        _sink.Abandon(slot);
    }

    private FollowOutcome Copy(SessionLink session, FrameSlot slot, in FrameHeader frame, long patience)
    {
        var stale = _tracker.Prepare(slot);
        var count = 0;
        if (!stale.IsEverything)
        {
            foreach (var rect in stale.Rects)
            {
                var bytes = FrameGeometry.ToByteRect(in frame, rect);
                if (bytes.WidthBytes > 0 && bytes.Height > 0)
                {
                    _rects[count++] = new ByteRect(bytes.XBytes, bytes.Y, bytes.WidthBytes, bytes.Height);
                }
            }

            if (count == 0)
            {
                // Nothing of the picture changed; an empty list would mean all of it.
                return FollowOutcome.Complete;
            }
        }

        var extent = new FrameExtent(frame.WritePointerOffset, frame.PixelsOffset, frame.PitchBytes, frame.RowBytes, frame.DataHeight);
        var limits = new FollowLimits(HostClock.Now + patience, session.SessionOffset, session.SessionId);
        var outcome = FrameCopy.Follow(session.Region, in extent, slot.Buffer!, slot.Offset, slot.PitchBytes, _rects.AsSpan(0, count), in limits, out var copied);
        _counters.CountCopied(copied);
        return outcome;
    }

    private static bool Fits(FrameSlot slot, in FrameHeader frame)
    {
        if (slot.Buffer is not { IsDisposed: false } buffer || slot.PitchBytes < frame.RowBytes)
        {
            return false;
        }

        var bytes = ((ulong)(frame.DataHeight - 1) * slot.PitchBytes) + frame.RowBytes;
        return slot.Offset <= buffer.Length && bytes <= buffer.Length - slot.Offset;
    }

    /// <summary>The header in the region still belongs to the frame whose private copy we hold.</summary>
    private static bool SerialStands(SessionLink session, in FrameHeader frame)
    {
        // Not an aligned load: a payload need not start on a word.
        Span<byte> word = stackalloc byte[4];
        session.Region.CopyOut(frame.HeaderOffset + FrameHeaderParser.SerialOffset, word);
        return BinaryPrimitives.ReadUInt32LittleEndian(word) == frame.Serial && session.IsCurrent;
    }
}
