namespace Oriel.EndToEnd.Tests;

/// <summary>What the window shows and how it fits it, from outside: the X server's own pixels against the definition of the test pattern.</summary>
public sealed class WindowPictureTests
{
    private const uint Width = 400;
    private const uint Height = 300;

    [Fact]
    public void The_window_takes_the_guests_size_and_shows_it_pixel_for_pixel()
    {
        using var stage = new WindowStage();
        stage.Region.Create(16 << 20);
        using var guest = new WindowGuest(stage.Region.Path, 640, 400);

        stage.StartViewer();

        stage.WaitForPicture(640, 400);
        Assert.Equal("Oriel", stage.Title());
        stage.Save("shown");
        Assert.Equal(0, stage.Viewer.Stop());
        Eventually.True(() => !guest.IsWatched, WindowStage.Patience, "the viewer to leave the guest's queues");
    }

    [Fact]
    public void A_moving_picture_is_whole_at_any_moment()
    {
        using var stage = new WindowStage();
        stage.Region.Create(16 << 20);
        using var guest = new WindowGuest(stage.Region.Path, Width, Height, rateHz: 30);
        stage.StartViewer();
        stage.WaitForPicture((int)Width, (int)Height);

        HashSet<uint> seen = [];
        for (var i = 0; i < 20; i++)
        {
            var check = WindowGuest.Check(stage.Content(), 0, 0, (int)Width, (int)Height);
            Assert.True(check.Ok, $"{check}");
            seen.Add(check.Tag.Frame);
        }

        Assert.True(seen.Count > 5, $"only {seen.Count} different frames in 20 looks");
    }

    [Theory]
    [InlineData("integer", 1000, 620, 2, 100, 10)]
    [InlineData("integer", 500, 310, 1, 50, 5)]
    [InlineData("1:1", 1000, 620, 1, 300, 160)]
    [InlineData("fit", 1000, 600, 2, 100, 0)]
    [InlineData("stretch", 800, 600, 2, 0, 0)]
    public void Whole_factors_are_exact_and_centred(string scale, int windowWidth, int windowHeight, int factor, int left, int top)
    {
        using var stage = new WindowStage();
        stage.Region.Create(16 << 20);
        using var guest = new WindowGuest(stage.Region.Path, Width, Height);

        stage.StartViewer("--scale", scale, "--size", $"{windowWidth}x{windowHeight}");

        stage.WaitForPicture((int)Width, (int)Height, left, top, factor, (windowWidth, windowHeight));
    }

    [Fact]
    public void Resizing_by_hand_letterboxes_and_stops_following()
    {
        using var stage = new WindowStage();
        stage.Region.Create(16 << 20);
        using (var guest = new WindowGuest(stage.Region.Path, Width, Height))
        {
            stage.StartViewer();
            stage.WaitForPicture((int)Width, (int)Height);

            // 700 wide, 4:3 kept: 525 high, bars of 87 or 88 rows.
            stage.Resize(700, 700);
            Eventually.True(() => IsLetterboxed(stage.Content(), 700, 700, 87, 525), WindowStage.Patience, () => "a letterboxed picture\n" + stage.Log);
            stage.Save("letterbox");
        }

        using var other = new WindowGuest(stage.Region.Path, 200, 150, firstFrame: 7);
        stage.Resize(600, 450);
        stage.WaitForPicture(200, 150, factor: 3, window: (600, 450));
    }

    [Fact]
    public void The_window_follows_the_guests_mode()
    {
        using var stage = new WindowStage();
        stage.Region.Create(32 << 20);
        (uint Width, uint Height)[] modes = [(640, 480), (1024, 700), (333, 251), (800, 600)];
        foreach (var (mode, index) in modes.Select((mode, index) => (mode, index)))
        {
            using var guest = new WindowGuest(stage.Region.Path, mode.Width, mode.Height, firstFrame: (uint)index * 10);
            if (index == 0)
            {
                stage.StartViewer();
            }

            stage.WaitForPicture((int)mode.Width, (int)mode.Height);
        }
    }

    [Fact]
    public void A_mode_larger_than_the_screen_is_shown_whole()
    {
        using var stage = new WindowStage("1000x700");
        stage.Region.Create(64 << 20);
        using var guest = new WindowGuest(stage.Region.Path, 1920, 1080);

        stage.StartViewer();

        Eventually.True(
            () => stage.Area() is var area && area.Width is > 900 and <= 1000 && Math.Abs((area.Width / 16.0 * 9) - area.Height) <= 1,
            WindowStage.Patience,
            () => $"a smaller window of the same shape, it is {stage.Area()}");
        Eventually.True(() => FillsItsArea(stage.Content()), WindowStage.Patience, "a picture that reaches from edge to edge");
        stage.Save("shrunk");
    }

    // The pattern's first column is black for the height of its tag, so columns are asked in the middle; the last pixel of a side may be lost to rounding.
    private static bool FillsItsArea(RgbImage content)
    {
        bool IsColoured(int x, int y) => content[x, y] != 0;
        return Enumerable.Range(0, content.Width).Count(x => IsColoured(x, 1)) > content.Width / 2
            && Enumerable.Range(0, content.Width).Count(x => IsColoured(x, content.Height - 2)) > content.Width / 2
            && IsColoured(1, content.Height / 2)
            && IsColoured(content.Width - 2, content.Height / 2);
    }

    private static bool IsLetterboxed(RgbImage content, int width, int height, int bar, int picture)
    {
        bool IsBlack(int y) => Enumerable.Range(0, width).All(x => content[x, y] == 0);
        return (content.Width, content.Height) == (width, height)
            && Enumerable.Range(0, bar).All(IsBlack)
            && Enumerable.Range(bar + 2, picture - 3).All(y => !IsBlack(y))
            && Enumerable.Range(bar + picture + 1, height - bar - picture - 1).All(IsBlack);
    }
}
