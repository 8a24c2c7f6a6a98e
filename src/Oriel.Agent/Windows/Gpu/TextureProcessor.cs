using Oriel.Agent.Capture;
using Oriel.Interop.Windows.D3D11;
using Oriel.Interop.Windows.Dxgi;
using Oriel.Protocol.Kvmfr;

namespace Oriel.Agent.Windows.Gpu;

/// <summary>
/// A source whose pictures are another source's, made smaller or packed to 24 bits on the GPU. What cannot be done (no compiler, no memory, a format that does not pack) is left
/// out: the pictures then pass as they are, and <see cref="Problem"/> says why.
/// </summary>
internal sealed class TextureProcessor : ITextureSource
{
    private readonly IGpuSystem _gpu;
    private readonly ITextureSource _source;
    private readonly ProcessorOptions _options;
    private readonly TextureUse _use;
    private readonly DamageMerger _merger = new();
    private readonly DamageList _theirs = new();
    private readonly DamageRect[] _scaled = new DamageRect[DamageList.Capacity];
    private ProcessorStage? _scale;
    private ProcessorStage? _pack;
    private bool _isDrawn;

    private TextureProcessor(IGpuSystem gpu, ITextureSource source, ProcessorOptions options, TextureUse use)
    {
        (_gpu, _source, _options, _use) = (gpu, source, options, use);
        Mode = source.Mode;
        Prepare();
    }

    /// <inheritdoc/>
    public string Name => _source.Name;

    /// <inheritdoc/>
    public CaptureMode Mode { get; private set; }

    /// <inheritdoc/>
    public D3D11Device Device => _source.Device;

    /// <inheritdoc/>
    public D3D11Texture Texture => (_pack ?? _scale)?.Texture ?? _source.Texture;

    /// <inheritdoc/>
    public bool IsComplete => _source.IsComplete && _isDrawn;

    /// <summary>Why something that was asked for is not done; empty = all is.</summary>
    public string Problem { get; private set; } = "";

    /// <summary>Puts a processor in front of a source when there is something for it to do.</summary>
    /// <param name="gpu">Where the compiler is.</param>
    /// <param name="source">The source; disposed with the result.</param>
    /// <param name="options">What to do.</param>
    /// <param name="use">What the picture's texture is made for besides drawing.</param>
    public static ITextureSource Wrap(IGpuSystem gpu, ITextureSource source, ProcessorOptions options, TextureUse use = TextureUse.Target) =>
        options.Downsample.Count == 0 && !options.Pack24 ? source : new TextureProcessor(gpu, source, options, use);

    /// <inheritdoc/>
    public CaptureOutcome Wait(long timeoutNs, DamageList changed)
    {
        _theirs.Clear();
        var outcome = _source.Wait(timeoutNs, _theirs);
        if (outcome == CaptureOutcome.ModeChanged)
        {
            Prepare();
        }

        if (outcome is CaptureOutcome.Changed or CaptureOutcome.ModeChanged && _source.IsComplete)
        {
            _scale?.Run();
            _pack?.Run();
            _isDrawn = true;
        }

        Tell(changed);
        return outcome;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Release();
        _source.Dispose();
    }

    private void Prepare()
    {
        Release();
        var mode = _source.Mode;
        (Mode, Problem, _isDrawn) = (mode, "", false);
        var (width, height) = DownsampleRule.Apply(_options.Downsample, mode.Width, mode.Height);
        var packs = _options.Pack24 && mode.Type is FrameType.Bgra or FrameType.Rgba;
        if ((width, height) != (mode.Width, mode.Height))
        {
            _scale = ProcessorStage.TryCreate(_gpu, Device, ProcessorShaders.Scale, _source.Texture, width, height, _source.Texture.Format, packs ? TextureUse.Target : _use, out var problem);
            Problem = problem;
            if (_scale is null)
            {
                (width, height) = (mode.Width, mode.Height);
            }
        }

        if (_options.Pack24 && packs)
        {
            _pack = ProcessorStage.TryCreate(
                _gpu, Device, ProcessorShaders.Pack, _scale?.Texture ?? _source.Texture, TextureStorage.PackedWidth(width), height, PixelFormat.Rgba8, _use, out var problem);
            Problem += problem;
        }

        Mode = mode with { Width = width, Height = height, Type = _pack is null ? mode.Type : FrameType.Bgr32 };
    }

    /// <summary>Their damage in our pixels: a scaled pixel is made of neighbours too, so a rectangle reaches one of their pixels further.</summary>
    private void Tell(DamageList changed)
    {
        if (_theirs.IsEverything || _scale is null)
        {
            _merger.Add(changed, _theirs);
            return;
        }

        var (from, count) = (_source.Mode, 0);
        foreach (ref readonly var rect in _theirs.Rects)
        {
            var (left, right) = Scale(rect.X, rect.Width, from.Width, Mode.Width);
            var (top, bottom) = Scale(rect.Y, rect.Height, from.Height, Mode.Height);
            _scaled[count++] = new DamageRect(left, top, right - left, bottom - top);
        }

        _merger.Add(changed, _scaled.AsSpan(0, count));
    }

    private static (uint Start, uint End) Scale(uint start, uint length, int from, int to)
    {
        var first = Math.Max((long)start - 1, 0) * to / from;
        var end = (((long)start + length + 1) * to + from - 1) / from;
        return ((uint)first, (uint)Math.Min(end, to));
    }

    private void Release()
    {
        _pack?.Dispose();
        _scale?.Dispose();
        (_pack, _scale) = (null, null);
    }
}
