using System.Diagnostics;

namespace Oriel.Memory.Tests;

public sealed class WaitTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(50_000)]
    public void A_wait_never_ends_early(int spinNanoseconds)
    {
        for (var microseconds = 1; microseconds < 3000; microseconds += 97)
        {
            var deadline = Stopwatch.GetTimestamp() + (microseconds * Stopwatch.Frequency / 1_000_000);
            MonotonicWait.Until(deadline, spinNanoseconds);
            Assert.True(Stopwatch.GetTimestamp() >= deadline);
        }
    }

    [Fact]
    public void A_wait_is_precise_when_the_machine_is_idle()
    {
        // The best of many: a busy machine delays some, the timer slack would delay all by 50 us.
        var best = long.MaxValue;
        for (var i = 0; i < 200; i++)
        {
            var deadline = Stopwatch.GetTimestamp() + (Stopwatch.Frequency / 5000);
            MonotonicWait.Until(deadline);
            best = Math.Min(best, Stopwatch.GetTimestamp() - deadline);
        }

        Assert.True(best < 45 * Stopwatch.Frequency / 1_000_000, $"never closer than {best} ticks");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Either_of_two_flags_ends_a_wait_without_limit_and_stays_raised(bool isFirst)
    {
        using var first = new WakeFlag();
        using var second = new WakeFlag();
        var waiter = new Thread(() =>
        {
            while (!first.IsRaised && !second.IsRaised)
            {
                WakeFlag.WaitForEither(first, second);
            }
        });
        waiter.Start();
        (isFirst ? first : second).Raise();
        Assert.True(waiter.Join(TimeSpan.FromSeconds(20)));
        Assert.Equal((isFirst, !isFirst), (first.IsRaised, second.IsRaised));
    }

    [Fact]
    public void A_signal_wakes_and_is_consumed()
    {
        using var wake = new WakeEvent();
        Assert.False(wake.Wait(0));
        wake.Signal();
        wake.Signal();
        Assert.True(wake.Wait(0));
        Assert.False(wake.Wait(0));
    }

    [Fact]
    public void A_wait_without_signal_lasts_until_its_deadline()
    {
        using var wake = new WakeEvent();
        var deadline = Stopwatch.GetTimestamp() + (Stopwatch.Frequency / 50);
        Assert.False(wake.Wait(deadline));
        Assert.True(Stopwatch.GetTimestamp() >= deadline);
    }

    [Fact]
    public void Another_thread_wakes_a_waiter_long_before_its_deadline()
    {
        using var there = new WakeEvent();
        using var back = new WakeEvent();
        var echo = new Thread(() =>
        {
            for (var i = 0; i < 500; i++)
            {
                Assert.True(there.Wait(In(20)));
                back.Signal();
            }
        });
        echo.Start();
        var started = Stopwatch.GetTimestamp();
        for (var i = 0; i < 500; i++)
        {
            there.Signal();
            Assert.True(back.Wait(In(20)));
        }

        echo.Join();
        Assert.True(Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(15));
    }

    [Fact]
    public void Either_of_two_events_wakes_and_only_that_one_is_consumed()
    {
        using var first = new WakeEvent();
        using var second = new WakeEvent();
        Assert.Equal(0, WakeEvent.WaitAny(first, second, 0));
        second.Signal();
        Assert.Equal(2, WakeEvent.WaitAny(first, second, In(5)));
        first.Signal();
        second.Signal();
        Assert.Equal(3, WakeEvent.WaitAny(first, second, In(5)));
        first.Signal();
        Assert.Equal(1, WakeEvent.WaitAny(first, second, In(5)));
        Assert.Equal(0, WakeEvent.WaitAny(first, second, 0));
    }

    [Fact]
    public void Waiting_allocates_nothing()
    {
        using var wake = new WakeEvent();

        // What the runtime sets up once for a path that is taken now and then (a wait that began too late) is not an allocation per wait.
        for (var i = 0; i < 100; i++)
        {
            Round();
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
        {
            Round();
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void Round()
        {
            wake.Signal();
            wake.Wait(long.MaxValue);
            wake.Wait(Stopwatch.GetTimestamp() + 1000);
            MonotonicWait.Until(Stopwatch.GetTimestamp() + 1000);
        }
    }

    private static long In(int seconds) => Stopwatch.GetTimestamp() + (seconds * Stopwatch.Frequency);
}
