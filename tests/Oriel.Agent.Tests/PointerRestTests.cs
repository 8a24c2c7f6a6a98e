using Oriel.Agent.Capture;
using Oriel.Agent.X11;
using Oriel.Interop.Linux.X11;
using Oriel.Memory;
using Oriel.Testing;

namespace Oriel.Agent.Tests;

/// <summary>When the pointer is looked at seldom, and that nothing is missed by it.</summary>
public sealed class PointerRestTests
{
    [Fact]
    public void Rest_is_told_and_so_is_its_end()
    {
        var rest = new PointerRest(isTold: true);
        Assert.False(rest.IsResting);
        rest.Judge(XEvents.Resting, hasMoved: false);
        Assert.True(rest.IsResting);

        // Other news and looks without any change nothing.
        rest.Judge(XEvents.None, hasMoved: false);
        rest.Judge(XEvents.CursorShape, hasMoved: false);
        rest.Judge(XEvents.Woken, hasMoved: true);
        Assert.True(rest.IsResting);
        rest.Judge(XEvents.Used, hasMoved: true);
        Assert.False(rest.IsResting);
        Assert.True(rest.IsTrusted);
    }

    [Fact]
    public void Without_an_alarm_nothing_rests()
    {
        var rest = new PointerRest(isTold: false);
        rest.Judge(XEvents.Resting, hasMoved: false);
        Assert.False(rest.IsResting);
    }

    /// <summary>A server whose idle counter does not count warps: the first one is found by looking, and no later one waits for that.</summary>
    [Fact]
    public void A_move_that_was_not_told_ends_the_trust()
    {
        var rest = new PointerRest(isTold: true);
        rest.Judge(XEvents.Resting, hasMoved: false);
        rest.Judge(XEvents.None, hasMoved: true);
        Assert.False(rest.IsResting);
        rest.Judge(XEvents.None, hasMoved: false);
        Assert.False(rest.IsTrusted);
        rest.Judge(XEvents.Resting, hasMoved: false);
        Assert.False(rest.IsResting);
    }

    [Fact]
    public void A_look_that_was_a_moment_faster_than_the_alarm_does_not()
    {
        var rest = new PointerRest(isTold: true);
        rest.Judge(XEvents.Resting, hasMoved: false);
        rest.Judge(XEvents.None, hasMoved: true);
        rest.Judge(XEvents.Used, hasMoved: false);
        Assert.True(rest.IsTrusted);
        rest.Judge(XEvents.Resting, hasMoved: false);
        Assert.True(rest.IsResting);
    }

    /// <summary>A real server: it says that it rests, and that a program warped the pointer (xdotool does, by XWarpPointer), again and again.</summary>
    [Fact]
    public void A_real_server_tells_of_warps()
    {
        Assert.SkipUnless(TestProcess.IsInstalled("xdotool"), "xdotool is not installed");
        using var server = XvfbServer.StartOrSkip("640x480");
        using var stop = new WakeFlag();
        using var wake = new WakeFlag();
        using var source = X11CursorSource.Open(server.Display, stop, wake);
        var cursor = new CursorSnapshot();
        for (var round = 0; round < 3; round++)
        {
            Eventually.True(() => source.Wait(1_000_000_000, cursor) is var outcome && outcome != CaptureOutcome.Lost && source.Rest.IsResting, AgentBed.Patience, () => "the server to say that it rests");
            server.Run("xdotool", "mousemove", $"{100 + round}", "50");
            Eventually.True(() => source.Wait(1_000_000_000, cursor) == CaptureOutcome.Changed && cursor.X == 100 + round, AgentBed.Patience, () => $"the pointer at {cursor.X}");
            Eventually.True(() => source.Wait(1_000_000_000, cursor) is var outcome && outcome != CaptureOutcome.Lost && (source.Rest.IsResting || !source.Rest.IsTrusted), AgentBed.Patience, () => "rest again");
            Assert.True(source.Rest.IsTrusted, "the alarm did not tell of a warp");
        }
    }
}
