using Oriel.Display.Overlay;
using Oriel.Display.Tests.Pixels;
using Oriel.Display.Text;
using Oriel.Display.Upload;
using Oriel.Protocol;
using Oriel.Protocol.Kvmfr;
using Oriel.Relay.Consumer;
using Oriel.Testing;

namespace Oriel.Display.Tests.Loop;

/// <summary>What is drawn over the picture, and the words when there is none.</summary>
public sealed class OverlayTests
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);

    [Fact]
    public void The_figures_disturb_nothing_outside_their_area()
    {
        RequireFont();
        using var loop = new OffscreenLoop(new ViewSettings { ShowHud = true });
        var guest = new GuestPicture(FrameType.Bgra, 900, 300);
        loop.Feed.Send(guest.ChangeEverything());
        var expected = ReferenceRenderer.Render(guest, new ViewSettings());
        Eventually.True(() => loop.Capture().Crop(0, 0, 100, 20).CountDifferences(expected.Crop(0, 0, 100, 20)) > 0, s_patience, "no figures appeared");
        var seen = loop.Capture();
        var area = loop.Loop.HudArea;
        Assert.InRange(area.Width, 200, 899);
        Assert.InRange(area.Height, 40, 150);
        PictureAssert.Same(expected.Crop(0, area.Height, 900, 300 - area.Height), seen.Crop(0, area.Height, 900, 300 - area.Height));
        PictureAssert.Same(expected.Crop(area.Width, 0, 900 - area.Width, 300), seen.Crop(area.Width, 0, 900 - area.Width, 300));
        loop.Loop.Apply(new ViewSettings());
        PictureAssert.Same(expected, loop.Capture());
    }

    [Fact]
    public void Without_a_picture_the_words_appear_and_go_when_it_comes()
    {
        RequireFont();
        using var loop = new OffscreenLoop();
        loop.Loop.Sink.UpdateStatus(new RelayStatus(RelayState.NoProducer, "/dev/shm/oriel", "the memory holds no session"));
        Eventually.True(() => Bright(loop.Capture()) > 500, s_patience, "no words appeared");
        loop.Loop.Sink.UpdateStatus(OffscreenLoop.Live);
        var guest = new GuestPicture(FrameType.Bgra, 300, 200);
        loop.Feed.Send(guest.ChangeEverything());
        PictureAssert.Same(ReferenceRenderer.Render(guest, new ViewSettings()), loop.Capture());
    }

    [Fact]
    public void The_last_picture_is_dimmed_when_the_guest_falls_silent()
    {
        RequireFont();
        using var loop = new OffscreenLoop();
        var guest = new GuestPicture(FrameType.Bgra, 600, 400);
        loop.Feed.Send(guest.ChangeEverything());
        var picture = loop.Capture();
        loop.Loop.Sink.UpdateStatus(new RelayStatus(RelayState.ProducerSilent, "/dev/shm/oriel", "the heartbeat stopped"));
        // A corner outside the panel: as before, but darker.
        Eventually.True(() => loop.Capture()[0, 0] != picture[0, 0] || picture[0, 0] == 0, s_patience, "the picture was not dimmed");
        var dimmed = loop.Capture();
        for (var i = 0; i < 30; i++)
        {
            Assert.InRange(dimmed.Rgb[i], (picture.Rgb[i] * 0.45) - 1, (picture.Rgb[i] * 0.45) + 1);
        }

        loop.Loop.Sink.UpdateStatus(OffscreenLoop.Live);
        Eventually.True(() => loop.Capture().CountDifferences(picture) == 0, s_patience, "the picture did not come back");
    }

    [Fact]
    public void Notices_go_away_and_the_one_about_memory_stays()
    {
        RequireFont();
        using var loop = new OffscreenLoop();
        var guest = new GuestPicture(FrameType.Bgra, 600, 400);
        loop.Feed.Send(guest.ChangeEverything());
        var picture = loop.Capture();
        loop.Loop.ShowNotice("hello");
        Eventually.True(() => loop.Capture().CountDifferences(picture) > 0, s_patience, "no notice appeared");
        Eventually.True(() => loop.Capture().CountDifferences(picture) == 0, s_patience, "the notice stayed");

        var truncated = new GuestPicture(FrameType.Bgra, 600, 400) { RowsPresent = 100 };
        loop.Feed.Send(truncated.ChangeEverything());
        Eventually.True(() => Bright(loop.Capture().Crop(0, 300, 600, 100)) > 50, s_patience, "no notice about missing rows appeared");
    }

    [Fact]
    public void A_notice_that_is_wider_than_the_window_goes_on_in_the_next_line()
    {
        RequireFont();
        using var loop = new OffscreenLoop();
        var guest = new GuestPicture(FrameType.Bgra, 220, 400);
        loop.Feed.Send(guest.ChangeEverything());
        var picture = loop.Capture();
        int[] Rows(RgbImage seen) => [.. Enumerable.Range(0, 400).Where(y => seen.Crop(0, y, 220, 1).CountDifferences(picture.Crop(0, y, 220, 1)) > 0)];
        loop.Loop.ShowNotice("short");
        Eventually.True(() => loop.Capture().CountDifferences(picture) > 0, s_patience, "no notice appeared");
        var one = Rows(loop.Capture()).Length;
        Eventually.True(() => loop.Capture().CountDifferences(picture) == 0, s_patience, "the notice stayed");

        loop.Loop.ShowNotice("The size of the window is held: nothing you drag or type here changes it before you say so");
        Eventually.True(() => loop.Capture().CountDifferences(picture) > 0, s_patience, "no second notice appeared");
        var seen = loop.Capture();
        Assert.True(Rows(seen).Length >= 2.5 * one, $"{Rows(seen).Length} rows, one line has {one}");

        // Nothing is cut at the borders.
        PictureAssert.Same(picture.Crop(0, 0, 2, 400), seen.Crop(0, 0, 2, 400));
        PictureAssert.Same(picture.Crop(218, 0, 2, 400), seen.Crop(218, 0, 2, 400));
    }

    [Fact]
    public void A_notice_does_not_hide_a_picture_that_is_a_few_letters_wide()
    {
        RequireFont();
        using var loop = new OffscreenLoop();
        var guest = new GuestPicture(FrameType.Bgra, 40, 400) { RowsPresent = 300 };
        loop.Feed.Send(guest.ChangeEverything());
        var expected = ReferenceRenderer.Render(guest, new ViewSettings());
        Eventually.True(() => loop.Capture().CountDifferences(expected) > 0, s_patience, "no notice about missing rows appeared");
        PictureAssert.Same(expected.Crop(0, 0, 40, 300), loop.Capture().Crop(0, 0, 40, 300));
    }

    [Fact]
    public void Every_state_has_its_own_words()
    {
        var words = Enum.GetValues<RelayState>().Select(s => StatusWords.For(new RelayStatus(s, "/dev/shm/oriel", "seen"))).ToList();
        Assert.Equal(words.Count, words.Select(w => w.Headline).Distinct().Count());
        Assert.All(words, w =>
        {
            Assert.Equal("Seen.", w.Seen);
            Assert.Equal("/dev/shm/oriel", w.Source);
            Assert.NotEmpty(w.Advice);
        });
        var missing = StatusWords.For(new RelayStatus(RelayState.NoRegion, "x", "a: b") { Error = new OrielException(DisplayErrors.NoContext, "a", "c", "do this") });
        Assert.Equal(("A.", true), (missing.Seen, missing.Advice.StartsWith("Do this. ", StringComparison.Ordinal)));
        var refused = StatusWords.For(new RelayStatus(RelayState.SessionRefused, "x", "seen") { Reject = new Reject(RejectCode.QueueCount, 9, 5) });
        Assert.Contains("9", refused.Seen, StringComparison.Ordinal);
        Assert.Contains("60000x2", StatusWords.For(new FrameRefusal(60000, 2, 16384), "x").Seen, StringComparison.Ordinal);
    }

    [Fact]
    public void The_guests_own_words_come_before_guesses()
    {
        var told = new GuestStatus { State = GuestState.NoOutput, StateSinceMs = 5, Error = new GuestError("ORL420", "no output is active", "attach a virtual display", 6) };
        var words = StatusWords.For(new RelayStatus(RelayState.WaitingForFrame, "x", "Connected") { Guest = told });
        Assert.Equal("The guest has no active output", words.Headline);
        Assert.Equal("Connected; the guest's agent says: no output is active (ORL420).", words.Seen);
        Assert.StartsWith("Attach a virtual display. ", words.Advice, StringComparison.Ordinal);

        // An old error, or none, explains nothing: then the state speaks for itself.
        words = StatusWords.For(new RelayStatus(RelayState.WaitingForFrame, "x", "connected") { Guest = told with { StateSinceMs = 7 } });
        Assert.Equal(("The guest has no active output", "Connected."), (words.Headline, words.Seen));
        Assert.StartsWith("Attach a monitor", words.Advice, StringComparison.Ordinal);

        words = StatusWords.For(new RelayStatus(RelayState.ProducerSilent, "x", "the heartbeat stopped") { Guest = told });
        Assert.Equal("The guest's agent stopped", words.Headline);
        Assert.Contains("Before that it said: The guest has no active output (ORL420)", words.Seen, StringComparison.Ordinal);

        // All is well in the guest, or it speaks of what the viewer knows better.
        Assert.Equal("Waiting for the first picture", StatusWords.For(new RelayStatus(RelayState.WaitingForFrame, "x", "y") { Guest = told with { State = GuestState.Idle } }).Headline);
        Assert.Equal("The shared memory does not exist", StatusWords.For(new RelayStatus(RelayState.NoRegion, "x", "y") { Guest = told }).Headline);
        var states = Enum.GetValues<GuestState>().Where(s => s > GuestState.Capturing).Select(s => GuestTrouble.Of(new GuestStatus { State = s })).ToList();
        Assert.All(states, t => Assert.NotNull(t));
        Assert.Equal(states.Count, states.Select(t => t!.Headline).Distinct().Count());
    }

    [Fact]
    public void A_picture_that_stands_for_a_reason_says_so_and_the_figures_name_the_guests_gpu()
    {
        RequireFont();
        using var loop = new OffscreenLoop();
        var guest = new GuestPicture(FrameType.Bgra, 700, 400);
        loop.Feed.Send(guest.ChangeEverything());
        var picture = loop.Capture();
        var fine = OffscreenLoop.Live with { Guest = new GuestStatus { State = GuestState.Capturing, Backend = "dxgi", Gpu = "Fast 9000" } };
        loop.Loop.Sink.UpdateStatus(fine);
        loop.Loop.Sink.UpdateStatus(OffscreenLoop.Live with { Guest = new GuestStatus { State = GuestState.CaptureFailing } });
        Eventually.True(() => Bright(loop.Capture().Crop(0, 300, 700, 100)) > 50, s_patience, "no notice appeared over a picture that stands still");
        loop.Loop.Sink.UpdateStatus(fine);
        Eventually.True(() => loop.Capture().CountDifferences(picture) == 0, s_patience, "the notice stayed");

        loop.Loop.Apply(new ViewSettings { ShowHud = true });
        Eventually.True(() => loop.Loop.HudArea.Height > 0, s_patience, "no figures");
        var with = loop.Loop.HudArea.Height;
        loop.Loop.Sink.UpdateStatus(OffscreenLoop.Live);
        Eventually.True(() => loop.Capture() is not null && loop.Loop.HudArea.Height < with, s_patience, () => $"the line about the guest stayed: {loop.Loop.HudArea}");
    }

    [Fact]
    public void Long_words_are_broken_into_lines_that_fit()
    {
        RequireFont();
        var atlas = FontAtlas.TryBuild(16, null, out _)!;
        var text = "a region whose name is /dev/shm/" + new string('x', 200) + " and some more words\nsecond paragraph";
        var lines = TextLines.Wrap(text, atlas.Text, 300);
        Assert.All(lines, l => Assert.InRange(atlas.Text.Measure(l), 1, 300));
        Assert.Equal(text.Replace(" ", "", StringComparison.Ordinal).Replace("\n", "", StringComparison.Ordinal), string.Concat(lines).Replace(" ", "", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(14)]
    [InlineData(32)]
    public void Every_character_is_in_the_atlas_at_every_size(int pixels)
    {
        RequireFont();
        var atlas = FontAtlas.TryBuild(pixels, null, out _)!;
        foreach (var set in new[] { atlas.Text, atlas.Headline })
        {
            foreach (var c in GlyphSet.Characters.Where(c => c is not (' ' or '\u00A0' or '\u00AD')))
            {
                var glyph = set[c];
                Assert.True(glyph.Box is { Width: > 0, Height: > 0, Advance: > 0 }, $"'{c}' at {pixels}");
                Assert.True(glyph.X + glyph.Box.Width <= FontAtlas.Size && glyph.Y + glyph.Box.Height <= FontAtlas.Size);
            }

            Assert.Equal(set['?'], set['\u4E2D']);
        }
    }

    private static int Bright(RgbImage image) => image.Rgb.Count(b => b > 180);

    private static void RequireFont()
    {
        if (FontAtlas.TryBuild(14, null, out var reason) is null)
        {
            Assert.Skip(reason);
        }
    }
}
