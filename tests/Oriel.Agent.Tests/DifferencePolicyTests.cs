using Oriel.Agent.Capture;

namespace Oriel.Agent.Tests;

/// <summary>Sequences of pictures: a desktop, a film, a film that stops, noise at the limit. A whole copy takes 100, comparing 90 more than copying what changed.</summary>
public sealed class DifferencePolicyTests
{
    private const int Copy = 100;
    private const int Compare = 90;

    [Fact]
    public void A_desktop_is_compared_for_ever()
    {
        var policy = Ready();
        Assert.Equal(1000, Play(policy, 1000, _ => 0.05));
        Assert.True(policy.IsOn);
        Assert.Equal(0, policy.TimesOff);
    }

    [Fact]
    public void A_film_switches_it_off_after_eight_pictures_and_is_looked_at_seldom()
    {
        var policy = Ready();
        Assert.Equal(DifferencePolicy.LossesBeforeOff, Play(policy, DifferencePolicy.LossesBeforeOff, _ => 1));
        Assert.False(policy.IsOn);
        Assert.Equal(600 / DifferencePolicy.PicturesPerTrial, Play(policy, 600, _ => 1));
        Assert.False(policy.IsOn);
        Assert.Equal(1, policy.TimesOff);
    }

    [Fact]
    public void Seven_pictures_of_a_film_change_nothing()
    {
        var policy = Ready();
        for (var i = 0; i < 100; i++)
        {
            Assert.Equal(8, Play(policy, 8, n => n < 7 ? 1 : 0.1));
        }

        Assert.True(policy.IsOn);
    }

    [Fact]
    public void A_film_that_stops_is_noticed_by_the_first_trial()
    {
        var policy = Off();
        Assert.Equal(1, Play(policy, DifferencePolicy.PicturesPerTrial, _ => 0));
        Assert.True(policy.IsOn);
    }

    [Fact]
    public void A_film_that_becomes_a_desktop_takes_two_trials()
    {
        var policy = Off();
        Assert.Equal(1, Play(policy, DifferencePolicy.PicturesPerTrial, _ => 0.2));
        Assert.False(policy.IsOn);
        Assert.Equal(1, Play(policy, DifferencePolicy.PicturesPerTrial, _ => 0.2));
        Assert.True(policy.IsOn);
    }

    [Fact]
    public void At_the_limit_it_does_not_flutter()
    {
        // Every second picture pays: on, it never sees eight losses in a row; off, never two wins.
        var on = Ready();
        _ = Play(on, 1000, n => n % 2 == 0 ? 0.9 : 0.3);
        Assert.Equal(0, on.TimesOff);
        var off = Off();
        var trial = 0;
        for (var i = 0; i < 1000; i++)
        {
            if (off.ShouldCompare())
            {
                Report(off, trial++ % 2 == 0 ? 0.3 : 0.9);
            }
        }

        Assert.False(off.IsOn);
        Assert.Equal(1, off.TimesOff);
    }

    [Fact]
    public void Comparing_that_is_dearer_than_the_copies_it_saves_is_switched_off_where_much_changes()
    {
        var policy = Ready();
        for (var i = 0; i < DifferencePolicy.LossesBeforeOff; i++)
        {
            Assert.True(policy.ShouldCompare());
            policy.Compared(5 * Copy, 0.5);
        }

        Assert.False(policy.IsOn);
    }

    [Fact]
    public void A_busy_machine_is_no_reason_to_stop_comparing_a_desktop()
    {
        var policy = Ready();
        for (var i = 0; i < 1000; i++)
        {
            Assert.True(policy.ShouldCompare());
            policy.Compared(20 * Copy, 0.05);
        }

        Assert.Equal(0, policy.TimesOff);
    }

    [Fact]
    public void Nothing_is_decided_before_a_copy_was_timed_or_after_a_restart()
    {
        var policy = new DifferencePolicy();
        Assert.Equal(100, Play(policy, 100, _ => 1));
        Assert.True(policy.IsOn);
        var other = Off();
        other.Restart();
        Assert.Equal(100, Play(other, 100, _ => 1));
        Assert.True(other.IsOn);
    }

    [Fact]
    public void One_slow_copy_does_not_make_comparing_look_cheap()
    {
        var policy = new DifferencePolicy();
        policy.Copied(100 * Copy);
        for (var i = 0; i < 5; i++)
        {
            policy.Copied(Copy);
        }

        policy.Copied(100 * Copy);
        Assert.Equal(DifferencePolicy.LossesBeforeOff, Play(policy, DifferencePolicy.LossesBeforeOff, _ => 1));
        Assert.False(policy.IsOn);
    }

    private static DifferencePolicy Ready()
    {
        var policy = new DifferencePolicy();
        policy.Copied(Copy);
        return policy;
    }

    private static DifferencePolicy Off()
    {
        var policy = Ready();
        _ = Play(policy, DifferencePolicy.LossesBeforeOff, _ => 1);
        Assert.False(policy.IsOn);
        return policy;
    }

    /// <summary>Shows pictures; returns how many were compared.</summary>
    private static int Play(DifferencePolicy policy, int pictures, Func<int, double> changed)
    {
        var compared = 0;
        for (var i = 0; i < pictures; i++)
        {
            if (policy.ShouldCompare())
            {
                compared++;
                Report(policy, changed(i));
            }
        }

        return compared;
    }

    private static void Report(DifferencePolicy policy, double changed) => policy.Compared((long)(Compare + (Copy * changed)), changed);
}
