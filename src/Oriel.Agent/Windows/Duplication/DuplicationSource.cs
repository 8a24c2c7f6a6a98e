using System.Diagnostics;
using Oriel.Agent.Capture;
using Oriel.Agent.Windows.Gpu;
using Oriel.Interop.Windows.Com;
using Oriel.Interop.Windows.D3D11;
using Oriel.Interop.Windows.Dxgi;
using Oriel.Memory;
using Oriel.Protocol.Kvmfr;

namespace Oriel.Agent.Windows.Duplication;

/// <summary>
/// The desktop of one output by DXGI desktop duplication. Frames are copied into a texture of our own, only where the system says that something moved or changed, and given back
/// at once, so that the desktop compositor never waits for us. Losing access (a desktop switch, a full-screen program, a mode change) is mended inside <see cref="Wait"/>.
/// </summary>
internal sealed class DuplicationSource : ITextureSource
{
    /// <summary>
    /// Longest wait inside the system, which no flag of ours can end (a frame or a move of the pointer does): so often the capture thread wakes up to look whether it was
    /// called, and so late it may notice.
    /// </summary>
    public const int LongestAcquireMs = 50;

    /// <summary>The same on a screen that has been quiet for a second. What calls this thread then, the end of the session or a new wish of the desktop, is in no hurry.</summary>
    public const int QuietAcquireMs = 500;

    private static readonly long s_quietTicks = Stopwatch.Frequency;

    /// <summary>More than any driver tells; whoever tells more changed everything.</summary>
    private const int MostRects = 1024;

    private readonly IGpuSystem _gpu;
    private readonly DuplicationOptions _options;
    private readonly PointerSlot _pointer;
    private readonly WakeFlag _stop;
    private readonly WakeFlag _wake;
    private readonly DamageMerger _merger = new();
    private readonly DamageList _frameDamage = new();
    private readonly PixelRect[] _dirty = new PixelRect[MostRects];
    private readonly MoveRect[] _moves = new MoveRect[MostRects];
    private readonly DamageRect[] _clipped = new DamageRect[MostRects];
    private byte[] _shape = new byte[64 * 64 * 4];
    private DuplicationLink? _link;
    private D3D11Texture? _texture;
    private RecoveryClock _recovery;
    private long _frameAt;

    private DuplicationSource(IGpuSystem gpu, DuplicationOptions options, PointerSlot pointer, WakeFlag stop, WakeFlag wake, DuplicationLink link)
    {
        (_gpu, _options, _pointer, _stop, _wake, _link) = (gpu, options, pointer, stop, wake, link);
        Device = link.Device;
        Mode = link.Mode;
    }

    /// <inheritdoc/>
    public string Name => "DXGI desktop duplication";

    /// <inheritdoc/>
    public CaptureMode Mode { get; private set; }

    /// <inheritdoc/>
    public D3D11Device Device { get; }

    /// <inheritdoc/>
    public D3D11Texture Texture => _texture!;

    /// <inheritdoc/>
    public bool IsComplete { get; private set; }

    /// <inheritdoc/>
    public long ChangedAt { get; private set; }

    /// <summary>Frames in which the system blackened protected content.</summary>
    public long MaskedFrames { get; private set; }

    /// <summary>Times access was lost and regained.</summary>
    public long Recoveries { get; private set; }

    /// <summary>Refresh rate of the output, thousandths of a hertz; 0 = not known.</summary>
    public long RefreshMilliHz => _link?.Duplication.Description.RefreshMilliHz ?? 0;

    /// <summary>Finds the output, makes a device on its adapter and starts duplicating. Throws <see cref="OrielException"/>.</summary>
    /// <param name="gpu">Adapters and devices.</param>
    /// <param name="options">Which output, and how.</param>
    /// <param name="pointer">Told about the pointer.</param>
    /// <param name="stop">Ends every wait once raised.</param>
    /// <param name="wake">Ends one wait when raised.</param>
    public static DuplicationSource Open(IGpuSystem gpu, DuplicationOptions options, PointerSlot pointer, WakeFlag stop, WakeFlag wake)
    {
        var link = DuplicationLink.Open(gpu, options);
        var source = new DuplicationSource(gpu, options, pointer, stop, wake, link);
        var result = source.MakeTexture();
        if (result.IsSuccess)
        {
            return source;
        }

        source.Dispose();
        throw new OrielException(AgentErrors.GpuRefused, $"{result} for a texture of {link.Mode}", "memory on the GPU for one picture", "close programs that fill the GPU's memory, or choose a smaller mode");
    }

    /// <inheritdoc/>
    public CaptureOutcome Wait(long timeoutNs, DamageList changed)
    {
        var started = Stopwatch.GetTimestamp();
        while (!_stop.IsRaised)
        {
            var leftNs = timeoutNs < 0 ? long.MaxValue : timeoutNs - (long)Stopwatch.GetElapsedTime(started).TotalNanoseconds;
            var longestMs = IsComplete && Stopwatch.GetTimestamp() - _frameAt > s_quietTicks ? QuietAcquireMs : LongestAcquireMs;
            var sliceMs = IsComplete ? (int)Math.Clamp((leftNs + 999_999) / 1_000_000, 0, longestMs) : longestMs;
            var outcome = _link is null ? Recover(sliceMs) : Look((uint)sliceMs, changed);
            if (outcome != CaptureOutcome.Unchanged)
            {
                return outcome;
            }

            if (_wake.Lower() || leftNs <= sliceMs * 1_000_000L)
            {
                return CaptureOutcome.Unchanged;
            }
        }

        return CaptureOutcome.Lost;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _link?.Dispose();
        _texture?.Dispose();
        Device.Dispose();
    }

    private CaptureOutcome Look(uint timeoutMs, DamageList changed)
    {
        var duplication = _link!.Duplication;
        var result = duplication.Acquire(timeoutMs, out var frame);
        if (result.IsFailure)
        {
            return result == HResultCodes.WaitTimeout ? CaptureOutcome.Unchanged : Failed(result);
        }

        _frameAt = Stopwatch.GetTimestamp();
        var outcome = CaptureOutcome.Unchanged;
        var taken = TakePointer(duplication, frame);
        if (taken.IsSuccess && frame.HasImage)
        {
            taken = TakeImage(duplication, frame, changed, out outcome);
        }

        var released = duplication.ReleaseFrame();
        if (taken.IsFailure || released.IsFailure)
        {
            // What was copied before the failure may not have been told: the next picture is a whole one.
            return Failed(taken.IsFailure ? taken : released);
        }

        if (Device.RemovedReason.IsFailure)
        {
            return CaptureOutcome.Lost;
        }

        return outcome;
    }

    private HResult TakePointer(DxgiOutputDuplication duplication, in DuplicatedFrame frame)
    {
        if (frame.PointerShapeBytes > 0)
        {
            if (frame.PointerShapeBytes > _shape.Length)
            {
                // Larger than any shape before: rare, and at most once per size.
                _shape = new byte[frame.PointerShapeBytes];
            }

            var result = duplication.ReadPointerShape(_shape, out var shape, out var bytes);
            if (result.IsFailure && result != HResultCodes.MoreData)
            {
                return result;
            }

            if (result.IsSuccess)
            {
                _pointer.PostShape(shape, _shape.AsSpan(0, Math.Min(bytes, _shape.Length)));
            }
        }

        if (frame.HasPointer)
        {
            _pointer.PostPlace(Mode.OriginX + frame.PointerX, Mode.OriginY + frame.PointerY, frame.PointerVisible);
        }

        return HResultCodes.Ok;
    }

    private HResult TakeImage(DxgiOutputDuplication duplication, in DuplicatedFrame frame, DamageList changed, out CaptureOutcome outcome)
    {
        outcome = CaptureOutcome.Unchanged;
        ChangedAt = frame.PresentedAt;
        MaskedFrames += frame.IsMasked ? 1 : 0;
        var isOtherMode = frame.Width != _texture!.Width || frame.Height != _texture.Height || frame.Format != _texture.Format;
        if (isOtherMode)
        {
            // The texture is the truth: some drivers change it a frame before access is lost, and an enumeration may be older than the mode.
            Mode = _link!.ModeOf(frame.Width, frame.Height, frame.Format);
            var made = Mode.Type == FrameType.Invalid ? HResultCodes.Unsupported : MakeTexture(frame.Width, frame.Height, frame.Format);
            if (made.IsFailure)
            {
                return made;
            }
        }

        if (!IsComplete || isOtherMode || _options.DisableDamage || frame.MetadataBytes == 0)
        {
            Device.Context.CopyFrame(_texture, duplication);
            changed.SetEverything();
            IsComplete = true;
            outcome = isOtherMode ? CaptureOutcome.ModeChanged : CaptureOutcome.Changed;
            return HResultCodes.Ok;
        }

        var result = ReadDamage(duplication);
        if (result.IsFailure)
        {
            return result;
        }

        if (_frameDamage.IsEverything)
        {
            Device.Context.CopyFrame(_texture, duplication);
        }
        else
        {
            foreach (ref readonly var rect in _frameDamage.Rects)
            {
                var area = new PixelRect((int)rect.X, (int)rect.Y, (int)(rect.X + rect.Width), (int)(rect.Y + rect.Height));
                Device.Context.CopyFrame(_texture, duplication, area);
            }
        }

        if (!_frameDamage.IsEmpty)
        {
            _merger.Add(changed, _frameDamage);
            outcome = CaptureOutcome.Changed;
        }

        return HResultCodes.Ok;
    }

    /// <summary>
    /// What the frame changed: where pixels moved to, then what is new, in the documented order. The frame is the whole desktop with all of it done already, so both kinds are copied
    /// from there: moving pixels within our own texture would take two copies each, and the order of overlapping ones would matter.
    /// </summary>
    private HResult ReadDamage(DxgiOutputDuplication duplication)
    {
        _frameDamage.Clear();
        var result = duplication.ReadMoveRects(_moves, out var moves);
        var dirty = 0;
        if (result.IsSuccess)
        {
            result = duplication.ReadDirtyRects(_dirty, out dirty);
        }

        if (result == HResultCodes.MoreData)
        {
            _frameDamage.SetEverything();
            return HResultCodes.Ok;
        }

        if (result.IsFailure)
        {
            return result;
        }

        var count = 0;
        for (var i = 0; i < moves; i++)
        {
            Clip(_moves[i].Destination, ref count);
        }

        _merger.Add(_frameDamage, _clipped.AsSpan(0, count));
        count = 0;
        for (var i = 0; i < dirty; i++)
        {
            Clip(_dirty[i], ref count);
        }

        _merger.Add(_frameDamage, _clipped.AsSpan(0, count));
        return HResultCodes.Ok;
    }

    private void Clip(in PixelRect rect, ref int count)
    {
        var (left, top) = (Math.Max(rect.Left, 0), Math.Max(rect.Top, 0));
        var (right, bottom) = (Math.Min(rect.Right, Mode.Width), Math.Min(rect.Bottom, Mode.Height));
        if (right > left && bottom > top)
        {
            _clipped[count++] = new DamageRect((uint)left, (uint)top, (uint)(right - left), (uint)(bottom - top));
        }
    }

    /// <summary>Gives the duplication up; what to do next depends on why.</summary>
    private CaptureOutcome Failed(HResult result)
    {
        _link?.Dispose();
        _link = null;
        IsComplete = false;
        if (result.IsDeviceLost || Device.RemovedReason.IsFailure)
        {
            return CaptureOutcome.Lost;
        }

        _recovery.Begin();
        return CaptureOutcome.Unchanged;
    }

    /// <summary>Tries to duplicate again, on whatever desktop has the input now. The picture stays as it was meanwhile.</summary>
    private CaptureOutcome Recover(int patienceMs)
    {
        if (!_recovery.IsDue)
        {
            _ = _stop.Wait(Math.Min(_recovery.NanosecondsUntilDue, Math.Max(patienceMs, 1) * 1_000_000L));
            return CaptureOutcome.Unchanged;
        }

        if (_recovery.IsHopeless || Device.RemovedReason.IsFailure)
        {
            return CaptureOutcome.Lost;
        }

        if (!DuplicationLink.TryReopen(_gpu, _options, Device, out _link))
        {
            // Opening anew says why in words, and may choose another way of capturing.
            return CaptureOutcome.Lost;
        }

        if (_link is null)
        {
            _recovery.Fail();
            return CaptureOutcome.Unchanged;
        }

        Recoveries++;
        if (_link.Mode == Mode)
        {
            return CaptureOutcome.Unchanged;
        }

        Mode = _link.Mode;
        return MakeTexture().IsSuccess ? CaptureOutcome.ModeChanged : CaptureOutcome.Lost;
    }

    private HResult MakeTexture() => MakeTexture(_link!.Mode.Width, _link.Mode.Height, _link.Format);

    private HResult MakeTexture(int width, int height, PixelFormat format)
    {
        _texture?.Dispose();
        IsComplete = false;
        return Device.TryCreateTexture(width, height, format, _options.TextureUse, out _texture);
    }
}
