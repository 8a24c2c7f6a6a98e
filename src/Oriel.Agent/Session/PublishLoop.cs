using System.Diagnostics;
using Oriel.Agent.Capture;
using Oriel.Agent.Logging;
using Oriel.Memory;
using Oriel.Protocol.Kvmfr;
using Oriel.Relay.Consumer;
using Oriel.Relay.Producer;

namespace Oriel.Agent.Session;

/// <summary>The publish thread: puts the newest picture into the region, and repeats the last one for those who come later.</summary>
internal sealed class PublishLoop
{
    private const int BusyLookMs = 1;

    private readonly SessionContext _session;
    private readonly CaptureLoop _capture;
    private readonly long _frameLimit;
    private readonly DamageMerger _merger = new();
    private readonly AllocationMeter _allocations = new();

    /// <summary>What changed since the last frame that was really published.</summary>
    private readonly DamageList _unpublished = new();
    private FrameMailbox? _mailbox;
    private CaptureImage? _held;
    private PixelBuffer? _pixels;
    private uint _pitchBytes;
    private bool _isMapped;
    private int _repeatRequested;
    private int _forget;
    private bool _canRepeat;
    private FrameFlags _wishes;
    private int _toldWishes;

    /// <summary>Creates the loop.</summary>
    /// <param name="session">What it shares.</param>
    /// <param name="capture">Where pictures come from.</param>
    /// <param name="frameLimit">Ends the session after so many frames; 0 = never.</param>
    public PublishLoop(SessionContext session, CaptureLoop capture, long frameLimit)
    {
        _session = session;
        _capture = capture;
        _frameLimit = frameLimit;
        _unpublished.SetEverything();
    }

    /// <summary>What the newest frame said of the desktop's wishes.</summary>
    public FrameFlags ToldWishes => (FrameFlags)Volatile.Read(ref _toldWishes);

    /// <summary>A repetition is still owed.</summary>
    public bool IsRepeatPending => Volatile.Read(ref _repeatRequested) != 0;

    /// <summary>A new subscriber wants the current picture. Any thread.</summary>
    public void RequestRepeat()
    {
        Volatile.Write(ref _repeatRequested, 1);
        _session.WakePublisher.Set();
    }

    /// <summary>The last frame is out of date or belongs to another session: do not repeat it. Any thread.</summary>
    public void ForgetLast() => Volatile.Write(ref _forget, 1);

    /// <summary>Runs until the session stops. Publish thread.</summary>
    public void Run()
    {
        while (!_session.IsStopping)
        {
            _ = _session.WakePublisher.WaitOne(_held is null ? Timeout.Infinite : BusyLookMs);
            if (Interlocked.Exchange(ref _forget, 0) != 0)
            {
                _canRepeat = false;
                _unpublished.SetEverything();
            }

            FetchNewest();
            if (_held is not null)
            {
                Publish(_held);
            }

            if (Volatile.Read(ref _repeatRequested) != 0 && _held is null)
            {
                Repeat();
            }
        }

        GiveBack();
        _session.Statistics.AddPublishAllocation(_allocations.Restart());
    }

    /// <summary>Takes the newest picture; one that could not be published yet makes way for it, its damage stays to be told.</summary>
    private void FetchNewest()
    {
        var current = _capture.Mailbox;
        if (!ReferenceEquals(current, _mailbox))
        {
            GiveBack();
            _mailbox = current;
            if (current is not null)
            {
                WarnIfTruncated(current.Images[0].Mode);
            }
        }

        if (_mailbox?.TryTakeForPublishing() is not { } newest)
        {
            return;
        }

        GiveBack();
        _held = newest;
        _merger.Add(_unpublished, newest.Damage);
        _capture.NotifyFetched(retired: false);
    }

    private void Publish(CaptureImage image)
    {
        var mode = image.Mode;
        _wishes = _session.Signals?.Current ?? FrameFlags.None;
        var description = new FrameDescription
        {
            Type = mode.Type,
            ScreenWidth = (uint)mode.ScreenWidth,
            ScreenHeight = (uint)mode.ScreenHeight,
            FrameWidth = (uint)mode.Width,
            FrameHeight = (uint)mode.Height,
            PitchBytes = FramePitch.For(mode.Type, (uint)mode.Width),
            Rotation = mode.Rotation,
            Flags = mode.Flags | _wishes,
        };
        var started = Stopwatch.GetTimestamp();
        var filler = image.Memory.Filler;
        if (filler is null && !_isMapped && !(_isMapped = image.Memory.TryMap(out _pixels, out _pitchBytes)))
        {
            // The device was lost with the picture; the capture thread opens another one, whose first picture is whole.
            _unpublished.SetEverything();
            _canRepeat = false;
            GiveBack();
            return;
        }

        // Who asks from here on may have subscribed after this frame was posted, and asks again for a reason.
        var repeatWanted = Interlocked.Exchange(ref _repeatRequested, 0);
        var outcome = filler is null
            ? _session.Producer.Publish(description, _pixels!, 0, _pitchBytes, _unpublished, FrameTimes.FromTicks(image.CapturedAt))
            : _session.Producer.Publish(description, filler, _unpublished, FrameTimes.FromTicks(image.CapturedAt));
        Account(outcome, image, started, repeatWanted);
    }

    private void Account(PublishOutcome outcome, CaptureImage image, long started, int repeatWanted)
    {
        switch (outcome)
        {
            case PublishOutcome.Published:
                _unpublished.Clear();
                _canRepeat = true;
                Volatile.Write(ref _toldWishes, (int)_wishes);
                _session.Signals?.Sent(_wishes);
                var now = Stopwatch.GetTimestamp();
                _allocations.CountFrame();
                _session.Statistics.AddPublished(now - started, now - image.CapturedAt);
                GiveBack();
                if (_frameLimit != 0 && _session.Statistics.Published >= _frameLimit)
                {
                    _session.RequestStop();
                }

                break;
            case PublishOutcome.Busy:
                // Kept; looked at again in a millisecond, or at once when a newer one comes.
                _session.Statistics.AddBusy();
                KeepRequest(repeatWanted);
                break;
            case PublishOutcome.FillFailed:
                // The capture thread finds its backend lost; the first picture of the next one mends what viewers saw.
                _unpublished.SetEverything();
                _canRepeat = false;
                KeepRequest(repeatWanted);
                GiveBack();
                _capture.RequestFull();
                break;
            default:
                // Nobody there, or the tick thread is about to make a new session: the next picture is told whole.
                _unpublished.SetEverything();
                _canRepeat = false;
                KeepRequest(repeatWanted);
                GiveBack();
                break;
        }
    }

    private void KeepRequest(int wanted)
    {
        if (wanted != 0)
        {
            Volatile.Write(ref _repeatRequested, 1);
        }
    }

    private void Repeat()
    {
        if (!_canRepeat)
        {
            Volatile.Write(ref _repeatRequested, 0);
            _capture.RequestFull();
            return;
        }

        switch (_session.Producer.Repeat())
        {
            case PublishOutcome.Published:
                Volatile.Write(ref _repeatRequested, 0);
                _session.Statistics.AddRepeated();
                break;
            case PublishOutcome.Busy:
                // The next tick wakes us again.
                break;
            default:
                _canRepeat = false;
                break;
        }
    }

    private void WarnIfTruncated(CaptureMode mode)
    {
        var bytes = (ulong)FramePitch.For(mode.Type, (uint)mode.Width) * (ulong)mode.Height;
        if (bytes > _session.Producer.MaxFrameBytes)
        {
            // kvmfr.md section 3.2: two frames and 10 MiB, rounded up to a power of two.
            var mib = System.Numerics.BitOperations.RoundUpToPowerOf2(((2 * bytes) >> 20) + 11);
            _session.Log.Truncated(mode.Width, mode.Height, bytes, _session.Producer.MaxFrameBytes, mib);
        }
    }

    private void GiveBack()
    {
        if (_held is not null)
        {
            if (_isMapped)
            {
                _held.Memory.Unmap();
                (_isMapped, _pixels) = (false, null);
            }

            _mailbox!.Return(_held);
            _held = null;
            if (!ReferenceEquals(_mailbox, _capture.Mailbox))
            {
                _capture.NotifyFetched(retired: true);
            }
        }
    }
}
