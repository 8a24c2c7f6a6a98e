namespace Oriel.Bench;

/// <summary>Nanoseconds of several rounds.</summary>
internal sealed class Times(int rounds)
{
    private readonly long[] _values = new long[rounds];

    public double Median => At(0.5);

    public double Quartile => At(0.25);

    public double ThirdQuartile => At(0.75);

    public double Best => At(0);

    public void Set(int round, long nanoseconds) => _values[round] = nanoseconds;

    private double At(double part)
    {
        var sorted = _values.Order().ToArray();
        return sorted[Math.Min(sorted.Length - 1, (int)(sorted.Length * part))];
    }
}
