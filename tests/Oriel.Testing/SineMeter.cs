namespace Oriel.Testing;

/// <summary>Measures how much of a signal is one sine, and what its frequency is.</summary>
public static class SineMeter
{
    /// <summary>Fits amplitude, phase and offset of a sine of known frequency (least squares) and compares the power of the sine with that of all the rest (THD + N).</summary>
    /// <returns>Decibels; larger is cleaner.</returns>
    public static double SignalToRest(ReadOnlySpan<float> signal, double hertz, double rate, out double amplitude)
    {
        // Normal equations of a·sin + b·cos + c.
        var m = new double[3, 4];
        for (var n = 0; n < signal.Length; n++)
        {
            var phase = 2 * Math.PI * hertz * n / rate;
            Span<double> basis = [Math.Sin(phase), Math.Cos(phase), 1];
            for (var r = 0; r < 3; r++)
            {
                for (var c = 0; c < 3; c++)
                {
                    m[r, c] += basis[r] * basis[c];
                }

                m[r, 3] += basis[r] * signal[n];
            }
        }

        Solve(m);
        var (a, b, offset) = (m[0, 3], m[1, 3], m[2, 3]);
        double rest = 0;
        for (var n = 0; n < signal.Length; n++)
        {
            var phase = 2 * Math.PI * hertz * n / rate;
            var e = signal[n] - (a * Math.Sin(phase)) - (b * Math.Cos(phase)) - offset;
            rest += e * e;
        }

        amplitude = Math.Sqrt((a * a) + (b * b));
        return 10 * Math.Log10(amplitude * amplitude / 2 / (rest / signal.Length));
    }

    /// <summary>
    /// Frequency of a clean sine over a piece of it: how far its phase turned between two windows, first close together, where the answer is coarse but cannot be a whole turn off, then
    /// farther and farther apart. It must be within a few hertz of the expected one.
    /// </summary>
    public static double Frequency(ReadOnlySpan<float> signal, double expected, double rate)
    {
        var window = Math.Min(signal.Length / 2, (int)(rate / 10));
        var farthest = signal.Length - window;
        var estimate = expected;
        for (var distance = Math.Min(farthest, Math.Max(1, window / 4)); ; distance = Math.Min(farthest, 2 * distance))
        {
            var turned = Phase(signal.Slice(distance, window), estimate, rate) - Phase(signal[..window], estimate, rate);

            // The second window's phase is relative to its own start.
            var error = Math.IEEERemainder(turned - (2 * Math.PI * estimate * distance / rate), 2 * Math.PI);
            estimate += error * rate / (2 * Math.PI * distance);
            if (distance == farthest)
            {
                return estimate;
            }
        }
    }

    private static double Phase(ReadOnlySpan<float> signal, double hertz, double rate)
    {
        double re = 0, im = 0;
        for (var n = 0; n < signal.Length; n++)
        {
            var w = 0.5 - (0.5 * Math.Cos(2 * Math.PI * n / signal.Length));
            var phase = 2 * Math.PI * hertz * n / rate;
            re += w * signal[n] * Math.Cos(phase);
            im -= w * signal[n] * Math.Sin(phase);
        }

        return Math.Atan2(im, re);
    }

    private static void Solve(double[,] m)
    {
        for (var i = 0; i < 3; i++)
        {
            var pivot = m[i, i];
            for (var c = i; c < 4; c++)
            {
                m[i, c] /= pivot;
            }

            for (var r = 0; r < 3; r++)
            {
                if (r != i)
                {
                    var factor = m[r, i];
                    for (var c = i; c < 4; c++)
                    {
                        m[r, c] -= factor * m[i, c];
                    }
                }
            }
        }
    }
}
