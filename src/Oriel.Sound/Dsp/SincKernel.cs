using System.Collections.Concurrent;

namespace Oriel.Sound.Dsp;

/// <summary>
/// Coefficients of a band-limited interpolator: a sinc under a Kaiser window, tabulated at <see cref="Phases"/> positions between two source frames. Between tabulated
/// positions the resampler interpolates linearly, which at this density errs below −100 dB. At equal rates the table's first row is exactly one and zeros: an
/// undisturbed stream passes bit by bit. Immutable, shared.
/// </summary>
internal sealed class SincKernel
{
    /// <summary>log2 of <see cref="Phases"/>.</summary>
    public const int PhaseBits = 9;

    /// <summary>Positions per source frame.</summary>
    public const int Phases = 1 << PhaseBits;

    // Side lobes 100 dB down: 0.1102 × (100 − 8.7).
    private const double Beta = 10.06;
    private const int TapsAtEqualRates = 64;

    private static readonly ConcurrentDictionary<(int Source, int Target), SincKernel> s_known = new();

    private SincKernel(int sourceHz, int targetHz)
    {
        // To a lower rate the band has to end at the target's, so the impulse response becomes longer in source frames.
        var cutoff = Math.Min(1.0, (double)targetHz / sourceHz);
        Taps = (int)Math.Ceiling(TapsAtEqualRates / cutoff / 8) * 8;
        Rows = new float[(Phases + 1) * Taps];
        var centre = (Taps / 2) - 1;
        Span<double> row = Taps <= 2048 ? stackalloc double[Taps] : new double[Taps];
        for (var phase = 0; phase <= Phases; phase++)
        {
            var sum = 0.0;
            for (var tap = 0; tap < Taps; tap++)
            {
                var x = tap - centre - ((double)phase / Phases);
                row[tap] = Sinc(x, cutoff) * Kaiser(x / (Taps / 2));
                sum += row[tap];
            }

            // Each row passes a constant unchanged; otherwise the position would modulate it.
            for (var tap = 0; tap < Taps; tap++)
            {
                Rows[(phase * Taps) + tap] = (float)(row[tap] / sum);
            }
        }
    }

    /// <summary>Source frames one output frame is made of; a multiple of 8.</summary>
    public int Taps { get; }

    /// <summary>(Phases + 1) rows of <see cref="Taps"/>: row p is for a position p / Phases behind tap Taps/2 − 1.</summary>
    public float[] Rows { get; }

    /// <summary>The kernel for a pair of rates.</summary>
    public static SincKernel For(int sourceHz, int targetHz)
    {
        // To a higher rate all sources share one table. The others are few in practice; a hostile source of rates must not collect tables.
        var key = sourceHz <= targetHz ? (1, 1) : (sourceHz, targetHz);
        if (s_known.TryGetValue(key, out var kernel))
        {
            return kernel;
        }

        kernel = new SincKernel(key.Item1, key.Item2);
        if (s_known.Count < 8)
        {
            _ = s_known.TryAdd(key, kernel);
        }

        return kernel;
    }

    private static double Sinc(double x, double cutoff)
    {
        var y = x * cutoff;
        if (y == 0)
        {
            return cutoff;
        }

        // sin(πn) is not exactly zero in floating point; the row for position 0 has to be.
        return y == Math.Floor(y) ? 0 : cutoff * Math.Sin(Math.PI * y) / (Math.PI * y);
    }

    private static double Kaiser(double x) => Math.Abs(x) >= 1 ? 0 : BesselI0(Beta * Math.Sqrt(1 - (x * x))) / BesselI0(Beta);

    private static double BesselI0(double x)
    {
        double sum = 1, term = 1;
        for (var k = 1; term > sum * 1e-17; k++)
        {
            term *= x * x / (4.0 * k * k);
            sum += term;
        }

        return sum;
    }
}
