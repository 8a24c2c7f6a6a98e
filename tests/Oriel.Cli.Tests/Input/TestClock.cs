namespace Oriel.Cli.Tests.Input;

/// <summary>Time that passes when told to.</summary>
internal sealed class TestClock : TimeProvider
{
    private long _ticks = TimeSpan.TicksPerHour;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => _ticks;

    public void Pass(int milliseconds) => _ticks += milliseconds * TimeSpan.TicksPerMillisecond;
}
