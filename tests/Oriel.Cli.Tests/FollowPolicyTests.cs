using Oriel.Cli.View;

namespace Oriel.Cli.Tests;

/// <summary>When the window takes the guest's size.</summary>
public sealed class FollowPolicyTests
{
    private static readonly (int, int) s_start = (1024, 768);

    [Fact]
    public void The_first_picture_sizes_the_window()
    {
        var policy = new FollowPolicy(FollowMode.Auto, sizeGiven: false, s_start);

        Assert.Equal((1920, 1080), policy.OnPicture((1920, 1080), (2560, 1400), isHeld: false));
        Assert.Null(policy.OnWindow((1920, 1080), (2560, 1400), isHeld: false));
        Assert.True(policy.IsFollowing);
    }

    [Fact]
    public void A_window_that_has_the_size_is_left_alone() =>
        Assert.Null(new FollowPolicy(FollowMode.Auto, sizeGiven: false, s_start).OnPicture((1024, 768), null, isHeld: false));

    [Fact]
    public void Every_mode_change_is_followed_until_the_user_resizes()
    {
        var policy = new FollowPolicy(FollowMode.Auto, sizeGiven: false, s_start);
        policy.OnPicture((800, 600), null, isHeld: false);
        policy.OnWindow((800, 600), null, isHeld: false);
        Assert.Equal((640, 480), policy.OnPicture((640, 480), null, isHeld: false));
        policy.OnWindow((640, 480), null, isHeld: false);

        policy.OnWindow((700, 500), null, isHeld: false);

        Assert.False(policy.IsFollowing);
        Assert.Null(policy.OnPicture((800, 600), null, isHeld: false));
    }

    [Fact]
    public void An_answer_that_differs_is_the_window_managers_not_the_users()
    {
        var policy = new FollowPolicy(FollowMode.Auto, sizeGiven: false, s_start);
        policy.OnPicture((800, 600), null, isHeld: false);

        policy.OnWindow((790, 580), null, isHeld: false);

        Assert.True(policy.IsFollowing);
        Assert.Equal((640, 480), policy.OnPicture((640, 480), null, isHeld: false));
    }

    [Fact]
    public void Sizes_before_the_first_picture_are_nobodys_choice()
    {
        var policy = new FollowPolicy(FollowMode.Auto, sizeGiven: false, s_start);

        policy.OnWindow((1000, 740), null, isHeld: false);

        Assert.Equal((640, 480), policy.OnPicture((640, 480), null, isHeld: false));
    }

    [Fact]
    public void Full_screen_postpones_following()
    {
        var policy = new FollowPolicy(FollowMode.Auto, sizeGiven: false, s_start);
        policy.OnPicture((800, 600), null, isHeld: false);
        policy.OnWindow((800, 600), null, isHeld: false);
        policy.OnWindow((2560, 1440), null, isHeld: true);
        Assert.Null(policy.OnPicture((1280, 720), null, isHeld: true));

        Assert.Equal((1280, 720), policy.OnWindow((800, 600), null, isHeld: false));
        Assert.True(policy.IsFollowing);
    }

    [Fact]
    public void Coming_back_from_full_screen_is_no_choice_of_size()
    {
        var policy = new FollowPolicy(FollowMode.Auto, sizeGiven: false, s_start);
        policy.OnPicture((800, 600), null, isHeld: false);
        policy.OnWindow((800, 600), null, isHeld: false);
        policy.OnWindow((2560, 1440), null, isHeld: true);

        Assert.Null(policy.OnWindow((800, 600), null, isHeld: false));
        Assert.True(policy.IsFollowing);
    }

    [Fact]
    public void A_size_on_the_command_line_is_kept() =>
        Assert.Null(new FollowPolicy(FollowMode.Auto, sizeGiven: true, s_start).OnPicture((800, 600), null, isHeld: false));

    [Fact]
    public void On_follows_whatever_the_user_did()
    {
        var policy = new FollowPolicy(FollowMode.On, sizeGiven: true, s_start);
        policy.OnPicture((800, 600), null, isHeld: false);
        policy.OnWindow((800, 600), null, isHeld: false);
        policy.OnWindow((900, 700), null, isHeld: false);

        Assert.Equal((640, 480), policy.OnPicture((640, 480), null, isHeld: false));
    }

    [Fact]
    public void Off_never_follows() =>
        Assert.Null(new FollowPolicy(FollowMode.Off, sizeGiven: false, s_start).OnPicture((800, 600), null, isHeld: false));

    [Theory]
    [InlineData(1920, 1080, 1000, 700, 1000, 563)]
    [InlineData(1080, 1920, 1000, 700, 394, 700)]
    [InlineData(800, 600, 1000, 700, 800, 600)]
    [InlineData(32767, 1, 1000, 700, 1000, 1)]
    public void What_does_not_fit_is_shrunk_in_its_shape(int width, int height, int mostWidth, int mostHeight, int expectedWidth, int expectedHeight) =>
        Assert.Equal((expectedWidth, expectedHeight), FollowPolicy.Shrink((width, height), (mostWidth, mostHeight)));
}
