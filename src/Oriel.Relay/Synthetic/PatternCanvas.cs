using Oriel.Memory;
using Oriel.Protocol.Kvmfr;

namespace Oriel.Relay.Synthetic;

/// <summary>
/// A picture of a <see cref="TestPattern"/> in private memory that is moved from frame to frame by redrawing only what changed. Owned by one
/// thread; allocates nothing after construction.
/// </summary>
public sealed class PatternCanvas : IDisposable
{
    private readonly PatternScene _scene = new();
    private readonly DamageList _step = new();
    private bool _drawn;

    /// <summary>Allocates the picture; nothing is drawn yet.</summary>
    public PatternCanvas(TestPattern pattern)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        Pattern = pattern;
        PitchBytes = (pattern.RowBytes + 63) & ~63u;
        Pixels = PixelBuffer.Allocate((nuint)PitchBytes * pattern.Height);
    }

    /// <summary>What is drawn.</summary>
    public TestPattern Pattern { get; }

    /// <summary>The picture; row 0 at offset 0.</summary>
    public PixelBuffer Pixels { get; }

    /// <summary>Bytes from one row to the next.</summary>
    public uint PitchBytes { get; }

    /// <summary>Number of the frame that is drawn.</summary>
    public uint Frame { get; private set; }

    /// <summary>Draws a frame. From its predecessor only the damaged parts are drawn, else all of it.</summary>
    /// <param name="frame">Frame number.</param>
    /// <param name="damage">What changed since the frame drawn before is added here.</param>
    public void Draw(uint frame, DamageList damage)
    {
        _step.Clear();
        if (_drawn && frame == unchecked(Frame + 1))
        {
            Pattern.AddDamage(frame, _step);
        }
        else
        {
            _step.SetEverything();
        }

        _scene.Compose(Pattern, frame);
        Pattern.Render(_scene, frame, Pixels, 0, PitchBytes, _step);
        damage.Add(_step);
        Frame = frame;
        _drawn = true;
    }

    /// <inheritdoc/>
    public void Dispose() => Pixels.Dispose();
}
