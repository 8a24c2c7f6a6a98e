using Oriel.Agent.Capture;
using Oriel.Agent.X11;
using Oriel.Interop.Linux.X11;
using Oriel.Memory;
using Oriel.Protocol.Kvmfr;
using Oriel.Testing;

namespace Oriel.Agent.Tests;

/// <summary>The X11 backend by itself, in this process.</summary>
public sealed class BackendTests
{
    /// <summary>Following the damage gives the same memory as grabbing everything, with shared pixmaps and without, also on a head with an odd origin.</summary>
    [Theory]
    [InlineData(false, null)]
    [InlineData(true, null)]
    [InlineData(false, "odd")]
    [InlineData(true, "odd")]
    public void The_damage_path_equals_a_full_grab(bool rowsOnly, string? output)
    {
        using var server = XvfbServer.StartOrSkip("701x503");
        if (output is not null)
        {
            Assert.SkipUnless(TestProcess.IsInstalled("xrandr"), "xrandr is not installed");
            server.Run("xrandr", "--setmonitor", output, "333/100x211/100+77+101", "screen");
        }

        using var stop = new WakeFlag();
        using var wake = new WakeFlag();
        using var backend = X11CaptureBackend.Open(server.Display, output, stop, wake, rowsOnly);
        using var painter = new XPainter(server.Display);
        using var followed = backend.TryCreateImage()!;
        using var whole = backend.TryCreateImage()!;
        Assert.Equal(CaptureOutcome.Changed, backend.Capture(followed, Everything()));
        var random = new Random(11);
        var changed = new DamageList();
        for (var round = 0; round < 200; round++)
        {
            painter.Scribble(random);
            painter.Synchronise();
            changed.Clear();
            while (backend.Wait(0, changed) == CaptureOutcome.Changed)
            {
                // The event may be in two parts; take them all.
            }

            if (!changed.IsEmpty)
            {
                Assert.Equal(CaptureOutcome.Changed, backend.Capture(followed, changed));
            }
        }

        Assert.Equal(CaptureOutcome.Changed, backend.Capture(whole, Everything()));
        Assert.True(followed.Memory.TryMap(out var followedPixels, out _));
        Assert.True(whole.Memory.TryMap(out var wholePixels, out var pitchBytes));
        var bytes = (int)pitchBytes * backend.Mode.Height;
        Assert.True(followedPixels.AsSpan(0, bytes).SequenceEqual(wholePixels.AsSpan(0, bytes)));

        var mode = backend.Mode;
        var expected = server.Screenshot().Crop(mode.OriginX, mode.OriginY, mode.Width, mode.Height);
        var row = wholePixels.AsSpan(0, bytes);
        for (var y = 0; y < mode.Height; y++)
        {
            for (var x = 0; x < mode.Width; x++)
            {
                var at = (y * (int)pitchBytes) + (x * 4);
                Assert.Equal(expected[x, y], (row[at + 2] << 16) | (row[at + 1] << 8) | row[at]);
            }
        }
    }

    [Fact]
    public void A_wait_ends_when_woken_or_stopped_and_reports_nothing_on_a_quiet_screen()
    {
        using var server = XvfbServer.StartOrSkip("320x240");
        using var stop = new WakeFlag();
        using var wake = new WakeFlag();
        using var backend = X11CaptureBackend.Open(server.Display, null, stop, wake);
        var changed = new DamageList();
        while (backend.Wait(200_000_000, changed) == CaptureOutcome.Changed)
        {
            // What a new screen reports at first.
        }

        changed.Clear();
        wake.Raise();
        Assert.Equal(CaptureOutcome.Unchanged, backend.Wait(-1, changed));
        Assert.False(wake.IsRaised);
        Assert.True(changed.IsEmpty);
        stop.Raise();
        Assert.Equal(CaptureOutcome.Lost, backend.Wait(-1, changed));
    }

    [Fact]
    public void A_killed_server_is_an_outcome_not_an_exception()
    {
        using var server = GuestServer.StartOrSkip(null, "-screen", "0", "320x240x24");
        using var stop = new WakeFlag();
        using var wake = new WakeFlag();
        using var backend = X11CaptureBackend.Open(server.Display, null, stop, wake);
        using var cursor = X11CursorSource.Open(server.Display, stop, wake);
        using var image = backend.TryCreateImage()!;
        server.Process.Send(Signal.Kill);
        server.Process.WaitForExit(AgentBed.Patience);
        Assert.Equal(CaptureOutcome.Lost, backend.Capture(image, Everything()));
        Assert.Equal(CaptureOutcome.Lost, backend.Wait(-1, new DamageList()));
        Assert.Equal(CaptureOutcome.Lost, cursor.Wait(-1, new CursorSnapshot()));
        Assert.Null(backend.TryCreateImage());

        // Still ours: the memory does not depend on the server.
        Assert.True(image.Memory.TryMap(out var pixels, out _));
        pixels.AsSpan(0, 4).Clear();
    }

    private static DamageList Everything()
    {
        var list = new DamageList();
        list.SetEverything();
        return list;
    }
}
