using Oriel.Display.Context;
using Oriel.Display.Drawing;
using Oriel.Interop.Linux;
using Oriel.Memory;
using Oriel.Relay.Consumer;
using static Oriel.Interop.Linux.Gl.GlConstants;

namespace Oriel.Display.Presentation;

/// <summary>
/// Hands pictures to the window system: decides when the next may be begun, so that none waits in a queue, and finds out when each was shown. Off-screen it only flushes.
/// Everything on the render thread; a frame costs no allocation.
/// </summary>
internal sealed partial class Presenter : IDisposable
{
    // Longest wait inside the driver at a time: requests of others are looked at in between.
    private const ulong FenceWaitNs = 2_000_000;

    private readonly GlContext _gl;
    private readonly NativeSurface? _surface;
    private readonly WakeEvent _wake;
    private readonly Action<FrameTimes> _shown;
    private readonly Action<string>? _warned;
    private readonly AllocationLedger _ledger;
    private readonly JustInTimePacer _pacer = new();
    private readonly RefreshModel _refresh = new();
    private readonly PictureQueue _queue = new();
    private string _feedbackWords = "";
    private SwapChoice _choice = SwapChoice.Make(0, false, false, 0, 0);
    private IPresentationFeedback? _feedback;
    private ViewSettings _settings = new();
    private bool _isFullScreen;
    private bool _isDirect;
    private int _interval = int.MinValue;
    private nint _fence;
    private uint _id;
    private long _beganNs;
    private long _targetNs;
    private long _submittedNs;
    private bool _isAwaited;

    /// <param name="gl">The context, current.</param>
    /// <param name="surface">What it draws to; null = off-screen.</param>
    /// <param name="wake">Wakes the render thread.</param>
    /// <param name="shown">Called for every picture with a new frame once it was shown, in order, with all that is known about when.</param>
    /// <param name="warned">Called when something is missing that can be done without.</param>
    /// <param name="ledger">One-off work is no cost of a picture.</param>
    public Presenter(GlContext gl, NativeSurface? surface, WakeEvent wake, Action<FrameTimes> shown, Action<string>? warned, AllocationLedger ledger)
    {
        (_gl, _surface, _wake, _shown, _warned, _ledger) = (gl, surface, wake, shown, warned, ledger);
        if (surface is { } window)
        {
            var isX11 = window.Platform == NativePlatform.X11;
            _feedback = isX11 ? X11Feedback.TryOpen(window, gl.IsSoftware, out var problem) : WaylandFeedback.TryOpen(window, out problem);
            _feedbackWords = _feedback is null ? $"shown times are guessed: {problem}" : $"shown times from {_feedback.Name}";
            Warm();
        }
    }

    /// <summary>How pictures are presented, for the log.</summary>
    public string Description { get; private set; } = "off-screen";

    /// <summary>When the last picture has to be shown again; <see cref="long.MaxValue"/> = never.</summary>
    public long RepeatDueNs => _surface is null || _submittedNs == 0 ? long.MaxValue : _settings.MinimumRate switch
    {
        0 => long.MaxValue,
        > 0 and var rate => _submittedNs + (1_000_000_000 / rate),
        _ => _submittedNs + (_refresh.PeriodNs > 0 ? _refresh.PeriodNs : 1_000_000_000 / 60),
    };

    /// <summary>Takes new settings, and whether the window covers the whole display.</summary>
    public void Apply(ViewSettings settings, bool isFullScreen)
    {
        (_settings, _isFullScreen) = (settings, isFullScreen);
        if (_surface is not { } window)
        {
            return;
        }

        _choice = SwapChoice.Make(settings.SwapInterval, window.Platform == NativePlatform.Wayland, _feedback is not null, _gl.MinSwapInterval, _gl.MaxSwapInterval);
        SetInterval(_choice.Interval);
        if (_isDirect != (isFullScreen && settings.VariableRefresh))
        {
            _isDirect = !_isDirect;
            _feedback?.SetDirect(_isDirect);
        }

        Describe();
    }

    /// <summary>Asked when there is something to draw: 0 = draw now, else the time to ask again. The newest frame there is then is the one that is shown.</summary>
    public long HoldUntil(long nowNs)
    {
        _isAwaited = false;
        _targetNs = 0;
        if (_surface is null)
        {
            return 0;
        }

        if (!IsPreviousFinished())
        {
            return nowNs + 1;
        }

        if (Paces(nowNs) && _queue.Open >= MostOpen)
        {
            // Woken by the word itself. A hidden window gets none: it goes on slowly.
            var until = _queue.OldestOpenNs + PacePatienceNs;
            if (until > nowNs)
            {
                _isAwaited = true;
                return until;
            }
        }

        if (!IsJustInTimeAt(nowNs))
        {
            return 0;
        }

        var (start, target) = _pacer.Plan(nowNs, _refresh);
        if (start > nowNs)
        {
            return start;
        }

        _targetNs = target;
        return 0;
    }

    /// <summary>A picture is begun: its frame is taken after this.</summary>
    public void Begin(long nowNs) => _beganNs = nowNs;

    /// <summary>Hands over what was drawn; false when the surface is gone.</summary>
    /// <param name="times">Stages of the frame in it.</param>
    /// <param name="hasFrame">It shows a frame that none before it did.</param>
    /// <param name="changed">What changed, rows from the top; null = everything.</param>
    /// <param name="height">Height of the drawable.</param>
    public bool Present(FrameTimes times, bool hasFrame, PixelRect? changed, int height)
    {
        times.SubmittedNs = FrameTimes.Now();
        _submittedNs = times.SubmittedNs;
        times.Presentation = PresentationEvidence.SwapReturned;
        if (_surface is null)
        {
            // Nothing is shown, but the work must be under way, and measured like a swap.
            _gl.Gl.Flush();
            times.PresentedNs = FrameTimes.Now();
            Tell(times, hasFrame);
            return true;
        }

        _id = _id >= int.MaxValue ? 1 : _id + 1;
        ChooseInterval(times.SubmittedNs);
        _feedback?.BeforeSwap(_id);
        if (!_gl.Present(changed, height, out var isSwap))
        {
            return false;
        }

        times.PresentedNs = FrameTimes.Now();
        _feedback?.AfterSwap(_id, isSwap);
        _fence = _gl.Gl.FenceSync(SyncGpuCommandsComplete, 0);
        Track(new PictureInFlight { Id = _id, HasFrame = hasFrame, Times = times, TargetNs = _targetNs });
        return true;
    }

    /// <summary>What was drawn is in the window already, by a way past GL.</summary>
    /// <param name="times">Stages of the frame in it, up to its submission.</param>
    /// <param name="hasFrame">It shows a frame that none before it did.</param>
    public void PresentCopied(FrameTimes times, bool hasFrame)
    {
        _submittedNs = times.SubmittedNs;
        _id = _id >= int.MaxValue ? 1 : _id + 1;
        _feedback?.BeforeSwap(_id);
        times.Presentation = PresentationEvidence.SwapReturned;
        times.PresentedNs = FrameTimes.Now();
        _feedback?.AfterSwap(_id, isSwap: false);
        Track(new PictureInFlight { Id = _id, HasFrame = hasFrame, Times = times, TargetNs = _targetNs });
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // What is still open goes out with what is known.
        Release(long.MaxValue);
        DropFence();
        _feedback?.Dispose();
        _feedback = null;
    }

    private void Describe() => Description = $"{(_settings.JustInTime ? "just in time" : "on arrival")}, {_choice.Words} (swap interval {_choice.Interval} of {_gl.MinSwapInterval} to {_gl.MaxSwapInterval}), {_feedbackWords}"
        + (_isDirect ? ", direct" : "");

    // The driver may work on one picture at a time; a frame that comes meanwhile waits in the mailbox, where a newer one replaces it.
    private bool IsPreviousFinished()
    {
        if (_fence == 0)
        {
            return true;
        }

        if (_gl.Gl.ClientWaitSync(_fence, SyncFlushCommandsBit, FenceWaitNs) == TimeoutExpired)
        {
            return false;
        }

        DropFence();
        return true;
    }

    private void DropFence()
    {
        if (_fence != 0)
        {
            _gl.Gl.DeleteSync(_fence);
            _fence = 0;
        }
    }

    private void ChooseInterval(long nowNs)
    {
        if (_choice is { IsUnlessLate: true, Interval: 1 })
        {
            // Later than one refresh after the one before: it would wait for another. Now it tears instead.
            SetInterval(_refresh.IsSteady && _lastShownNs != 0 && nowNs - _lastShownNs > _refresh.PeriodNs ? 0 : 1);
        }
    }

    private void SetInterval(int interval)
    {
        if (interval != _interval)
        {
            _interval = interval;
            _gl.SetSwapInterval(interval);
        }
    }
}
