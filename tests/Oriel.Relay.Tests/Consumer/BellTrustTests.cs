using Oriel.Relay.Consumer;

namespace Oriel.Relay.Tests.Consumer;

/// <summary>When a doorbell is believed; the time is the test's.</summary>
public sealed class BellTrustTests
{
    [Fact]
    public void It_is_believed_once_it_rang_for_something()
    {
        var trust = new BellTrust();
        Assert.Equal(WakeMode.DoorbellUnproven, trust.Mode);
        trust.Rang(news: false, 1);
        Assert.Equal(WakeMode.DoorbellUnproven, trust.Mode);
        trust.Rang(news: true, 2);
        Assert.Equal(WakeMode.Doorbell, trust.Mode);
        trust.Reset();
        Assert.Equal(WakeMode.DoorbellUnproven, trust.Mode);
    }

    [Fact]
    public void A_desktop_that_stands_still_is_slept_on_although_nothing_ever_rang()
    {
        var trust = new BellTrust();
        var start = HostClock.Ms(5000);
        trust.SawNews(start);
        Assert.False(trust.MaySleep(start + HostClock.Ms(900)));
        Assert.True(trust.MaySleep(start + HostClock.Ms(1000)));

        // What then comes without a ring wakes nobody before the periodic look; three times, and it is polled.
        for (var i = 0; i < 3; i++)
        {
            trust.SawNews(start + HostClock.Ms(2000));
            trust.Missed();
        }

        Assert.False(trust.MaySleep(start + HostClock.Ms(60_000)));
    }

    [Fact]
    public void It_is_doubted_after_one_message_it_did_not_announce_and_silent_after_three()
    {
        var trust = new BellTrust();
        trust.Rang(news: true, 1);
        trust.Missed();
        Assert.Equal(WakeMode.DoorbellUnproven, trust.Mode);
        trust.Missed();
        Assert.Equal(WakeMode.DoorbellUnproven, trust.Mode);
        trust.Missed();
        Assert.Equal(WakeMode.DoorbellSilent, trust.Mode);
        trust.Missed();
        Assert.Equal(WakeMode.DoorbellSilent, trust.Mode);
        Assert.True(trust.IsListenedTo(5));
        trust.Rang(news: true, 6);
        Assert.Equal(WakeMode.Doorbell, trust.Mode);
        trust.Missed();
        trust.Rang(news: true, 7);
        trust.Missed();
        trust.Missed();
        Assert.Equal(WakeMode.DoorbellUnproven, trust.Mode);
    }

    [Fact]
    public void A_producer_whose_frames_come_a_moment_after_their_rings_is_listened_to()
    {
        var trust = new BellTrust();
        trust.Rang(news: true, 1);
        for (var now = HostClock.Ms(1000); now < HostClock.Ms(3000); now += HostClock.Ms(1))
        {
            trust.Rang(news: false, now);
            trust.SawNews(now);
        }

        Assert.Equal(WakeMode.Doorbell, trust.Mode);
    }

    [Fact]
    public void Rings_for_nothing_without_end_are_not_listened_to_for_a_second()
    {
        var trust = new BellTrust();
        trust.Rang(news: true, 1);
        var now = HostClock.Ms(1000);
        var rings = 0;
        for (; trust.IsListenedTo(now) && rings < 10_000; rings++, now += HostClock.Us(100))
        {
            trust.Rang(news: false, now);
        }

        Assert.InRange(rings, 64, 100);
        Assert.Equal(WakeMode.DoorbellStorm, trust.Mode);
        trust.Missed();
        Assert.Equal(WakeMode.DoorbellStorm, trust.Mode);
        Assert.False(trust.IsListenedTo(now + HostClock.Ms(990)));
        Assert.True(trust.IsListenedTo(now + HostClock.Ms(1001)));
        Assert.Equal(WakeMode.DoorbellUnproven, trust.Mode);
    }

    [Fact]
    public void A_few_rings_for_nothing_and_those_owed_are_forgiven()
    {
        var trust = new BellTrust();
        trust.Rang(news: true, 1);
        for (var i = 0; i < 10_000; i++)
        {
            trust.Rang(news: false, HostClock.Ms(1000 + (i * 15)));
        }

        Assert.Equal(WakeMode.Doorbell, trust.Mode);
        for (var i = 0; i < 10_000; i++)
        {
            trust.Owe();
            trust.Rang(news: false, HostClock.Ms(500_000));
        }

        Assert.Equal(WakeMode.Doorbell, trust.Mode);
    }
}
