using System.Collections.Concurrent;
using System.Diagnostics;
using Oriel.Cli.Fallback;
using Oriel.Display;
using Oriel.Spice;
using Oriel.Spice.Picture;
using Oriel.Testing;

namespace Oriel.Cli.Tests.Fallback;

/// <summary>From the display channel's messages to the renderer's picture.</summary>
public sealed class FallbackFeedTests
{
    [Fact]
    public void What_is_drawn_is_shown_whatever_changes_where()
    {
        var screen = new EmulatedScreen();
        using var rig = new FallbackRig(screen.Display, screen.Cursor);
        screen.SetMode(160, 100);
        rig.WaitFor(screen.Expected, "the first picture");
        for (var i = 0; i < 60; i++)
        {
            // Some one by one, some in bursts: each of the three slots lacks something else.
            for (var burst = i % 4; burst >= 0; burst--)
            {
                screen.DrawSomewhere();
            }

            rig.WaitFor(screen.Expected, $"after drawing {i}");
        }

        screen.SetMode(64, 48);
        rig.WaitFor(screen.Expected, "another mode");
        Assert.Equal(ShownSource.Fallback, rig.Render.ShownSource);
    }

    [Fact]
    public void Nothing_is_copied_while_the_relay_is_shown_and_the_newest_picture_comes_when_it_dies()
    {
        var screen = new EmulatedScreen();
        using var rig = new FallbackRig(screen.Display, screen.Cursor);
        screen.SetMode(160, 100);
        rig.WaitFor(screen.Expected, "the first picture");
        var worst = TimeSpan.Zero;
        for (var i = 0; i < 10; i++)
        {
            rig.SetRelay(isAlive: true);
            Eventually.True(() => rig.Render.ShownSource == ShownSource.Relay, FallbackRig.Patience, "the relay was not shown");
            // One that was on its way when the relay came may still end; then it is quiet.
            var before = -1L;
            Eventually.True(() => before == (before = rig.Feed.Pictures), FallbackRig.Patience, "the feed did not come to rest");
            for (var n = 0; n < 50; n++)
            {
                screen.DrawSomewhere();
            }

            Assert.Equal(before, rig.Feed.Pictures);
            var began = Stopwatch.GetTimestamp();
            rig.SetRelay(isAlive: false);
            Eventually.True(() => rig.Render.ShownSource == ShownSource.Fallback, FallbackRig.Patience, "the emulated screen was not shown");
            var took = Stopwatch.GetElapsedTime(began);
            worst = took > worst ? took : worst;
            rig.WaitFor(screen.Expected, "the picture after the relay's end");
        }

        TestContext.Current.SendDiagnosticMessage($"relay dead to emulated screen shown: at most {worst.TotalMilliseconds:0.0} ms");
    }

    [Fact]
    public void A_screen_that_is_gone_is_not_shown_for_long()
    {
        var screen = new EmulatedScreen();
        using var rig = new FallbackRig(screen.Display, screen.Cursor);
        screen.SetMode(160, 100);
        rig.WaitFor(screen.Expected, "the first picture");
        screen.Display.Closed();
        Assert.Equal(ShownSource.Fallback, rig.Render.ShownSource);
        Eventually.True(() => rig.Render.ShownSource == ShownSource.None, FallbackRig.Patience, "the picture of a lost channel stayed");
        screen.SetMode(80, 60);
        rig.WaitFor(screen.Expected, "the picture of the next link");
    }

    [Fact]
    public void The_pointer_is_drawn_at_its_hot_spot_or_where_it_is_placed()
    {
        var screen = new EmulatedScreen();
        using var rig = new FallbackRig(screen.Display, screen.Cursor);
        screen.SetMode(40, 30);
        // A masked shape of 2x1: an opaque red pixel, an inverting one; hot spot (1, 0); shown at (11, 5).
        byte[] set = [11, 0, 5, 0, 1, 0, 0, .. new byte[8], 6, 2, 0, 1, 0, 1, 0, 0, 0, 0, 0, 255, 0, 255, 255, 255, 0, 0b0100_0000];
        screen.Cursor.Handle(103, set);
        rig.WaitFor(WithPointer(screen.Expected, 10, 5), "a pointer at (10, 5)");
        rig.Feed.PlacePointer((21, 9));
        rig.WaitFor(WithPointer(screen.Expected, 20, 9), "a pointer at (20, 9)");
        rig.Feed.PlacePointer(null);
        rig.WaitFor(WithPointer(screen.Expected, 10, 5), "a pointer at (10, 5) again");
        screen.Cursor.Handle(105, []);
        rig.WaitFor(screen.Expected, "no pointer");
    }

    [Fact]
    public void A_busy_screen_is_unlinked_while_nobody_looks_and_a_quiet_one_is_not()
    {
        var asked = new ConcurrentQueue<bool>();
        var screen = new EmulatedScreen();
        using var rig = new FallbackRig(screen.Display, screen.Cursor, asked.Enqueue);
        screen.SetMode(160, 100);
        rig.WaitFor(screen.Expected, "the first picture");
        rig.SetRelay(isAlive: true);
        Eventually.True(() => rig.Render.ShownSource == ShownSource.Relay, FallbackRig.Patience, "the relay was not shown");
        using var quiet = new ManualResetEventSlim();
        quiet.Wait(LinkPolicy.Interval * 2);
        Assert.Empty(asked);
        Eventually.True(() =>
        {
            for (var i = 0; i < 20; i++)
            {
                screen.Draw(0, 0, 160, 100);
            }

            return !asked.IsEmpty;
        }, FallbackRig.Patience, "a screen that draws all the time stayed linked");
        Assert.Equal([false], asked);
        rig.SetRelay(isAlive: false);
        Eventually.True(() => asked.Count == 2, FallbackRig.Patience, "the screen was not linked again");
        Assert.Equal([false, true], asked);
    }

    [Fact]
    public async Task A_real_firmwares_screen_is_rendered_as_QEMU_dumps_it()
    {
        if (FirmwareScreen.MissingReason is { } reason)
        {
            Assert.Skip(reason);
        }

        using var qemu = new FirmwareScreen();
        var (display, cursor) = (new DisplayChannel(), new CursorChannel());
        using var rig = new FallbackRig(display, cursor);
        await using var session = new SpiceSession(new SpiceOptions { UnixPath = qemu.SpicePath }, [display, cursor]);
        session.Start();
        var state = "";
        Eventually.True(() =>
        {
            var (before, dump, after) = (rig.See(), qemu.Dump(), rig.See());
            var bright = dump.Rgb.Count(b => b > 100);
            state = $"shown {after.Width}x{after.Height}, dumped {dump.Width}x{dump.Height} with {bright} bright bytes, {after.CountDifferences(dump)} bytes differ";
            return bright > 3000 && before.CountDifferences(after) == 0 && after.CountDifferences(dump) == 0;
        }, TimeSpan.FromSeconds(60), () => state);
    }

    [Fact]
    public void Full_screens_at_1280x800_cost_little()
    {
        var screen = new EmulatedScreen();
        using var rig = new FallbackRig(screen.Display, screen.Cursor);
        screen.SetMode(1280, 800);
        rig.SetRelay(isAlive: true);
        Eventually.True(() => rig.Render.ShownSource == ShownSource.Relay, FallbackRig.Patience, "the relay was not shown");
        var body = EmulatedScreen.Copy(0, 0, 1280, 800, new byte[1280 * 800 * 4]);
        var best = TimeSpan.MaxValue;
        var allocated = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 50; i++)
        {
            var began = Stopwatch.GetTimestamp();
            screen.Display.Handle(304, body);
            var took = Stopwatch.GetElapsedTime(began);
            best = took < best ? took : best;
        }

        allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
        TestContext.Current.SendDiagnosticMessage($"a full DRAW_COPY of 1280x800: best of 50 {best.TotalMilliseconds:0.00} ms ({best.TotalSeconds * 60 * 100:0.0} % of a core at 60 Hz), {allocated} bytes allocated");
        Assert.True(best < TimeSpan.FromMilliseconds(5), $"{best.TotalMilliseconds} ms");
        Assert.True(allocated < 50 * 100, $"{allocated} bytes for 50 drawings");
    }

    private static RgbImage WithPointer(RgbImage picture, int x, int y)
    {
        var at = ((y * picture.Width) + x) * 3;
        (picture.Rgb[at], picture.Rgb[at + 1], picture.Rgb[at + 2]) = (255, 0, 0);
        for (var i = at + 3; i < at + 6; i++)
        {
            picture.Rgb[i] ^= 255;
        }

        return picture;
    }
}
