using System.Numerics;

namespace Oriel.Sound.Dsp;

/// <summary>
/// Resamples a stream by any ratio, which may change at any moment without a break: the position moves on by another step, nothing else happens. For one thread;
/// allocates nothing after construction.
/// </summary>
internal sealed class SincResampler
{
    private const int ChunkFrames = 128;
    private const double Unit = 4294967296.0;
    private const int FractionShift = 32 - SincKernel.PhaseBits;

    private readonly SincKernel _kernel;
    private readonly float[][] _planes;
    private readonly int _room;
    private int _filled;
    private ulong _position;
    private ulong _step;

    /// <summary>Makes one, at the nominal ratio.</summary>
    public SincResampler(int channels, int sourceHz, int targetHz)
    {
        _kernel = SincKernel.For(sourceHz, targetHz);
        NominalStep = (double)sourceHz / targetHz;

        // A chunk at the largest step that is ever set (1 % over nominal), the taps around it, and a frame for each rounding.
        _room = _kernel.Taps + (int)Math.Ceiling(ChunkFrames * NominalStep * 1.01) + 4;
        _planes = new float[channels][];
        for (var i = 0; i < channels; i++)
        {
            _planes[i] = new float[_room];
        }

        // The first frame fetched is heard with the first output frame: before it lies silence.
        _filled = (_kernel.Taps / 2) - 1;
        _step = (ulong)(NominalStep * Unit);
    }

    /// <summary>Source frames per output frame without correction.</summary>
    public double NominalStep { get; }

    /// <summary>Source frames that were fetched and lie before the ones heard now: what this adds to the delay.</summary>
    public int DelayFrames => _kernel.Taps / 2;

    /// <summary>Source frames fetched but not passed yet, with fraction; for exact levels.</summary>
    public double Pending => _filled - (_position / Unit);

    /// <summary>Sets the ratio: nominal × (1 + correction), |correction| at most 1 %.</summary>
    public void SetCorrection(double correction) => _step = (ulong)(NominalStep * (1 + Math.Clamp(correction, -0.01, 0.01)) * Unit);

    /// <summary>Writes interleaved output frames, fetching what that takes.</summary>
    public void Process(Span<float> output, IFrameSource source)
    {
        var channels = _planes.Length;
        var left = output.Length / channels;
        while (left > 0)
        {
            var frames = Math.Min(left, ChunkFrames);
            Chunk(output[..(frames * channels)], frames, source);
            output = output[(frames * channels)..];
            left -= frames;
        }
    }

    private void Chunk(Span<float> output, int frames, IFrameSource source)
    {
        var taps = _kernel.Taps;
        var need = (int)((_position + (_step * (ulong)(frames - 1))) >> 32) + taps;
        if (need > _filled)
        {
            source.Fetch(_planes, _filled, need - _filled);
            _filled = need;
        }

        var channels = _planes.Length;
        for (var channel = 0; channel < channels; channel++)
        {
            var plane = _planes[channel];
            var position = _position;
            for (var i = 0; i < frames; i++)
            {
                output[(i * channels) + channel] = At(plane, (int)(position >> 32), (uint)position);
                position += _step;
            }
        }

        // What the next chunk still needs moves to the front.
        _position += _step * (ulong)frames;
        var passed = Math.Min((int)(_position >> 32), _filled);
        foreach (var plane in _planes)
        {
            plane.AsSpan(passed, _filled - passed).CopyTo(plane);
        }

        _filled -= passed;
        _position -= (ulong)passed << 32;
    }

    private float At(float[] plane, int index, uint fraction)
    {
        var taps = _kernel.Taps;
        var phase = (int)(fraction >> FractionShift);
        var between = (fraction & ((1u << FractionShift) - 1)) * (1f / (1u << FractionShift));
        var x = plane.AsSpan(index, taps);
        var low = _kernel.Rows.AsSpan(phase * taps, taps);
        var high = _kernel.Rows.AsSpan((phase + 1) * taps, taps);
        var sum = Vector<float>.Zero;
        var slope = Vector<float>.Zero;
        for (var i = 0; i < taps; i += Vector<float>.Count)
        {
            var values = new Vector<float>(x[i..]);
            var a = new Vector<float>(low[i..]);
            sum += values * a;
            slope += values * (new Vector<float>(high[i..]) - a);
        }

        return Vector.Sum(sum) + (between * Vector.Sum(slope));
    }
}
