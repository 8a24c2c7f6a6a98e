using System.Diagnostics;
using Oriel.Agent.Capture;
using Oriel.Interop.Windows.Gdi;
using Oriel.Interop.Windows.User;
using Oriel.Memory;
using Oriel.Protocol.Kvmfr;

namespace Oriel.Agent.Windows.Gdi;

/// <summary>
/// Captures one head, or the whole virtual screen, with GDI: works with every driver and on every desktop the thread may go to, at the price of reading the whole
/// picture again and again. The system does not say what changed, so each picture is compared with the one before, and what did not change is not sent, as long as that pays (<see cref="DifferencePolicy"/>).
/// Where a compositor draws the screen (always, since Windows 8) layered windows are in the picture without CAPTUREBLT, which would make the pointer flicker elsewhere.
/// </summary>
internal sealed class GdiCaptureBackend : ICaptureBackend
{
    private static readonly long s_surroundingsTicks = Stopwatch.Frequency / 4;

    private readonly WakeFlag _stop;
    private readonly WakeFlag _wake;
    private readonly string? _output;
    private readonly PollPace _pace;
    private readonly DifferencePolicy _comparing = new();
    private InputDesktop? _desktop;
    private ScreenContext? _screen;
    private GdiBitmap? _fresh;
    private PixelBuffer? _known;
    private ScreenDifference? _difference;
    private (int X, int Y, int Width, int Height) _virtualScreen;
    private string? _device;
    private long _surroundingsAt;
    private bool _knownIsVoid;

    private GdiCaptureBackend(WindowsCaptureOptions options, WakeFlag stop, WakeFlag wake)
    {
        (_stop, _wake, _output) = (stop, wake, options.Output);
        _pace = new PollPace(options.FramesPerSecond);
        Mode = new CaptureMode(FrameType.Bgra, 1, 1, 0, 0, FrameRotation.None, "none");
    }

    /// <inheritdoc/>
    public string Name => "GDI";

    /// <inheritdoc/>
    public CaptureMode Mode { get; private set; }

    /// <summary>Opens the screen. Throws <see cref="OrielException"/>.</summary>
    public static ICaptureBackend Open(WindowsCaptureOptions options, WakeFlag stop, WakeFlag wake)
    {
        var backend = new GdiCaptureBackend(options, stop, wake);
        try
        {
            backend.Attach();
            backend.Mode = backend.ReadMode();
            backend.Prepare();
            if (!backend.TryGrab(out var error))
            {
                throw Refused(error);
            }

            return backend;
        }
        catch
        {
            backend.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public long ChangedAt { get; private set; }

    /// <inheritdoc/>
    public CaptureImage? TryCreateImage() => new(new GdiImageMemory(Mode.Width, Mode.Height), Mode);

    /// <inheritdoc/>
    public CaptureOutcome Wait(long timeoutNs, DamageList changed)
    {
        var now = Stopwatch.GetTimestamp();
        var deadline = now + (long)(timeoutNs / 1e9 * Stopwatch.Frequency);
        var lookAt = timeoutNs == 0 ? now : _pace.NextLook(now, UserActivity.LastInputTick());
        while (true)
        {
            if (now >= lookAt)
            {
                var outcome = Look(now, changed);
                if (outcome != CaptureOutcome.Unchanged)
                {
                    return outcome;
                }
            }

            now = Stopwatch.GetTimestamp();
            if (now >= deadline || _stop.IsRaised)
            {
                return CaptureOutcome.Unchanged;
            }

            lookAt = _pace.NextLook(now, UserActivity.LastInputTick());
            var wait = Math.Min(Math.Min(lookAt, deadline) - now, PollPace.LongestWaitTicks);
            if (wait > 0 && _wake.Wait((long)(wait * 1e9 / Stopwatch.Frequency)))
            {
                _ = _wake.Lower();
                return CaptureOutcome.Unchanged;
            }

            now = Stopwatch.GetTimestamp();
        }
    }

    /// <inheritdoc/>
    public CaptureOutcome Capture(CaptureImage image, DamageList what)
    {
        var target = ((GdiImageMemory)image.Memory).Pixels;
        if (what.IsEverything)
        {
            CopyRect(target, new DamageRect(0, 0, (uint)Mode.Width, (uint)Mode.Height));
            return CaptureOutcome.Changed;
        }

        foreach (ref readonly var rect in what.Rects)
        {
            CopyRect(target, rect);
        }

        return CaptureOutcome.Changed;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _known?.Dispose();
        _fresh?.Dispose();
        _screen?.Dispose();
        _desktop?.Dispose();
    }

    private static OrielException Refused(int error) => new(AgentErrors.ScreenRefused, $"the screen could not be copied (Windows error {error})",
        "a desktop that is shown and that this program may look at", "wait until the screen is unlocked, or install the agent as a service, which may look at every desktop");

    private CaptureOutcome Look(long began, DamageList changed)
    {
        if (began >= _surroundingsAt)
        {
            _surroundingsAt = began + s_surroundingsTicks;
            if (_desktop is not null && !_desktop.IsCurrent() && !TryFollowDesktop())
            {
                return CaptureOutcome.Lost;
            }

            if (HasMoved())
            {
                return ChangeMode();
            }
        }

        ChangedAt = Stopwatch.GetTimestamp();
        if (!TryGrab(out _))
        {
            return HasMoved() ? ChangeMode() : TryFollowDesktop() && TryGrab(out _) ? Compare(began, changed) : CaptureOutcome.Lost;
        }

        // A picture taken while the mode changed is of neither mode.
        return DesktopLayout.VirtualScreen() != _virtualScreen ? ChangeMode() : Compare(began, changed);
    }

    private CaptureOutcome Compare(long began, DamageList changed)
    {
        bool differs;
        var started = Stopwatch.GetTimestamp();
        if (_knownIsVoid || !_comparing.ShouldCompare())
        {
            // Unknown before, or a picture that changes everywhere all the time: looking would only cost.
            (_knownIsVoid, differs) = (false, true);
            _difference!.Replace(_fresh!.Pixels, _known!);
            _comparing.Copied(Stopwatch.GetTimestamp() - started);
            changed.SetEverything();
        }
        else
        {
            differs = _difference!.Update(_fresh!.Pixels, _known!, changed);
            _comparing.Compared(Stopwatch.GetTimestamp() - started, (double)_difference.ChangedPixels / ((long)Mode.Width * Mode.Height));
        }

        _pace.Looked(began, Stopwatch.GetTimestamp(), differs);
        return differs ? CaptureOutcome.Changed : CaptureOutcome.Unchanged;
    }

    private bool TryGrab(out int error) => _screen!.TryCopy(_fresh!, Mode.OriginX, Mode.OriginY, layered: false, out error);

    private bool HasMoved()
    {
        if (DesktopLayout.VirtualScreen() != _virtualScreen)
        {
            return true;
        }

        return _device is not null
            && !(DesktopLayout.TryGetBounds(_device, out var x, out var y, out var width, out var height)
                && (x, y, width, height) == (Mode.OriginX, Mode.OriginY, Mode.Width, Mode.Height));
    }

    private CaptureOutcome ChangeMode()
    {
        try
        {
            Mode = ReadMode();
            Prepare();
            return CaptureOutcome.ModeChanged;
        }
        catch (OrielException)
        {
            // The head is gone: opening again says so, and waits for it.
            return CaptureOutcome.Lost;
        }
    }

    private CaptureMode ReadMode()
    {
        _virtualScreen = DesktopLayout.VirtualScreen();
        var head = WindowsOutputs.Choose(DesktopLayout.ReadHeads(), _output);
        if (head is null)
        {
            _device = null;
            var (x, y, width, height) = _virtualScreen;
            return width > 0 && height > 0 ? new CaptureMode(FrameType.Bgra, width, height, x, y, FrameRotation.None, WindowsOutputs.WholeDesktop) : throw WindowsOutputs.NoneActive([]);
        }

        _device = head.Device;
        return new CaptureMode(FrameType.Bgra, head.Width, head.Height, head.X, head.Y, FrameRotation.None, head.ShortName);
    }

    private void Prepare()
    {
        if (_fresh is { } fresh && (fresh.Width, fresh.Height) == (Mode.Width, Mode.Height))
        {
            _knownIsVoid = true;
            return;
        }

        _fresh?.Dispose();
        _known?.Dispose();
        _fresh = GdiBitmap.TryCreate(Mode.Width, Mode.Height, out var error) ?? throw new OrielException(AgentErrors.ScreenRefused,
            $"no memory for a bitmap of {Mode.Width}x{Mode.Height} (Windows error {error})", "memory and handles for one picture", "close programs");
        _known = PixelBuffer.Allocate((nuint)Mode.Width * (nuint)Mode.Height * 4);
        _difference = new ScreenDifference(Mode.Width, Mode.Height);
        _comparing.Restart();
        _knownIsVoid = true;
    }

    private void Attach()
    {
        _desktop = InputDesktop.TryAttach(out var error);
        if (_desktop is null && error == WindowsOutputs.AccessDenied)
        {
            throw Refused(error);
        }

        _screen = ScreenContext.TryOpen() ?? throw Refused(0);
    }

    private bool TryFollowDesktop()
    {
        _screen?.Dispose();
        _desktop?.Dispose();
        (_screen, _desktop) = (null, null);
        _knownIsVoid = true;
        try
        {
            Attach();
            return true;
        }
        catch (OrielException)
        {
            return false;
        }
    }

    private void CopyRect(PixelBuffer target, in DamageRect rect)
    {
        var (pitch, offset) = ((uint)Mode.Width * 4, (((nuint)rect.Y * (nuint)Mode.Width) + rect.X) * 4);
        FrameCopy.Rows(_known!, offset, pitch, target, offset, pitch, rect.Width * 4, rect.Height);
    }
}
