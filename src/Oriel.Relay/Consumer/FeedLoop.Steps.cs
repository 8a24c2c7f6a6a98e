using Oriel.Memory;
using Oriel.Protocol;
using Oriel.Protocol.Lgmp;

namespace Oriel.Relay.Consumer;

/// <content>What the feed thread does between two waits. Every step is bounded: no loop or wait in it depends on the guest's good will.</content>
public sealed partial class FeedLoop
{
    private const uint FrameQueue = 2;
    private const uint PointerQueue = 1;
    private const int BackingCheckMs = 250;
    private const int QueueRetryMs = 1;
    private const int QueueSlowRetryMs = 20;
    private const int SilentPollMs = 5;
    private const int LongSilentPollMs = 20;
    private const int LongSilentAfterMs = 5000;
    private const int RefusalShownAfterMs = 300;
    private const int ShortSessionMs = 50;

    // What the runtime itself allocates once, when code runs for the first time, is over by then.
    private const int WarmUpFrames = 50;

    private Region? _region;
    private long _nextBackingCheck;
    private long _restUntil;
    private SessionLink? _session;
    private Subscription? _frames;
    private Subscription? _pointer;
    private bool _framesSubscribed;
    private bool _pointerSubscribed;
    private long _attachedAt;
    private long _nextFrameSubscribe;
    private long _nextPointerSubscribe;
    private long _controlRestsUntil;
    private bool _hadSession;
    private long _steadyAt = WarmUpFrames;
    private (uint SessionId, LgmpLayout? Layout, uint ClientId) _identity;
    private Finding _sessionFinding;

    /// <summary>One step; returns when the next is due.</summary>
    private long Step(long now)
    {
        _isAttending = false;
        if (Volatile.Read(ref _startOver))
        {
            Volatile.Write(ref _startOver, false);
            Leave();
        }

        if (_region is null)
        {
            return OpenRegion(now);
        }

        if (_region.IsFaulted)
        {
            ForgetSession();
            CloseRegion();
            return OpenRegion(now);
        }

        if (now >= _nextBackingCheck && !CheckBacking(now))
        {
            return now;
        }

        return _session is null ? Seek(now) : Attend(now);
    }

    private long OpenRegion(long now)
    {
        var region = TryOpen(out var finding);
        if (region is null)
        {
            _reporter.Report(in finding, now);
            return now + HostClock.Of(_options.RetryInterval);
        }

        Adopt(region, now);
        return now;
    }

    private Region? TryOpen(out Finding finding)
    {
        finding = default;
        try
        {
            return Region.Open(_options.Source, RegionAccess.ReadWrite);
        }
        catch (OrielException e)
        {
            var state = ReferenceEquals(e.Code, MemoryErrors.Missing) ? RelayState.NoRegion
                : ReferenceEquals(e.Code, MemoryErrors.PermissionDenied) ? RelayState.NoPermission
                : RelayState.RegionUnusable;
            finding = new Finding(state) { Error = e };
            return null;
        }
    }

    private void Adopt(Region region, long now)
    {
        _region = region;
        _nextBackingCheck = now + HostClock.Ms(BackingCheckMs);
        _restUntil = now;
        _seeker.Restart(now);
    }

    private void CloseRegion()
    {
        _region?.Dispose();
        _region = null;
    }

    /// <summary>
    /// Low-rate look at what the frame path does not see: the file was replaced or resized, or another producer's header became the valid one. False
    /// when this step is over. A file that was merely unlinked stays in use as long as its producer lives.
    /// </summary>
    private bool CheckBacking(long now)
    {
        _nextBackingCheck = now + HostClock.Ms(BackingCheckMs);
        if (_region!.BackingChanged())
        {
            var region = TryOpen(out var finding);
            if (region is null && _session is not null && !_session.IsSilent(now))
            {
                return true;
            }

            ForgetSession();
            CloseRegion();
            if (region is null)
            {
                _reporter.Report(in finding, now);
            }
            else
            {
                Adopt(region, now);
            }

            return false;
        }

        if (_session is not null && !_seeker.IsStillChosen(_session))
        {
            ForgetSession();
            return false;
        }

        return true;
    }

    private long Seek(long now)
    {
        if (now < _restUntil)
        {
            return _restUntil;
        }

        _session = _seeker.Look(_region!, now, out var finding, out var again);
        if (_session is null)
        {
            if (finding.State != RelayState.Idle)
            {
                _reporter.Report(in finding, now);
            }

            return again;
        }

        Counters.CountSession();
        _attachedAt = now;
        _times.Attach(_session, FrameTimes.FromTicks(now));
        _nextFrameSubscribe = _nextPointerSubscribe = _controlRestsUntil = now;
        _sessionFinding = new Finding(RelayState.WaitingForQueues)
        {
            LgmpVersion = _session.Layout.Version,
            KvmfrVersion = _session.KvmfrVersion,
            ProducerText = _session.UserData.ProducerText,
            UserData = _session.UserData,
        };
        if (_hadSession)
        {
            _cursorReceiver.Reset();
        }

        _hadSession = true;
        AdoptBell(_session);
        return now;
    }

    private long Attend(long now)
    {
        var session = _session!;
        if (!session.Pulse(now))
        {
            ForgetSession();
            return now;
        }

        if (session.IsSilent(now))
        {
            var seconds = (ulong)HostClock.Seconds(now - session.LastBeat);
            _times.StartOver();
            _reporter.Report(_sessionFinding with { State = RelayState.ProducerSilent, SilentSeconds = (long)(1UL << System.Numerics.BitOperations.Log2(seconds)) }, now);
            return now + HostClock.Ms(now - session.LastBeat > HostClock.Ms(LongSilentAfterMs) ? LongSilentPollMs : SilentPollMs);
        }

        _guest.Look(session, isEager: !_frameReceiver.HasPublished, now);
        if (!ReferenceEquals(_guest.Current, _sessionFinding.Guest))
        {
            _sessionFinding = _sessionFinding with { Guest = _guest.Current };
        }

        if (!_framesSubscribed && !SubscribeFrames(session, now))
        {
            return _session is null ? now : _nextFrameSubscribe;
        }

        HoldBell(session, now);
        _times.Exchange(_frames!.Slot, FrameTimes.FromTicks(now));
        var (frames, cursors) = (Counters.Published + Counters.Superseded, Counters.Cursors);
        var state = _frameReceiver.Pump(session, _frames!);
        if (!Settle(state, _frames!, ref _framesSubscribed, ref _nextFrameSubscribe, now))
        {
            return now;
        }

        var hadFrame = Counters.Published + Counters.Superseded != frames;
        if (hadFrame && session.IsCurrent)
        {
            // Again, because the producer may look at any time, and the fresher our word is then, the closer the bound.
            _times.Exchange(_frames!.Slot, FrameTimes.Now());
        }

        var framesDone = hadFrame ? HostClock.Now : now;
        if (!PumpPointer(session, now, out var pointerState))
        {
            return now;
        }

        Judge(state == QueueState.Ok || pointerState == QueueState.Ok, now);
        _sessionFinding = _sessionFinding with { Wake = _wakes.Mode };
        ReportAttached(now);
        if (_allocatedBase == 0 && Counters.Published >= _steadyAt)
        {
            _allocatedBase = FramePathBytes;
        }

        // Messages that were refused do not make the feed hurry.
        return NextLook(session, now, framesDone, hadFrame, Counters.Cursors != cursors);
    }

    private bool PumpPointer(SessionLink session, long now, out QueueState state)
    {
        state = QueueState.Empty;
        if (!_pointerSubscribed)
        {
            SubscribePointer(session, now);
        }

        // A queue that was refused rests; frames go on without it.
        if (!_pointerSubscribed)
        {
            return _session is not null;
        }

        state = _cursorReceiver.Pump(session, _pointer!);
        if (!Settle(state, _pointer!, ref _pointerSubscribed, ref _nextPointerSubscribe, now))
        {
            return false;
        }

        if (_pointerSubscribed && now >= _controlRestsUntil && _control.Pump(_pointer!) == QueueState.Refused)
        {
            // Only our wishes to the guest are stuck: the picture goes on, and the lock is not waited for again soon.
            Counters.CountReject(_pointer!.Reject.Code);
            _controlRestsUntil = now + HostClock.Ms(1000);
        }

        return true;
    }

    /// <summary>Draws the consequence of a queue's answer. False when the session is over for us.</summary>
    private bool Settle(QueueState state, Subscription queue, ref bool isSubscribed, ref long nextSubscribe, long now)
    {
        switch (state)
        {
            case QueueState.Evicted:
                Counters.CountEviction();
                isSubscribed = false;
                nextSubscribe = now;
                return true;
            case QueueState.SessionLost:
                ForgetSession();
                return false;
            case QueueState.Refused:
                Refuse(queue.Reject, now);
                return false;
            default:
                return true;
        }
    }

    private bool SubscribeFrames(SessionLink session, long now)
    {
        if (now < _nextFrameSubscribe)
        {
            return false;
        }

        // Queues appear moments after the header (lgmp.md section 10, item 5): look every millisecond at first.
        _nextFrameSubscribe = now + HostClock.Ms(now - _attachedAt < HostClock.Ms(1000) ? QueueRetryMs : QueueSlowRetryMs);
        var state = Subscribe(session, FrameQueue, ref _frames, out var reject);
        switch (state)
        {
            case QueueState.Ok:
                _framesSubscribed = true;
                // Whoever evicts us as fast as we subscribe gets one attempt in 20 ms.
                _nextFrameSubscribe = now + HostClock.Ms(QueueSlowRetryMs);
                return true;
            case QueueState.Refused:
                Refuse(in reject, now);
                return false;
            case QueueState.SessionLost:
                ForgetSession();
                return false;
            default:
                if (now - _attachedAt > HostClock.Ms(50) || state == QueueState.Full)
                {
                    _reporter.Report(_sessionFinding with { IsFull = state == QueueState.Full }, now);
                }

                return false;
        }
    }

    private void SubscribePointer(SessionLink session, long now)
    {
        if (now < _nextPointerSubscribe)
        {
            return;
        }

        _nextPointerSubscribe = now + HostClock.Ms(QueueSlowRetryMs);
        switch (Subscribe(session, PointerQueue, ref _pointer, out var reject))
        {
            case QueueState.Ok:
                _pointerSubscribed = true;
                _control.SetFeatures(session.UserData.Features);
                break;
            case QueueState.Refused:
                Counters.CountReject(reject.Code);
                _nextPointerSubscribe = now + HostClock.Ms(BackingCheckMs);
                break;
            case QueueState.SessionLost:
                ForgetSession();
                break;
            default:
                break;
        }
    }

    private QueueState Subscribe(SessionLink session, uint queueId, ref Subscription? subscription, out Reject reject)
    {
        reject = Reject.None;
        if (subscription is null)
        {
            var found = Subscription.TryFind(session, queueId, out subscription, out reject);
            if (found != QueueState.Ok)
            {
                return found;
            }
        }

        if (!TryIdentify(session, out var clientId))
        {
            return QueueState.SessionLost;
        }

        var state = subscription!.Subscribe(clientId);
        reject = subscription.Reject;
        return state;
    }

    /// <summary>Our id in this session, the same for all queues and for every subscription, so that a slot left behind is recognised as ours.</summary>
    private bool TryIdentify(SessionLink session, out uint clientId)
    {
        if (_identity.ClientId == 0 || _identity.SessionId != session.SessionId || !ReferenceEquals(_identity.Layout, session.Layout))
        {
            var id = 0u;
            while (id == 0)
            {
                id = session.Layout.NextClientIdOffset < 0
                    ? (uint)Random.Shared.NextInt64(1, uint.MaxValue)
                    : unchecked(session.Region.AddUInt32((ulong)session.Layout.NextClientIdOffset, 1) + 1);
                if (!session.IsCurrent)
                {
                    clientId = 0;
                    return false;
                }
            }

            _identity = (session.SessionId, session.Layout, id);
        }

        clientId = _identity.ClientId;
        return true;
    }

    private void ReportAttached(long now)
    {
        if (!_framesSubscribed)
        {
            return;
        }

        var reject = _frameReceiver.LastReject;
        if (reject.Code != RejectCode.None && now - _frameReceiver.RefusedSince > HostClock.Ms(RefusalShownAfterMs))
        {
            _reporter.Report(_sessionFinding with { State = RelayState.SessionRefused, Reject = reject }, now);
            return;
        }

        _reporter.Report(_sessionFinding with { State = _frameReceiver.HasPublished ? RelayState.Live : RelayState.WaitingForFrame }, now);
    }

    /// <summary>The session cannot be worked with: forget it, say why, rest, try again.</summary>
    private void Refuse(in Reject reject, long now)
    {
        Counters.CountReject(reject.Code);
        _reporter.Report(_sessionFinding with { State = RelayState.SessionRefused, Reject = reject }, now);
        ForgetSession();
        _restUntil = now + HostClock.Of(_options.RetryInterval);
    }

    /// <summary>Drops everything of the session without writing to the region (lgmp.md section 5.4). The sink keeps its last picture.</summary>
    private void ForgetSession()
    {
        // A guest whose sessions last an instant gets one attempt per retry interval; the first after a good one is immediate.
        var now = HostClock.Now;
        if (_session is not null && now - _attachedAt < HostClock.Ms(ShortSessionMs))
        {
            _restUntil = now + HostClock.Of(_options.RetryInterval);
        }

        _session = null;
        _times.Detach();
        _bell = null;
        _frames = _pointer = null;
        _framesSubscribed = _pointerSubscribed = false;
        _control.SetFeatures(0);
        _frameReceiver.Reset();
        _allocatedBase = 0;
        _steadyAt = Counters.Published + WarmUpFrames;
    }

    /// <summary>The orderly end.</summary>
    private void Leave()
    {
        if (_session is { } session && !session.Region.IsFaulted)
        {
            if (session.IsCurrent)
            {
                _bell?.Release();
            }

            if (_framesSubscribed)
            {
                _frames!.Unsubscribe();
            }

            if (_pointerSubscribed)
            {
                _pointer!.Unsubscribe();
            }
        }

        ForgetSession();
        CloseRegion();
    }
}
