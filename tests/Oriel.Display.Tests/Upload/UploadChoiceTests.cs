using Oriel.Display.Context;
using Oriel.Display.Tests.Pixels;
using Oriel.Display.Upload;
using Oriel.Protocol.Kvmfr;
using Oriel.Testing;

namespace Oriel.Display.Tests.Upload;

/// <summary>How the way of uploading is chosen, and what is said about it.</summary>
public sealed class UploadChoiceTests
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);

    [Theory]
    [InlineData(1000, 500, UploadPath.Mapped, "mapped upload (mapped 2.00x)")]
    [InlineData(1000, 800, UploadPath.Mapped, "mapped upload (mapped 1.25x)")]
    [InlineData(1000, 900, UploadPath.Plain, "plain upload (mapped 1.11x)")]
    [InlineData(1000, 4000, UploadPath.Plain, "plain upload (mapped 0.25x)")]
    [InlineData(1000, 0, UploadPath.Plain, "plain upload")]
    public void The_faster_way_wins_and_plain_memory_when_it_makes_no_difference(long plain, long mapped, UploadPath path, string text)
    {
        var choice = UploadChoice.Between(plain, mapped);
        Assert.Equal(path, choice.Path);
        Assert.Equal(text, choice.ToString());
    }

    [Fact]
    public void The_probe_ends_within_its_trials_and_tells_a_figure()
    {
        GlContext context;
        try
        {
            context = GlContext.Create(null);
        }
        catch (OrielException missing) when (missing.Code == DisplayErrors.EglMissing || missing.Code == DisplayErrors.NoEglDisplay)
        {
            Assert.Skip($"no EGL here: {missing.Seen}");
            throw;
        }

        using (context)
        {
            using var probe = new UploadProbe(context.Gl);
            var steps = 1;
            while (!probe.Step())
            {
                Assert.Null(probe.Choice);
                Assert.True(++steps <= 8, "more than eight trials");
            }

            Assert.InRange(probe.Choice!.MappedGain, 0.01, 100);
            Assert.Equal(0u, context.Gl.GetError());
        }
    }

    [Fact]
    public async Task By_default_the_loop_measures_after_its_first_picture_and_says_what_it_chose()
    {
        var said = new List<string>();
        using var loop = new RenderLoop(new RenderOptions(), surface: null) { UploadChosen = said.Add };
        Start(loop);
        Assert.Equal(UploadPath.Auto, loop.Statistics.Upload);
        Assert.EndsWith(", plain upload", loop.Statistics.Renderer, StringComparison.Ordinal);
        var feed = new FeedDouble(loop.Sink);
        loop.Sink.UpdateStatus(OffscreenLoop.Live);
        var guest = new GuestPicture(FrameType.Bgra, 200, 100);
        feed.Send(guest.ChangeEverything());
        Eventually.True(() =>
        {
            // A picture that stands still is looked at again with the next frame, or with new figures.
            feed.Send(guest.ChangeSome(2));
            return loop.Statistics.Upload != UploadPath.Auto;
        }, s_patience, "no way was chosen");
        // Not after a capture, which is not for free.
        Eventually.True(() => loop.Statistics.FramesUploaded > 0, s_patience, "the figures were never refreshed");
        Assert.Equal(0, loop.Statistics.AllocatedBytes);
        var picture = await loop.CaptureAsync(TestContext.Current.CancellationToken).WaitAsync(s_patience, TestContext.Current.CancellationToken);
        PictureAssert.Same(ReferenceRenderer.Render(guest, new ViewSettings()), new RgbImage(picture.Width, picture.Height, picture.Rgb), 0);
        loop.Dispose();
        var words = said[0];
        Assert.All(said.Skip(1), s => Assert.StartsWith("dmabuf not used: ", s, StringComparison.Ordinal));
        Assert.EndsWith(", " + words, loop.Statistics.Renderer, StringComparison.Ordinal);
        Assert.StartsWith(loop.Statistics.Upload == UploadPath.Mapped ? "mapped upload (mapped " : "plain upload (mapped ", words, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(UploadPath.Plain, true, UploadPath.Plain)]
    [InlineData(UploadPath.Mapped, true, UploadPath.Mapped)]
    [InlineData(UploadPath.Mapped, false, UploadPath.Plain)]
    [InlineData(UploadPath.Auto, false, UploadPath.Plain)]
    public void A_way_that_was_asked_for_is_taken_without_measuring(UploadPath asked, bool allowMapping, UploadPath taken)
    {
        using var loop = new RenderLoop(new RenderOptions { Upload = asked, AllowPersistentMapping = allowMapping }, surface: null);
        Start(loop);
        Assert.Equal(taken, loop.Statistics.Upload);
        Assert.EndsWith(taken == UploadPath.Mapped ? ", mapped upload" : ", plain upload", loop.Statistics.Renderer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_small_window_that_moves_uploads_little_more_than_what_it_changes(bool mapped)
    {
        using var loop = new OffscreenLoop(mapped: mapped);
        var guest = new GuestPicture(FrameType.Bgra, 1920, 1080);
        loop.Feed.Send(guest.ChangeEverything());
        loop.Capture();
        var before = loop.Loop.Statistics.BytesUploaded;
        Assert.Equal(1920 * 1080 * 4, before);
        long damaged = 0;
        for (var i = 0; i < 30; i++)
        {
            guest.Damage.Clear();
            guest.Damage.Add(new DamageRect((uint)(100 + (i * 20)), (uint)(100 + (i * 12)), 400, 300));
            guest.Damage.Add(new DamageRect((uint)(120 + (i * 20)), (uint)(112 + (i * 12)), 400, 300));
            damaged += 4 * ((2 * 400 * 300) - (380 * 288));
            loop.Feed.Send(guest.Header with { Serial = (uint)(2 + i) }, guest.Bytes, guest.RowBytes, guest.Damage);
            loop.Capture();
        }

        var uploaded = loop.Loop.Statistics.BytesUploaded - before;
        Assert.InRange(uploaded, damaged, damaged * 12 / 10);
    }

    private static void Start(RenderLoop loop)
    {
        try
        {
            loop.Start();
        }
        catch (OrielException missing) when (missing.Code == DisplayErrors.EglMissing || missing.Code == DisplayErrors.NoEglDisplay)
        {
            Assert.Skip($"no EGL here: {missing.Seen}");
        }
    }
}
