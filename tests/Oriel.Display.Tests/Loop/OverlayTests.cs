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
    public void Long_words_are_broken_into_lines_that_fit()
    {
        RequireFont();
        var atlas = FontAtlas.TryBuild(16, out _)!;
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
        var atlas = FontAtlas.TryBuild(pixels, out _)!;
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
        if (FontAtlas.TryBuild(14, out var reason) is null)
        {
            Assert.Skip(reason);
        }
    }
}
