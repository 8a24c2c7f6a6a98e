using Oriel.Cli.Input;
using Oriel.Display.Windowing;

namespace Oriel.Cli.Tests.Input;

/// <summary>The escape key: tap, hold, combinations, other keys in its place.</summary>
public sealed class EscapeKeyTests
{
    [Theory]
    [InlineData(PhysicalKey.Q, "Quit")]
    [InlineData(PhysicalKey.F, "ToggleFullScreen")]
    [InlineData(PhysicalKey.V, "ToggleVideo")]
    [InlineData(PhysicalKey.R, "Rotate")]
    [InlineData(PhysicalKey.O, "ToggleOverlay")]
    [InlineData(PhysicalKey.D, "ToggleHud")]
    [InlineData(PhysicalKey.T, "ToggleTimings")]
    [InlineData(PhysicalKey.N, "ToggleNightVision")]
    [InlineData(PhysicalKey.E, "ToggleMicrophone")]
    [InlineData(PhysicalKey.C, "CycleMicrophonePolicy")]
    [InlineData(PhysicalKey.M, "ToggleMute")]
    [InlineData(PhysicalKey.Up, "VolumeUp")]
    [InlineData(PhysicalKey.Down, "VolumeDown")]
    [InlineData(PhysicalKey.Equal, "MatchGuestToWindow")]
    public void A_key_while_it_is_held_is_a_command_and_nothing_reaches_the_guest(PhysicalKey key, string command)
    {
        using var bench = new InputBench();
        Assert.Equal(ViewerCommand.None, bench.Down(PhysicalKey.ScrollLock));

        Assert.Equal(command, bench.Down(key).ToString());
        bench.Up(key);
        Assert.Equal(command, bench.Down(key).ToString());
        bench.Up(key);
        bench.Up(PhysicalKey.ScrollLock);

        Assert.Equal("", bench.Calls);
        Assert.False(bench.Router.IsCaptured);
    }

    [Fact]
    public void Every_other_key_does_nothing_while_it_is_held()
    {
        using var bench = new InputBench();
        bench.Down(PhysicalKey.ScrollLock);
        for (var key = PhysicalKey.Unknown; (int)key < KeyMap.Keys; key++)
        {
            if (!KeyBindings.Default.Uses(key) && key != PhysicalKey.ScrollLock)
            {
                Assert.Equal(ViewerCommand.None, bench.Down(key));
                bench.Up(key);
            }
        }

        bench.Up(PhysicalKey.ScrollLock);
        Assert.Equal("", bench.Calls);
        Assert.False(bench.Router.IsCaptured);
    }

    [Fact]
    public void Keys_for_the_guest_are_sent_whole()
    {
        using var bench = new InputBench();
        bench.Down(PhysicalKey.ScrollLock);
        bench.Tap(PhysicalKey.Backspace);
        bench.Tap(PhysicalKey.F1);
        bench.Tap(PhysicalKey.F12);
        bench.Tap(PhysicalKey.RightSuper);
        bench.Tap(PhysicalKey.Space);
        bench.Up(PhysicalKey.ScrollLock);

        Assert.Equal("chord 1D+38+E053 chord 1D+38+3B chord 1D+38+58 chord E05C chord 46", bench.Calls);
    }

    [Fact]
    public void A_tap_captures_and_another_lets_go()
    {
        using var bench = new InputBench();

        bench.Tap(PhysicalKey.ScrollLock);
        Assert.True(bench.Router.IsCaptured);
        Assert.True(bench.Window.IsPointerRelative);
        Assert.True(bench.Window.IsPointerRaw);
        Assert.True(bench.Window.IsKeyboardGrabbed);
        Assert.Contains("Scroll Lock releases", Assert.Single(bench.Notices));

        bench.Tap(PhysicalKey.ScrollLock);
        Assert.False(bench.Router.IsCaptured);
        Assert.False(bench.Window.IsPointerRelative);
        Assert.False(bench.Window.IsKeyboardGrabbed);
        Assert.Equal("", bench.Calls);
    }

    [Fact]
    public void Held_longer_it_shows_the_help_and_is_no_tap()
    {
        using var bench = new InputBench();
        bench.Down(PhysicalKey.ScrollLock);
        bench.Pass(199);
        Assert.Null(bench.Help);
        bench.Pass(1);

        Assert.NotNull(bench.Help);
        Assert.Equal("While Scroll Lock is held", bench.Help[0]);
        Assert.Contains("Q\tquit", bench.Help);
        Assert.Contains("Shift+R\tbegin the session with the agent anew", bench.Help);
        Assert.Contains("F1 … F12\tpress Ctrl+Alt+F1 … F12 in the guest", bench.Help);
        bench.Up(PhysicalKey.ScrollLock);
        Assert.Null(bench.Help);
        Assert.False(bench.Router.IsCaptured);
    }

    [Fact]
    public void A_command_takes_the_help_away_and_one_before_it_keeps_it_away()
    {
        using var bench = new InputBench();
        bench.Down(PhysicalKey.ScrollLock);
        bench.Pass(300);
        Assert.NotNull(bench.Help);
        bench.Tap(PhysicalKey.D);
        Assert.Null(bench.Help);
        bench.Up(PhysicalKey.ScrollLock);

        bench.Down(PhysicalKey.ScrollLock);
        bench.Tap(PhysicalKey.D);
        bench.Pass(1000);
        Assert.Null(bench.Help);
        Assert.Null(bench.Router.UntilTick);
    }

    [Fact]
    public void A_lost_focus_ends_it()
    {
        using var bench = new InputBench();
        bench.Down(PhysicalKey.ScrollLock);
        bench.Pass(300);
        bench.Happen(WindowEventKind.FocusLost);
        Assert.Null(bench.Help);
        bench.Happen(WindowEventKind.FocusGained);

        Assert.Equal(ViewerCommand.None, bench.Down(PhysicalKey.Q));
        Assert.Equal("+10", bench.Calls);
    }

    [Fact]
    public void A_tap_without_a_connection_says_so()
    {
        using var bench = new InputBench(guest: new ModelGuest { IsReady = false });

        bench.Tap(PhysicalKey.ScrollLock);

        Assert.False(bench.Router.IsCaptured);
        Assert.Contains("not connected", Assert.Single(bench.Notices));
    }

    [Fact]
    public void Another_key_takes_its_place()
    {
        using var bench = new InputBench(new InputOptions { EscapeKey = Chord("KEY_RIGHTCTRL") });

        bench.Tap(PhysicalKey.ScrollLock);
        Assert.Equal("+46 -46", bench.Calls);
        bench.Down(PhysicalKey.RightCtrl);
        Assert.Equal(ViewerCommand.Quit, bench.Down(PhysicalKey.Q));
        Assert.Equal("", bench.Calls);
    }

    [Fact]
    public void Keys_together_are_the_guests_until_they_are_together()
    {
        using var bench = new InputBench(new InputOptions { EscapeKey = Chord("Ctrl+Alt") });

        bench.Tap(PhysicalKey.LeftCtrl);
        Assert.Equal("+1D -1D", bench.Calls);

        bench.Down(PhysicalKey.LeftCtrl);
        bench.Down(PhysicalKey.RightAlt);
        Assert.Equal("+1D -1D", bench.Calls);
        bench.Up(PhysicalKey.RightAlt);
        Assert.True(bench.Router.IsCaptured);
        bench.Up(PhysicalKey.LeftCtrl);
        Assert.Equal("", bench.Calls);
    }

    [Fact]
    public void Keys_together_with_a_key_that_is_not_bound_are_the_guests_after_all()
    {
        using var bench = new InputBench(new InputOptions { EscapeKey = Chord("LeftCtrl+LeftAlt") });
        bench.Down(PhysicalKey.LeftCtrl);
        bench.Down(PhysicalKey.LeftAlt);
        bench.Guest.Calls.Clear();

        bench.Tap(PhysicalKey.X);
        bench.Up(PhysicalKey.LeftAlt);
        bench.Up(PhysicalKey.LeftCtrl);

        Assert.Equal("+1D +38 +2D -2D -38 -1D", bench.Calls);
        Assert.False(bench.Router.IsCaptured);
    }

    [Fact]
    public void Bindings_change_and_chords_win_over_their_keys()
    {
        var table = Assert.IsType<KeyBindings>(KeyBindings.Default.With("Shift+F=hud", out _));
        table = Assert.IsType<KeyBindings>(table.With("Q=none", out _));
        table = Assert.IsType<KeyBindings>(table.With("==quit", out _));
        using var bench = new InputBench(new InputOptions { Bindings = table });

        bench.Down(PhysicalKey.ScrollLock);
        Assert.Equal(ViewerCommand.ToggleFullScreen, bench.Down(PhysicalKey.F));
        bench.Up(PhysicalKey.F);
        bench.Down(PhysicalKey.RightShift);
        Assert.Equal(ViewerCommand.ToggleHud, bench.Down(PhysicalKey.F));
        Assert.Equal(ViewerCommand.Recover, bench.Down(PhysicalKey.R));
        bench.Up(PhysicalKey.RightShift);
        Assert.Equal(ViewerCommand.None, bench.Down(PhysicalKey.Q));
        Assert.Equal(ViewerCommand.Quit, bench.Down(PhysicalKey.Equal));
    }

    [Theory]
    [InlineData("F")]
    [InlineData("=quit")]
    [InlineData("Nokey=quit")]
    [InlineData("F=nothing-known")]
    [InlineData("A+B+C+D+E=quit")]
    public void A_binding_that_makes_no_sense_is_refused_in_words(string text)
    {
        Assert.Null(KeyBindings.Default.With(text, out var problem));
        Assert.NotEmpty(problem);
    }

    [Fact]
    public void Every_command_has_a_name_that_leads_back_to_it()
    {
        foreach (var command in Enum.GetValues<ViewerCommand>())
        {
            Assert.True(CommandWords.TryParse(CommandWords.NameOf(command), out var parsed), CommandWords.NameOf(command));
            Assert.Equal(command, parsed);
        }
    }

    private static KeyChord Chord(string text)
    {
        Assert.True(KeyChord.TryParse(text, out var chord, out var problem), problem);
        return chord;
    }
}
