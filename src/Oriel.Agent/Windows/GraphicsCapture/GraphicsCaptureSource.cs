using System.Diagnostics;
using Oriel.Agent.Capture;
using Oriel.Agent.Windows.Duplication;
using Oriel.Agent.Windows.Gpu;
using Oriel.Interop.Windows.Com;
using Oriel.Interop.Windows.D3D11;
using Oriel.Interop.Windows.Dxgi;
using Oriel.Interop.Windows.WinRt;
using Oriel.Memory;
using Oriel.Protocol.Kvmfr;

namespace Oriel.Agent.Windows.GraphicsCapture;

/// <summary>
/// A window or a monitor by Windows.Graphics.Capture. Frames are announced on a thread of the system, which only raises the capture thread's own wake flag; the frames themselves
/// are taken here. The system does not say what changed, so every frame is whole. A window keeps being captured while others cover it; its menus are windows of their own.
/// </summary>
internal sealed class GraphicsCaptureSource : ITextureSource
{
    private const PixelFormat Format = PixelFormat.Bgra8;

    /// <summary>How late a stop request may be noticed.</summary>
    private const long SliceNs = 100_000_000;

    private readonly CaptureItem _item;
    private readonly WakeFlag _stop;
    private readonly WakeFlag _wake;
    private CaptureFramePool? _pool;
    private D3D11Texture? _texture;

    private GraphicsCaptureSource(D3D11Device device, CaptureItem item, CaptureMode mode, WakeFlag stop, WakeFlag wake)
    {
        (Device, _item, Mode, _stop, _wake) = (device, item, mode, stop, wake);
    }

    /// <inheritdoc/>
    public string Name => "Windows.Graphics.Capture";

    /// <inheritdoc/>
    public CaptureMode Mode { get; private set; }

    /// <inheritdoc/>
    public D3D11Device Device { get; }

    /// <inheritdoc/>
    public D3D11Texture Texture => _texture!;

    /// <inheritdoc/>
    public bool IsComplete { get; private set; }

    /// <inheritdoc/>
    public long ChangedAt => _pool?.FrameAt ?? 0;

    /// <summary>The system draws no border around what is captured.</summary>
    public bool IsBorderOff => _pool?.IsBorderOff ?? false;

    /// <summary>Opens it. Throws <see cref="OrielException"/>.</summary>
    /// <param name="system">The interface.</param>
    /// <param name="gpu">Adapters and devices.</param>
    /// <param name="options">What to capture.</param>
    /// <param name="stop">Ends every wait once raised.</param>
    /// <param name="wake">Ends one wait when raised.</param>
    public static GraphicsCaptureSource Open(GraphicsCaptureSystem system, IGpuSystem gpu, GraphicsCaptureOptions options, WakeFlag stop, WakeFlag wake)
    {
        DuplicationTarget? target = null;
        CaptureItem? item = null;
        D3D11Device? device = null;
        GraphicsCaptureSource? source = null;
        try
        {
            target = DuplicationTarget.Find(gpu, null, options.Output);
            item = OpenItem(system, options, target, wake, out var head, out var x, out var y);
            var result = gpu.TryCreateDevice(target.Adapter, out device);
            if (device is null)
            {
                throw Refused($"{target.Adapter.Name}: no device ({result})", "update the graphics driver");
            }

            var (width, height) = item.ReadSize();
            if (width <= 0 || height <= 0)
            {
                throw Refused($"{head} has no size", "restore the window if it is minimised");
            }

            source = new GraphicsCaptureSource(device, item, new CaptureMode(FrameType.Bgra, width, height, x, y, FrameRotation.None, head), stop, wake);
            source.Start(system);
            return source;
        }
        catch
        {
            source?.Release();
            item?.Dispose();
            device?.Dispose();
            throw;
        }
        finally
        {
            target?.Dispose();
        }
    }

    /// <inheritdoc/>
    public CaptureOutcome Wait(long timeoutNs, DamageList changed)
    {
        var started = Stopwatch.GetTimestamp();
        while (!_stop.IsRaised)
        {
            if (_item.IsGone || Device.RemovedReason.IsFailure)
            {
                return CaptureOutcome.Lost;
            }

            if (_pool!.TryTakeNewest(out var width, out var height))
            {
                return Take(width, height, changed);
            }

            var leftNs = timeoutNs < 0 ? SliceNs : timeoutNs - (long)Stopwatch.GetElapsedTime(started).TotalNanoseconds;
            if (leftNs <= 0)
            {
                return CaptureOutcome.Unchanged;
            }

            if (_wake.Wait(Math.Min(leftNs, SliceNs)))
            {
                // Lowered before the pool is looked at, so that a frame that comes now raises it again.
                _ = _wake.Lower();
                return _item.IsGone ? CaptureOutcome.Lost : _pool.TryTakeNewest(out width, out height) ? Take(width, height, changed) : CaptureOutcome.Unchanged;
            }
        }

        return CaptureOutcome.Lost;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Release();
        _item.Dispose();
        Device.Dispose();
    }

    private static OrielException Refused(string seen, string remedy) =>
        new(AgentErrors.GraphicsCaptureRefused, seen, "Windows 10 1903 or later, in the session of a signed-in user", remedy);

    private static CaptureItem OpenItem(GraphicsCaptureSystem system, GraphicsCaptureOptions options, DuplicationTarget target, WakeFlag wake, out string head, out int x, out int y)
    {
        HResult result;
        CaptureItem? item;
        (head, x, y) = (target.Head, target.Output.Area.Left, target.Output.Area.Top);
        if (options.Window is { } title)
        {
            var window = system.FindWindow(title);
            if (window == 0)
            {
                throw Refused($"no window has the title '{title}'", "start the program first, or correct wgc:window: the title must be exactly as it is shown");
            }

            head = title;
            _ = system.TryReadPlace(window, out x, out y);
            result = system.TryOpenWindow(window, wake, out item);
        }
        else
        {
            result = system.TryOpenMonitor(target.Output.Monitor, wake, out item);
        }

        return item ?? throw Refused(
            result.Value is HResultCodes.ClassNotRegistered or HResultCodes.NoInterface ? $"this Windows has no Windows.Graphics.Capture ({result})" : $"{head} was refused: {result}",
            "use desktop duplication; the login screen and services have no Windows.Graphics.Capture");
    }

    private void Start(GraphicsCaptureSystem system)
    {
        var result = MakeTexture(Mode.Width, Mode.Height);
        if (result.IsSuccess)
        {
            result = system.TryCreatePool(Device, _item, Format, Mode.Width, Mode.Height, _wake, out _pool);
        }

        if (result.IsSuccess)
        {
            result = _pool!.TryStart();
        }

        if (result.IsFailure)
        {
            throw Refused($"capturing {Mode} did not start: {result}", "look whether a policy forbids screen capture; use desktop duplication");
        }
    }

    private CaptureOutcome Take(int width, int height, DamageList changed)
    {
        if (width <= 0 || height <= 0 || (width == Mode.Width && height == Mode.Height))
        {
            _pool!.CopyTo(Device.Context, _texture!, Mode.Width, Mode.Height);
            _pool.GiveBack();
            changed.SetEverything();
            IsComplete = true;
            return CaptureOutcome.Changed;
        }

        // The frame is cut off or padded: the next one comes in the new size.
        IsComplete = false;
        var result = _pool!.TryResize(width, height);
        if (result.IsSuccess)
        {
            result = MakeTexture(width, height);
        }

        if (result.IsFailure)
        {
            return CaptureOutcome.Lost;
        }

        Mode = Mode with { Width = width, Height = height, ScreenWidth = width, ScreenHeight = height };
        return CaptureOutcome.ModeChanged;
    }

    private HResult MakeTexture(int width, int height)
    {
        _texture?.Dispose();
        var result = Device.TryCreateTexture(width, height, Format, TextureUse.Target, out _texture);
        return result;
    }

    private void Release()
    {
        _pool?.Dispose();
        _texture?.Dispose();
        (_pool, _texture) = (null, null);
    }
}
