using Oriel.Memory.Kernels;

namespace Oriel.Memory.Tests.Kernels;

/// <summary>Sequences of large copies; one alone takes 100.</summary>
public sealed class AssistPolicyTests
{
    [Fact]
    public void It_is_off_and_tried_once_in_a_while()
    {
        var policy = new AssistPolicy();
        Assert.Equal(10, Play(policy, 10 * AssistPolicy.CopiesPerTrial, assistedTime: 100, share: 0.5));
        Assert.False(policy.IsOn);
    }

    [Fact]
    public void Three_trials_that_gain_switch_it_on_and_it_stays_on_while_it_gains()
    {
        var policy = new AssistPolicy();
        Assert.Equal(AssistPolicy.WinsBeforeOn, Play(policy, AssistPolicy.WinsBeforeOn * AssistPolicy.CopiesPerTrial, 60, 0.5));
        Assert.True(policy.IsOn);
        // All but the one in 64 that keeps the comparison fresh.
        Assert.Equal(630, Play(policy, 640, 60, 0.5));
        Assert.True(policy.IsOn);
    }

    [Theory]
    [InlineData(95, 0.5)]
    [InlineData(60, 0.1)]
    public void A_gain_too_small_or_a_helper_that_comes_late_is_no_win(long time, double share)
    {
        var policy = new AssistPolicy();
        _ = Play(policy, 100 * AssistPolicy.CopiesPerTrial, time, share);
        Assert.False(policy.IsOn);
    }

    [Fact]
    public void A_core_that_gets_busy_switches_it_off_at_the_second_copy()
    {
        var policy = new AssistPolicy();
        _ = Play(policy, AssistPolicy.WinsBeforeOn * AssistPolicy.CopiesPerTrial, 60, 0.5);
        Assert.Equal(AssistPolicy.LossesBeforeOff, Play(policy, 20, 130, 0.02));
        Assert.False(policy.IsOn);
    }

    [Fact]
    public void One_bad_copy_does_not()
    {
        var policy = new AssistPolicy();
        _ = Play(policy, AssistPolicy.WinsBeforeOn * AssistPolicy.CopiesPerTrial, 60, 0.5);
        for (var i = 0; i < 20; i++)
        {
            _ = Play(policy, 1, 500, 0.5);
            _ = Play(policy, 1, 60, 0.5);
        }

        Assert.True(policy.IsOn);
    }

    [Fact]
    public void Forced_it_helps_from_the_first_copy_whatever_it_costs()
    {
        var policy = new AssistPolicy { IsForced = true };
        Assert.Equal(200, Play(policy, 200, 1000, 0));
    }

    private static int Play(AssistPolicy policy, int copies, long assistedTime, double share)
    {
        var assisted = 0;
        for (var i = 0; i < copies; i++)
        {
            if (policy.ShouldAssist())
            {
                assisted++;
                policy.Assisted(assistedTime, share);
            }
            else
            {
                policy.Alone(100);
            }
        }

        return assisted;
    }
}
