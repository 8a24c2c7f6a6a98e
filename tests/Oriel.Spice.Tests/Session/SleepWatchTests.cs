using Oriel.Spice.Session;
using Oriel.Spice.Tests.Transcripts;

namespace Oriel.Spice.Tests.Session;

public sealed class SleepWatchTests
{
    private readonly ManualTime _time = new();

    [Fact]
    public void A_sleep_is_remembered_for_a_minute()
    {
        using var watch = new SleepWatch(_time);
        _time.Advance(3600);
        Assert.False(watch.HasJustSlept);
        _time.Sleep(30);
        Assert.True(watch.HasJustSlept);
        _time.Advance(59);
        Assert.True(watch.HasJustSlept);
        _time.Advance(2);
        Assert.False(watch.HasJustSlept);
    }

    [Fact]
    public void A_corrected_wall_clock_is_no_sleep()
    {
        using var watch = new SleepWatch(_time);
        _time.Sleep(9);
        Assert.False(watch.HasJustSlept);
        _time.Sleep(-3600);
        Assert.False(watch.HasJustSlept);
        _time.Advance(10);
        Assert.False(watch.HasJustSlept);
    }
}
