using System.Globalization;
using Oriel.Testing;

namespace Oriel.Cli.Tests.Input;

/// <summary>
/// The same on Wayland, as far as Weston nested in Xvfb shows it: keys, positions, buttons and relative motion arrive through the compositor. Weston has no shortcuts of
/// its own that a window could be seen to inhibit.
/// </summary>
public sealed class WaylandInputTests
{
    [Fact]
    public void Keys_positions_and_buttons_arrive()
    {
        using var stage = Start("--modes", "3");

        stage.X.Run("xdotool", "key", "a", "keydown", "shift", "key", "1", "keyup", "shift", "key", "Left");
        stage.WaitFor("^key- E04B$");
        Assert.EndsWith("key+ 1E, key- 1E, key+ 2A, key+ 02, key- 02, key- 2A, key+ E04B, key- E04B", stage.Sent());

        stage.X.Run("xdotool", "mousemove_relative", "--", "21", "13", "click", "1", "click", "3", "click", "5");
        stage.WaitFor("^wheel -1$");
        Assert.EndsWith("button+ 1, button- 1, button+ 3, button- 3, wheel -1", stage.Sent());
    }

    [Fact]
    public void Captured_motion_is_relative_and_escape_lets_go()
    {
        using var stage = Start();
        stage.X.Run("xdotool", "key", "Scroll_Lock");
        stage.WaitFor("captured");
        stage.Tell("focus?");
        stage.Lines();

        stage.X.Run("xdotool", "mousemove_relative", "--", "40", "-30");
        stage.X.Run("xdotool", "mousemove_relative", "--", "-15", "10");
        stage.X.Run("xdotool", "key", "b");
        stage.WaitFor("^key- 30$");

        // The sum is the X11 test's business: nested Weston makes relative motion out of the outer pointer's places and was seen to report one twice.
        var moves = stage.Sent().Split(", ").Select(l => l.Split(' ')).Where(w => w[0] == "move").Select(w => (int.Parse(w[1], CultureInfo.InvariantCulture), int.Parse(w[2], CultureInfo.InvariantCulture))).ToList();
        Assert.Contains((-15, 10), moves);
        stage.X.Run("xdotool", "key", "Scroll_Lock");
        stage.WaitFor("released");
    }

    // Weston gives the keyboard to what was clicked.
    private static PeerStage Start(params string[] options)
    {
        var stage = PeerStage.StartOnWayland(["--guest-size", "1000x700", .. options]);
        try
        {
            Eventually.True(
                () =>
                {
                    // Nested Weston counts motion from where it believes the pointer is; corner to corner it learns.
                    stage.X.Run("xdotool", "mousemove", "0", "0", "mousemove", "1023", "767", "mousemove", "0", "0", "mousemove", "500", "400", "click", "1");
                    return stage.Peer.Output.Contains("event FocusGained", StringComparison.Ordinal) && stage.Peer.Output.Contains("event PointerEntered", StringComparison.Ordinal);
                },
                PeerStage.Patience,
                () => "the focus\n" + stage.Peer.Output);
            stage.Tell("focus?");
            stage.Lines();
            return stage;
        }
        catch
        {
            stage.Dispose();
            throw;
        }
    }
}
