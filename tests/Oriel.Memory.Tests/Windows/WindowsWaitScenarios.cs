using System.Diagnostics;

namespace Oriel.Memory.Tests.Windows;

/// <summary>Waits on Windows. Explicit: run by <see cref="WineTests"/> under Wine; on a Windows machine with "-explicit on".</summary>
public sealed class WindowsWaitScenarios
{
    [Fact(Explicit = true)]
    public void A_flag_stays_up_until_it_is_lowered()
    {
        using var flag = new WakeFlag();
        Assert.False(flag.IsRaised || flag.Lower());
        flag.Raise();
        flag.Raise();
        Assert.True(flag.IsRaised && flag.Wait(-1) && flag.Wait(0) && flag.Wait(1_000_000_000));
        Assert.True(flag.Lower());
        Assert.False(flag.Lower() || flag.IsRaised);
    }

    [Theory(Explicit = true)]
    [InlineData(100_000)]
    [InlineData(2_500_000)]
    [InlineData(30_000_000)]
    public void A_wait_without_signal_lasts_its_time_and_not_a_tick_of_the_system(long timeoutNs)
    {
        using var flag = new WakeFlag();
        var shortest = long.MaxValue;
        for (var i = 0; i < 20; i++)
        {
            var started = Stopwatch.GetTimestamp();
            Assert.False(flag.Wait(timeoutNs));
            shortest = Math.Min(shortest, MonotonicWait.ToNanoseconds(Stopwatch.GetTimestamp() - started));
        }

        // Timers are set in steps of 100 ns; an ordinary time-out would end up to 15.6 ms late.
        Assert.InRange(shortest, timeoutNs - 200_000, timeoutNs + 5_000_000);
    }

    [Fact(Explicit = true)]
    public void Another_thread_ends_a_wait_of_any_length()
    {
        using var there = new WakeFlag();
        using var back = new WakeFlag();
        var echo = new Thread(() =>
        {
            for (var i = 0; i < 500; i++)
            {
                Assert.True(there.Wait(i % 2 == 0 ? -1 : 20_000_000_000));
                Assert.True(there.Lower());
                back.Raise();
            }
        });
        echo.Start();
        var started = Stopwatch.GetTimestamp();
        for (var i = 0; i < 500; i++)
        {
            there.Raise();
            Assert.True(back.Wait(20_000_000_000));
            Assert.True(back.Lower());
        }

        echo.Join();
        Assert.InRange(Stopwatch.GetElapsedTime(started).TotalSeconds, 0, 15);
    }

    [Fact(Explicit = true)]
    public void Waiting_allocates_nothing()
    {
        using var flag = new WakeFlag();
        for (var i = 0; i < 100; i++)
        {
            Round();
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 500; i++)
        {
            Round();
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void Round()
        {
            flag.Raise();
            flag.Wait(1_000_000_000);
            flag.Lower();
            flag.Wait(10_000);
            MonotonicWait.Until(Stopwatch.GetTimestamp() + 100);
        }
    }

    [Fact(Explicit = true)]
    public void The_clock_counts_as_the_conversion_thinks()
    {
        Assert.Equal(10_000_000, Stopwatch.Frequency);
        Assert.Equal(100, MonotonicWait.ToNanoseconds(1));
        Assert.Equal(long.MaxValue / 1000 * 100, MonotonicWait.ToNanoseconds(long.MaxValue / 1000));
    }
}
