namespace Oriel.Testing;

/// <summary>Finds what does not belong to a sine: each sample is predicted from the two before it (x₂ = 2·cos ω·x₁ − x₀); a click, a gap or a jump is a sample that surprises.</summary>
public static class Waveform
{
    /// <summary>Largest surprise, as a fraction of full scale, and where it is.</summary>
    public static (double Largest, int At) Surprise(ReadOnlySpan<float> samples, double hertz, double rate)
    {
        var factor = 2 * Math.Cos(2 * Math.PI * hertz / rate);
        var (largest, at) = (0.0, 0);
        for (var i = 2; i < samples.Length; i++)
        {
            var surprise = Math.Abs(samples[i] - (factor * samples[i - 1]) + samples[i - 2]);
            if (surprise > largest)
            {
                (largest, at) = (surprise, i);
            }
        }

        return (largest, at);
    }

    /// <summary>First and one past the last sample louder than a threshold.</summary>
    public static (int First, int End) Extent(ReadOnlySpan<float> samples, double threshold)
    {
        var first = 0;
        while (first < samples.Length && Math.Abs(samples[first]) <= threshold)
        {
            first++;
        }

        var end = samples.Length;
        while (end > first && Math.Abs(samples[end - 1]) <= threshold)
        {
            end--;
        }

        return (first, end);
    }
}
