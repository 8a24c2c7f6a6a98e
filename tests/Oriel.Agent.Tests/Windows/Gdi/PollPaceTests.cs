using System.Diagnostics;
using Oriel.Agent.Windows.Cursor;
using Oriel.Agent.Windows.Gdi;

namespace Oriel.Agent.Tests.Windows.Gdi;

public sealed class PollPaceTests
{
    private static readonly long s_second = Stopwatch.Frequency;

    [Fact]
    public void Quick_while_something_changes_slow_in_the_quiet_and_quick_again_for_a_key()
    {
        var pace = new PollPace(0);
        var now = 10 * s_second;
        pace.Looked(now, now + (s_second / 1000), changed: true);
        Assert.Equal(now + (s_second / 60), pace.NextLook(now, 7));
        now += 2 * s_second;
        pace.Looked(now, now + (s_second / 1000), changed: false);
        Assert.Equal(now + (s_second / 10), pace.NextLook(now, 7));
        Assert.Equal(now + (s_second / 60), pace.NextLook(now, 8));
    }

    [Fact]
    public void A_dear_look_is_rare_and_a_limit_is_kept()
    {
        var dear = new PollPace(0);
        dear.Looked(s_second, s_second + (s_second / 20), changed: true);
        Assert.Equal(s_second + (3 * (s_second / 20)), dear.NextLook(s_second, 0));
        var limited = new PollPace(10);
        limited.Looked(s_second, s_second, changed: true);
        Assert.Equal(s_second + (s_second / 10), limited.NextLook(s_second, 0));
    }

    [Fact]
    public void The_pointer_is_asked_for_rarely_only_where_it_is_announced()
    {
        var pace = new CursorPace();
        var now = 10 * s_second;
        Assert.Equal(16_000_000, pace.WaitNs(now));
        pace.Asked(now, announced: false, changed: true);
        Assert.Equal(2_000_000, pace.WaitNs(now + 1));
        Assert.Equal(16_000_000, pace.WaitNs(now + s_second));
        pace.Asked(now, announced: true, changed: true);
        Assert.Equal(100_000_000, pace.WaitNs(now + 1));
        pace.Asked(now + 1, announced: false, changed: false);
        Assert.True(pace.IsAnnounced);

        // A warp that nobody announced.
        pace.Asked(now + 2, announced: false, changed: true);
        Assert.Equal(2_000_000, pace.WaitNs(now + 3));
    }
}
