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
    // A device that was just opened fills its buffers in gulps and then takes nothing for a while: it gets silence until it takes an even stream.
    private const long SettleNs = 80_000_000;

    private float[] _scratch = [];
    private long _firstNs = long.MinValue;
    private int _quiet = 1;
    private ElasticReader? _wanted;
    private ElasticReader? _playing;
    private ElasticReader? _leaving;
    private long _calls;

    /// <summary>Callbacks so far. Any thread.</summary>
    public long Calls => Volatile.Read(ref _calls);

    /// <summary>Nothing is played, and nothing is fading out any more. Any thread.</summary>
    public bool IsQuiet => Volatile.Read(ref _quiet) != 0;

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
        if (_firstNs == long.MinValue)
        {
            _firstNs = nowNs;
        }

        var wanted = nowNs - _firstNs < SettleNs ? null : Volatile.Read(ref _wanted);
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

        Volatile.Write(ref _quiet, _playing is null && _leaving is null ? 1 : 0);
    }
}
