using System.Diagnostics;
using Oriel.Interop.Linux.Sdl;
using Oriel.Sound.Dsp;

namespace Oriel.Sound;

/// <summary>
/// What the output device calls: plays one stream, and fades it into the next when that changes. The control thread sets the stream, the device's thread plays it. One for
/// each opened device.
/// </summary>
internal sealed class OutputMixer : IAudioFill
{
    private float[] _scratch = [];
    private ElasticReader? _wanted;
    private ElasticReader? _playing;
    private ElasticReader? _leaving;
    private long _calls;

    /// <summary>Callbacks so far. Any thread.</summary>
    public long Calls => Volatile.Read(ref _calls);

    /// <summary>The stream to play. Any thread.</summary>
    public ElasticReader? Stream
    {
        get => Volatile.Read(ref _wanted);
        set => Volatile.Write(ref _wanted, value);
    }

    /// <summary>The monotonic clock of the rings, in nanoseconds.</summary>
    public static long Now => (long)(Stopwatch.GetTimestamp() * (1e9 / Stopwatch.Frequency));

    /// <summary>Room for fading between two streams. Before the device starts.</summary>
    /// <param name="samples">Samples of a callback; a larger one changes streams without a fade.</param>
    public void Prepare(int samples) => _scratch = new float[samples];

    /// <inheritdoc/>
    public void Fill(Span<float> output) => Fill(output, Now);

    /// <summary>As above, at a moment of the caller's choice.</summary>
    public void Fill(Span<float> output, long nowNs)
    {
        Volatile.Write(ref _calls, _calls + 1);
        var wanted = Volatile.Read(ref _wanted);
        if (!ReferenceEquals(wanted, _playing))
        {
            _leaving = _playing;
            _leaving?.Cut();
            _playing = wanted;
        }

        if (_playing is { } playing)
        {
            playing.Read(output, nowNs);
        }
        else
        {
            output.Clear();
        }

        if (_leaving is { } leaving)
        {
            if (!leaving.IsOver && output.Length <= _scratch.Length)
            {
                var scratch = _scratch.AsSpan(0, output.Length);
                leaving.Read(scratch, nowNs);
                for (var i = 0; i < scratch.Length; i++)
                {
                    output[i] += scratch[i];
                }
            }
            else
            {
                _leaving = null;
            }
        }
    }
}
