using Oriel.Relay.Consumer;

namespace Oriel.Relay.Tests.Consumer;

/// <summary>
/// The pace in virtual time: frames and cursor messages come when the test says, looks and sleeps cost what they cost on a machine (2 us a look, 7 us a sleep with its two switches, sleeps that
/// end late). What comes out are the same on every machine: how late things were seen and what part of a core it took.
/// </summary>
internal sealed class PaceSimulation
{
    private const int LookUs = 2;
    private const int SleepUs = 7;
    private const int FrameUs = 30;

    private readonly PollPace _pace = new(new FeedOptions { Source = "" });
    private readonly Random _random;
    private readonly int _latenessUs;
    private readonly bool _maySpin;

    public PaceSimulation(int seed, int latenessUs = 20, bool maySpin = true)
    {
        _random = new Random(seed);
        _latenessUs = latenessUs;
        _maySpin = maySpin;
    }

    public List<double> FrameDelaysUs { get; } = [];

    public List<double> CursorDelaysUs { get; } = [];

    public double Core { get; private set; }

    public double SpunCore { get; private set; }

    public double LooksPerSecond { get; private set; }

    public long LongestSpin { get; private set; }

    public long Predicted { get; private set; }

    public PollPace Pace => _pace;

    /// <summary>A steady picture: frames every period, each off by a normal deviation.</summary>
    public static List<long> Steady(Random random, double hz, double seconds, double jitterUs, double lost = 0)
    {
        var frames = new List<long>();
        for (var i = 1; i < hz * seconds; i++)
        {
            if (random.NextDouble() >= lost)
            {
                frames.Add((long)((i * 1e9 / hz) + (Normal(random) * jitterUs * 1000)));
            }
        }

        frames.Sort();
        return frames;
    }

    public static double Normal(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    public static double At(List<double> values, double quantile)
    {
        var sorted = values.Order().ToList();
        return sorted.Count == 0 ? double.NaN : sorted[Math.Min(sorted.Count - 1, (int)(sorted.Count * quantile))];
    }

    /// <summary>Runs for so many seconds; delays count from <paramref name="warmUp"/> on.</summary>
    public PaceSimulation Run(List<long> frames, List<long> cursors, double seconds, double warmUp = 1)
    {
        var (end, counted) = ((long)(seconds * 1e9), (long)(warmUp * 1e9));
        long now = 1, before = 0, cpu = 0, spunTotal = 0, looks = 0;
        var (frame, cursor) = (0, 0);
        while (now < end)
        {
            var started = now;
            looks += started > counted ? 1 : 0;
            var hadFrame = Take(frames, ref frame, started, counted, FrameDelaysUs);
            var hadCursor = Take(cursors, ref cursor, started, counted, CursorDelaysUs);
            var ended = started + HostClock.Us(LookUs + (hadFrame ? FrameUs : 0));
            var used = ended - started;
            if (hadFrame && _pace.SawFrame(before, started, ended) && started > counted)
            {
                Predicted++;
            }

            if (hadCursor)
            {
                _pace.SawCursor(started);
            }

            var next = _pace.Next(started, ended, hadFrame || hadCursor, _maySpin, out var spinUntil);
            if (spinUntil != 0)
            {
                var first = Math.Min(frame < frames.Count ? frames[frame] : long.MaxValue, cursor < cursors.Count ? cursors[cursor] : long.MaxValue);
                now = Math.Max(ended, Math.Min(spinUntil, first)) + 1000;
                before = now - 1000;
                _pace.Spun(now - ended);
                LongestSpin = Math.Max(LongestSpin, now - ended);
                used += now - ended;
                spunTotal += started > counted ? now - ended : 0;
            }
            else
            {
                before = ended;
                var late = (long)(-Math.Log(1 - _random.NextDouble()) * _latenessUs * 1000);
                now = Math.Max(next, ended) + late;
                _pace.Overslept(late);
                used += HostClock.Us(SleepUs);
            }

            cpu += started > counted ? used : 0;
        }

        Core = (double)cpu / (end - counted);
        SpunCore = (double)spunTotal / (end - counted);
        LooksPerSecond = looks / (seconds - warmUp);
        return this;
    }

    public override string ToString() =>
        $"frames p50 {At(FrameDelaysUs, 0.5):0} p95 {At(FrameDelaysUs, 0.95):0} us, cursor p50 {At(CursorDelaysUs, 0.5):0} p99 {At(CursorDelaysUs, 0.99):0} us, {Core:P2} of a core ({SpunCore:P2} spun), "
        + $"{LooksPerSecond:0} looks/s, {Predicted} of {FrameDelaysUs.Count} predicted, period {_pace.Cadence.Period / 1e6:0.00} ms, spread {_pace.Cadence.Spread / 1e3:0} us";

    private static bool Take(List<long> events, ref int at, long now, long counted, List<double> delays)
    {
        var had = false;
        while (at < events.Count && events[at] <= now)
        {
            had = true;
            if (now > counted)
            {
                delays.Add((now - events[at]) / 1000.0);
            }

            at++;
        }

        return had;
    }
}
