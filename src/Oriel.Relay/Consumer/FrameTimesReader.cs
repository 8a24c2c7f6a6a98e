using Oriel.Protocol.Kvmfr;

namespace Oriel.Relay.Consumer;

/// <summary>
/// Consumer's side of the timing record (docs/protocol-extensions.md section 4): turns what the producer wrote down about a frame into the host's clock, and trades clocks with it. All of
/// it is for show: a guest that writes nonsense gets its frames' times shown as unknown or uncertain, and nothing else. Allocates nothing. Feed thread, except for <see cref="Estimate"/>.
/// </summary>
internal sealed class FrameTimesReader
{
    private readonly RelayCounters _counters;
    private readonly GuestClock _clock = new();
    private readonly ClockBoard _board = new();
    private SessionLink? _session;
    private ClockRelation _relation;
    private bool _isSameClock;
    private ulong _base;
    private long _attachedNs;
    private ulong _lastEcho;

    public FrameTimesReader(RelayCounters counters) => _counters = counters;

    /// <summary>How the producer's clock stands to ours. Any thread.</summary>
    public ClockEstimate Estimate => _board.Read();

    /// <summary>A session begins: nothing of an earlier one holds.</summary>
    public void Attach(SessionLink session, long hostNs)
    {
        _session = session;
        _attachedNs = hostNs;
        var data = session.UserData;
        _base = data.Timebase is null ? 0 : (ulong)(session.Layout.UserDataOffset + data.TimingOffset);
        if (data.TimingReject.Code != Protocol.RejectCode.None)
        {
            _counters.CountReject(data.TimingReject.Code);
        }

        var machine = data.Timebase?.Machine ?? 0;
        _isSameClock = machine != 0 && machine == MonotonicIdentity.OfThisProcess.Machine;
        StartOver();
    }

    /// <summary>The session is over.</summary>
    public void Detach()
    {
        (_session, _base) = (null, 0);
        StartOver();
    }

    /// <summary>What was learned about the producer's clock is void: it stood still, and nobody knows whether its clock did.</summary>
    public void StartOver()
    {
        _clock.Reset(_session?.UserData.Timebase?.ResolutionNs ?? 1);
        _lastEcho = 0;
        _relation = _base != 0 && _isSameClock ? ClockRelation.Shared : ClockRelation.Unknown;
        _board.Write(_relation == ClockRelation.Shared ? ClockEstimate.Shared : ClockEstimate.None);
    }

    /// <summary>Reads what the producer said back of our clock, and writes our clock down for it. The session was just seen to be current.</summary>
    /// <param name="slot">Our slot in the frame queue.</param>
    /// <param name="hostNs">Now.</param>
    public void Exchange(int slot, long hostNs)
    {
        if (_base == 0 || _isSameClock || slot < 0)
        {
            return;
        }

        var region = _session!.Region;
        var echo = _base + FrameTimingRecord.Echo(slot);
        var ours = region.ReadUInt64(echo + FrameTimingRecord.EchoConsumer);
        if (ours != _lastEcho && ours >= (ulong)_attachedNs && ours <= (ulong)hostNs)
        {
            var theirs = FrameTimingRecord.Plausible(region.ReadUInt64(echo + FrameTimingRecord.EchoProducer));
            if (region.ReadUInt64(echo + FrameTimingRecord.EchoConsumer) == ours)
            {
                _lastEcho = ours;
                _clock.AddEcho((long)ours, (long)theirs, hostNs);
                Tell();
            }
        }

        region.WriteUInt64(_base + FrameTimingRecord.Clock(slot), (ulong)hostNs);
    }

    /// <summary>Puts the producer's times of a frame beside ours, on our clock. Leaves them unknown when the producer tells none, or impossible ones.</summary>
    /// <param name="times">Serial, seen and copied are known.</param>
    public void Complete(ref FrameTimes times)
    {
        if (_base == 0 || !TryRead(times.Serial, out var stamps))
        {
            return;
        }

        var (captured, published, filled) = ((long)stamps.CapturedNs, (long)stamps.PublishedNs, (long)stamps.FilledNs);
        if (published == 0)
        {
            return;
        }

        var (offset, error) = (0L, 0L);
        if (!_isSameClock)
        {
            _clock.AddSeen(published, times.SeenNs);
            Tell();
            if (!_clock.IsKnown)
            {
                return;
            }

            (offset, error) = (_clock.OffsetNs, _clock.UncertaintyNs);
        }

        // Not before it could be seen; and what was published before we came took no time to reach us.
        if (published + offset > times.SeenNs || published + offset + error < _attachedNs)
        {
            return;
        }

        times.PublishedNs = published + offset;
        times.CapturedNs = captured != 0 && captured <= published ? captured + offset : FrameTimes.Unknown;
        times.FilledNs = filled >= published && filled + offset - error <= times.CopiedNs ? filled + offset : FrameTimes.Unknown;
        times.GuestClockErrorNs = error;
    }

    /// <summary>The entry is of this serial before and after its words were read; otherwise its frame is sixteen frames old by now.</summary>
    private bool TryRead(uint serial, out FrameStamps stamps)
    {
        var region = _session!.Region;
        var entry = _base + FrameTimingRecord.Entry(serial);
        stamps = default;
        if (region.ReadUInt32(entry + FrameTimingRecord.EntrySerial) != serial)
        {
            return false;
        }

        // Each load acquires, so they happen in this order.
        stamps = new FrameStamps(
            serial,
            FrameTimingRecord.Plausible(region.ReadUInt64(entry + FrameTimingRecord.EntryCaptured)),
            FrameTimingRecord.Plausible(region.ReadUInt64(entry + FrameTimingRecord.EntryPublished)),
            FrameTimingRecord.Plausible(region.ReadUInt64(entry + FrameTimingRecord.EntryFilled)));
        return region.ReadUInt32(entry + FrameTimingRecord.EntrySerial) == serial;
    }

    private void Tell()
    {
        if (_clock.IsKnown)
        {
            var (ppm, uncertainty) = _clock.Drift;
            _relation = ClockRelation.Estimated;
            _board.Write(new ClockEstimate(ClockRelation.Estimated, _clock.OffsetNs, _clock.UncertaintyNs, ppm, uncertainty));
        }
        else if (_relation != ClockRelation.Unknown)
        {
            _relation = ClockRelation.Unknown;
            _board.Write(ClockEstimate.None);
        }
    }
}
