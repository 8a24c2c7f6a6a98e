using System.Diagnostics;
using Oriel.Interop.Linux;
using Oriel.Relay.Consumer;

namespace Oriel.Display.Presentation;

/// <content>What the window system tells, and waiting for it.</content>
internal sealed partial class Presenter
{
    // Nobody waits for the word about a picture while others follow soon: it is read on the way. After this long it is worth a wake-up.
    private const long SettleNs = 25_000_000;

    // After this long it will not come any more.
    private const long PatienceNs = 250_000_000;

    // A picture that was not shown after this long holds no other back.
    private const long PacePatienceNs = 100_000_000;

    // Times farther away than this are nonsense.
    private const long MostAheadNs = 100_000_000;

    // After so many pictures without a word none is expected.
    private const int MostUntold = 8;

    // Just in time, one after the other missed although a whole refresh is left for each: the display is farther away than that.
    private const int MostMissed = 48;

    private long _lastShownNs;
    private long _missed;
    private long _discarded;
    private long _untold;
    private long _told;
    private int _untoldRow;
    private int _missedRow;
    private int _depth;
    private bool _isTold;

    /// <summary>The figures; the depth begins anew.</summary>
    public PresentationFigures TakeFigures(long nowNs)
    {
        var figures = new PresentationFigures(_refresh.PeriodNs, _refresh.IsSteady, _depth, _missed, _discarded, _untold, _told, IsJustInTimeAt(nowNs) ? _pacer.LeadNs : 0);
        _depth = _queue.Open;
        return figures;
    }

    /// <summary>Takes in what was told so far. Does not wait.</summary>
    public void Collect(long nowNs)
    {
        if (_feedback is not { } feedback)
        {
            return;
        }

        if (_queue.Open > 0)
        {
            var descriptor = feedback.BeginWait();
            feedback.EndWait(descriptor >= 0 && DescriptorWait.ForEither(_wake.Handle, descriptor, 0));
        }

        while (feedback.TryTake(out var report))
        {
            Take(report, nowNs);
        }

        Release(nowNs - PatienceNs);
        if (feedback.IsLost)
        {
            Release(long.MaxValue);
            Lose(feedback);
        }
    }

    private void Lose(IPresentationFeedback feedback)
    {
        var mark = AllocationLedger.Mark();
        _feedback = null;
        feedback.Dispose();
        _refresh.Forget();
        _feedbackWords = "shown times are guessed";
        _warned?.Invoke($"{feedback.Name} was lost: when pictures are shown is guessed from here on");
        Apply(_settings, _isFullScreen);
        _ledger.Exempt(mark);
    }

    /// <summary>Waits for the wake-up, for a time, or for news about pictures where somebody needs them.</summary>
    public void Wait(long dueNs)
    {
        var open = _feedback is null ? long.MaxValue : _queue.OldestOpenNs;
        var now = FrameTimes.Now();
        if (open == long.MaxValue || (!_isAwaited && now < open + SettleNs))
        {
            dueNs = open == long.MaxValue ? dueNs : Math.Min(dueNs, open + SettleNs);
            _wake.Wait(ToTimestamp(dueNs));
            return;
        }

        dueNs = Math.Min(dueNs, open + PatienceNs);
        var descriptor = _feedback!.BeginWait();
        _feedback.EndWait(descriptor >= 0 && DescriptorWait.ForEither(_wake.Handle, descriptor, dueNs - now));
        _wake.Wait(0);
    }

    private static long ToTimestamp(long ns) => Stopwatch.Frequency == 1_000_000_000 ? ns : (long)(ns * (Stopwatch.Frequency / 1e9));

    // Where one waits for the display, the next is begun when it was shown. An X server that works on one may be drawn for meanwhile, but the next one is not queued behind a second.
    // A compositor takes the newest picture and drops the one before: only one that waits for its refresh is worth waiting for.
    private int MostOpen => _surface is { Platform: NativePlatform.Wayland }
        ? _choice.IsPaced ? 1 : _settings.JustInTime ? 2 : int.MaxValue
        : _choice.IsPaced || _settings.JustInTime ? 1 : 2;

    private bool Paces(long nowNs) => _isTold && _untoldRow < MostUntold && !(_choice.IsUnlessLate && _refresh.PeriodNs > 0 && nowNs - _queue.OldestOpenNs > _refresh.PeriodNs);

    private bool IsJustInTimeAt(long nowNs) => _settings.JustInTime && _missedRow < MostMissed && _refresh.IsSteadyAt(nowNs);

    private void Track(in PictureInFlight picture)
    {
        if (_settings.JustInTime)
        {
            _pacer.AddCost(picture.Times.PresentedNs - _beganNs);
            if (picture.TargetNs != 0)
            {
                _pacer.Begin(picture.TargetNs);
            }
        }

        if (_feedback is not { } feedback)
        {
            Tell(picture.Times, picture.HasFrame);
            return;
        }

        if (_queue.IsFull)
        {
            Release(long.MinValue);
        }

        _queue.Add(picture);
        _depth = Math.Max(_depth, _queue.Open);
        if (_settings.JustInTime || !_refresh.IsSteadyAt(picture.Times.PresentedNs + (RefreshModel.FreshNs / 4)))
        {
            feedback.AskForRefresh();
        }
    }

    private void Take(in PresentationReport report, long nowNs)
    {
        var isSane = report.TimeNs > nowNs - (2 * RefreshModel.FreshNs) && report.TimeNs < nowNs + MostAheadNs;
        if (report.IsRefresh && isSane)
        {
            _refresh.Add(report.TimeNs, report.Sequence, report.PeriodNs);
        }

        var place = report.Picture == 0 ? -1 : _queue.IndexOf(report.Picture);
        if (place < 0)
        {
            return;
        }

        ref var picture = ref _queue[place];
        (_isTold, _untoldRow) = (true, 0);
        if (!report.IsShown)
        {
            picture.Fate = PictureFate.Discarded;
            _discarded++;
            Judge(picture, isHit: false);
            return;
        }

        picture.Fate = isSane ? PictureFate.Shown : PictureFate.Untold;
        if (isSane)
        {
            // A server that names the refresh before the hand-over shows it from the hand-over on.
            picture.Times.PresentedNs = report.TimeNs < picture.Times.SubmittedNs ? picture.Times.PresentedNs : report.TimeNs;
            picture.Times.Presentation = PresentationEvidence.WindowSystem;
            _lastShownNs = picture.Times.PresentedNs;
            _told++;
            Judge(picture, picture.Times.PresentedNs < picture.TargetNs + (report.IsRefresh ? _refresh.PeriodNs / 2 : _refresh.PeriodNs / 16));
        }

        _queue.GiveUpBefore(report.Picture);
    }

    private void Judge(in PictureInFlight picture, bool isHit)
    {
        if (picture.TargetNs == 0)
        {
            return;
        }

        _missed += isHit ? 0 : 1;
        _missedRow = isHit ? 0 : _missedRow + 1;
        _pacer.Report(isHit, _refresh.PeriodNs);
    }

    // In order; what was replaced was never shown, and is only counted.
    private void Release(long givenUpNs)
    {
        while (_queue.TryTake(givenUpNs, out var picture))
        {
            if (picture.Fate == PictureFate.Untold && givenUpNs != long.MaxValue)
            {
                _untold++;
                _untoldRow++;
            }

            if (picture.Fate != PictureFate.Discarded)
            {
                Tell(picture.Times, picture.HasFrame);
            }
        }
    }

    private void Tell(in FrameTimes times, bool hasFrame)
    {
        if (hasFrame)
        {
            _shown(times);
        }
    }

    // What the runtime sets up at first use it sets up here: sorting, and the native functions of a wait.
    private void Warm()
    {
        var refresh = new RefreshModel();
        var pacer = new JustInTimePacer();
        for (var i = 1; i <= 5; i++)
        {
            refresh.Add(i * 16_000_000L, (ulong)i, -1);
            pacer.AddCost(i);
        }

        _ = pacer.Plan(100_000_000, refresh);
        _ = DescriptorWait.ForEither(_wake.Handle, -1, 0);
        _ = TakeFigures(0);
    }
}
