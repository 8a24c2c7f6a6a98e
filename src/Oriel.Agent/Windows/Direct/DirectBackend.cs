using Oriel.Agent.Capture;
using Oriel.Agent.Windows.Gpu;
using Oriel.Protocol.Kvmfr;

namespace Oriel.Agent.Windows.Direct;

/// <summary>
/// Delivers any texture source by letting the GPU write the stale rectangles of a frame straight into the region. Made by <see cref="DirectCapture"/> after a trial. A copy that
/// fails or does not end in time ends the backend, which then reports itself lost. Capture thread, except for the images' fillers.
/// </summary>
internal sealed class DirectBackend : ICaptureBackend
{
    private const int MostNameLetters = 31;

    private readonly ITextureSource _source;
    private readonly DirectLink _link;
    private readonly bool _trackDamage;
    private readonly Action<string> _onBroken;

    /// <summary>Takes source and link over.</summary>
    /// <param name="source">What is captured.</param>
    /// <param name="link">The way into the region.</param>
    /// <param name="trackDamage">Copy only what changed.</param>
    /// <param name="onBroken">Told why when it ends by itself.</param>
    public DirectBackend(ITextureSource source, DirectLink link, bool trackDamage, Action<string> onBroken)
    {
        _source = source;
        _link = link;
        _trackDamage = trackDamage;
        _onBroken = onBroken;
        var name = $"{source.Name} direct";
        Name = name.Length <= MostNameLetters ? name : name[..MostNameLetters];
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public CaptureMode Mode => _source.Mode;

    /// <inheritdoc/>
    public long ChangedAt => _source.ChangedAt;

    /// <inheritdoc/>
    public CaptureImage? TryCreateImage()
    {
        var texture = _source.Texture;
        var result = DirectMemory.TryCreate(_link, texture.Width, texture.Height, texture.Format, out var memory);
        if (memory is not null)
        {
            return new CaptureImage(memory, Mode);
        }

        if (!result.IsDeviceLost)
        {
            _onBroken($"a shared texture of {texture.Width}x{texture.Height} was refused: {result}");
        }

        return null;
    }

    /// <inheritdoc/>
    public CaptureOutcome Wait(long timeoutNs, DamageList changed)
    {
        if (_link.Problem is { } problem)
        {
            _onBroken(problem);
            return CaptureOutcome.Lost;
        }

        var outcome = _source.Wait(timeoutNs, changed);
        if (outcome == CaptureOutcome.Changed && !_trackDamage)
        {
            changed.SetEverything();
        }

        return outcome;
    }

    /// <inheritdoc/>
    public CaptureOutcome Capture(CaptureImage image, DamageList what)
    {
        if (!_source.IsComplete)
        {
            // Nothing to show yet; whoever asked for the whole picture goes on asking.
            return CaptureOutcome.Unchanged;
        }

        var memory = (DirectMemory)image.Memory;
        var (context, texture) = (_link.Source.Context, _source.Texture);
        TextureStorage.Copy(context, memory.Texture, texture, Mode.Type, what);

        var result = _link.SignalCaptured(out var mark);
        memory.CapturedMark = mark;
        return result.IsSuccess ? CaptureOutcome.Changed : CaptureOutcome.Lost;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _link.Dispose();
        _source.Dispose();
    }
}
