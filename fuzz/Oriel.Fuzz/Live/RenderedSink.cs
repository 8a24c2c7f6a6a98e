using Oriel.Display;
using Oriel.Protocol.Kvmfr;
using Oriel.Relay.Consumer;
using Oriel.Relay.Synthetic;

namespace Oriel.Fuzz.Live;

/// <summary>
/// The renderer as the victim: what the feed delivers goes through upload ring, textures and shaders off-screen, and the picture that comes out is read back and compared.
/// The cursor is uploaded but not drawn: a hostile one may show what it wants.
/// </summary>
public sealed class RenderedSink : IPictureWitness
{
    private static readonly TimeSpan s_capturePatience = TimeSpan.FromSeconds(5);

    private readonly TestPattern _expected;
    private readonly PatternVerifier _verifier = new();
    private readonly RenderLoop _loop;
    private readonly IFrameSink _sink;
    private long _good, _wrong, _other, _run;
    private uint _lastGood;
    private PatternCheck _lastWrong;
    private bool _isSilent;

    /// <summary>Starts the renderer.</summary>
    public RenderedSink(TestPattern expected)
    {
        _expected = expected;
        _loop = new RenderLoop(new RenderOptions { Settings = new ViewSettings { ShowCursor = false } }, surface: null);
        _loop.Start();
        _sink = _loop.Sink;
    }

    /// <inheritdoc/>
    public long Good => Volatile.Read(ref _good);

    /// <inheritdoc/>
    public long Wrong => Volatile.Read(ref _wrong);

    /// <inheritdoc/>
    public long Other => Volatile.Read(ref _other);

    /// <inheritdoc/>
    public long GoodRun => Volatile.Read(ref _run);

    /// <inheritdoc/>
    public uint LastGood => Volatile.Read(ref _lastGood);

    /// <inheritdoc/>
    public Action<RelayStatus>? StatusChanged { get; set; }

    /// <inheritdoc/>
    public void Look()
    {
        using var limit = new CancellationTokenSource(s_capturePatience);
        CapturedPicture picture;
        try
        {
            picture = _loop.CaptureAsync(limit.Token).GetAwaiter().GetResult();
        }
        catch (OperationCanceledException)
        {
            // The render thread hangs or ended: no picture, which is what the caller looks for.
            _isSilent = true;
            Volatile.Write(ref _run, 0);
            return;
        }

        _isSilent = false;
        if (picture.Width != _expected.Width || picture.Height != _expected.Height)
        {
            _other++;
            Volatile.Write(ref _run, 0);
            return;
        }

        var check = _verifier.Verify(FrameType.Rgb24, _expected.Width, _expected.Height, _expected.Height, picture.Rgb, _expected.Width * 3);
        if (!check.Ok)
        {
            _lastWrong = check;
            _wrong++;
            Volatile.Write(ref _run, 0);
            return;
        }

        // The same picture twice is one picture.
        if (_good == 0 || check.Tag.Frame != _lastGood)
        {
            Volatile.Write(ref _lastGood, check.Tag.Frame);
            Volatile.Write(ref _good, _good + 1);
            Volatile.Write(ref _run, _run + 1);
        }
    }

    /// <inheritdoc/>
    public string Describe() => _isSilent ? $"the renderer gave no picture within {s_capturePatience.TotalSeconds} s" : _lastWrong.ToString();

    /// <inheritdoc/>
    public bool TryLend(in FrameHeader frame, out FrameSlot? slot) => _sink.TryLend(in frame, out slot);

    /// <inheritdoc/>
    public void Publish(FrameSlot slot, in FrameHeader frame, DamageList damage, in FrameTimes times) => _sink.Publish(slot, in frame, damage, in times);

    /// <inheritdoc/>
    public void Abandon(FrameSlot slot) => _sink.Abandon(slot);

    /// <inheritdoc/>
    public void UpdateCursor(in CursorUpdate cursor, ReadOnlySpan<byte> shape) => _sink.UpdateCursor(in cursor, shape);

    /// <inheritdoc/>
    public void UpdateStatus(RelayStatus status)
    {
        _sink.UpdateStatus(status);
        StatusChanged?.Invoke(status);
    }

    /// <inheritdoc/>
    public void Dispose() => _loop.Dispose();
}
