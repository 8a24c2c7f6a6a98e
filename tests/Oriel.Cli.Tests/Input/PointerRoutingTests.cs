using Oriel.Cli.Input;
using Oriel.Display.Windowing;
using Oriel.Spice;

namespace Oriel.Cli.Tests.Input;

/// <summary>Motion, buttons and wheel, in and out of capture.</summary>
public sealed class PointerRoutingTests
{
    private static ModelGuest Tablet => new() { SupportedMouseModes = MouseModes.Server | MouseModes.Client, MouseMode = MouseModes.Client };

    [Fact]
    public void With_a_tablet_the_guests_pointer_is_where_the_hosts_is()
    {
        using var bench = new InputBench(guest: Tablet);

        bench.PointAt(0, 0);
        bench.PointAt(123, 456);
        bench.PointAt(123, 456);
        bench.Move(0, 0);
        bench.Move(5000, 300);

        Assert.Equal("to 0,0 to 123,456 to 0,0 to 999,125", bench.Calls);
    }

    [Fact]
    public void A_click_lands_where_it_was_made_even_if_nothing_moved_before()
    {
        using var bench = new InputBench(guest: Tablet);

        bench.Press(PointerButton.Left, 40, 50);
        bench.Release(PointerButton.Left);

        Assert.Equal("to 40,50 button+01 button-01", bench.Calls);
    }

    [Fact]
    public void All_five_buttons_reach_the_guest_once()
    {
        using var bench = new InputBench(guest: Tablet);
        bench.PointAt(10, 10);
        bench.Guest.Calls.Clear();
        foreach (var button in new[] { PointerButton.Left, PointerButton.Middle, PointerButton.Right, PointerButton.Side, PointerButton.Extra })
        {
            bench.Press(button);
            bench.Press(button);
            bench.Release(button);
            bench.Release(button);
        }

        Assert.Equal("button+01 button-01 button+02 button-02 button+03 button-03 button+06 button-06 button+07 button-07", bench.Calls);
    }

    [Fact]
    public void A_click_beside_the_picture_is_not_the_guests_but_a_drag_that_ends_there_is()
    {
        using var bench = new InputBench(guest: Tablet);
        bench.Press(PointerButton.Left, -20, 10);
        bench.Release(PointerButton.Left);
        Assert.Equal("", bench.Calls);

        bench.Press(PointerButton.Left, 5, 10);
        bench.Happen(WindowEventKind.PointerLeft);
        bench.Move(-500, Top(10));
        bench.Release(PointerButton.Left);
        Assert.Equal("to 5,10 button+01 to 0,10 button-01", bench.Calls);
    }

    [Fact]
    public void Fine_wheels_are_summed_to_notches()
    {
        using var bench = new InputBench(guest: Tablet);
        for (var i = 0; i < 119; i++)
        {
            bench.Wheel(1 / 120f);
        }

        Assert.Equal(0, bench.Guest.Notches);
        bench.Wheel(1 / 120f);
        Assert.Equal(1, bench.Guest.Notches);

        bench.Wheel(0.9f);
        bench.Wheel(-0.2f);
        bench.Wheel(-0.8f);
        Assert.Equal(0, bench.Guest.Notches);
        bench.Wheel(2.5f);
        bench.Wheel(0.5f);
        Assert.Equal(3, bench.Guest.Notches);
        bench.Wheel(float.NaN);
        bench.Wheel(float.PositiveInfinity);
        Assert.Equal(3, bench.Guest.Notches);
    }

    [Fact]
    public void The_mode_asked_for_is_the_one_that_fits()
    {
        using var bench = new InputBench(guest: new ModelGuest { SupportedMouseModes = MouseModes.Server | MouseModes.Client });
        bench.Router.GuestModesChanged();
        Assert.Equal("mode Client", bench.Calls);
        bench.Tap(PhysicalKey.ScrollLock);
        Assert.Equal("mode Server", bench.Calls);
        bench.Tap(PhysicalKey.ScrollLock);
        Assert.Equal("mode Client", bench.Calls);

        // The agent ended: the server fell back to motion.
        (bench.Guest.SupportedMouseModes, bench.Guest.MouseMode) = (MouseModes.Server, MouseModes.Server);
        bench.Router.GuestModesChanged();
        Assert.Equal("", bench.Calls);

        using var relative = new InputBench(new InputOptions { Mouse = MousePreference.Relative }, Tablet);
        relative.Router.GuestModesChanged();
        Assert.Equal("mode Server", relative.Calls);
    }

    [Fact]
    public void Captured_motion_is_exact()
    {
        using var bench = new InputBench();
        bench.Tap(PhysicalKey.ScrollLock);
        for (var i = 1; i <= 100; i++)
        {
            bench.MoveBy(i % 2 == 0 ? 1 : -3, 7);
        }

        Assert.Equal((-100, 700), bench.Guest.Moved);

        // Motion that was under way when the capture ended is nobody's.
        bench.Tap(PhysicalKey.ScrollLock);
        bench.MoveBy(50, 50);
        Assert.Equal((-100, 700), bench.Guest.Moved);
    }

    [Theory]
    [InlineData(3, 2)]
    [InlineData(-3, 0.5)]
    [InlineData(9, 8)]
    [InlineData(-9, 0.125)]
    public void Sensitivity_scales_and_loses_no_part_of_a_count(int sensitivity, double gain)
    {
        using var bench = new InputBench(new InputOptions { Sensitivity = sensitivity, Smoothing = false });
        bench.Tap(PhysicalKey.ScrollLock);
        for (var i = 0; i < 800; i++)
        {
            bench.MoveBy(1, -1);
        }

        Assert.Equal(((long)(800 * gain), (long)(-800 * gain)), bench.Guest.Moved);
    }

    [Fact]
    public void Smoothing_spreads_a_jump_and_keeps_the_sum()
    {
        using var bench = new InputBench(new InputOptions { Sensitivity = 9, RawMouse = false });
        bench.Tap(PhysicalKey.ScrollLock);
        bench.MoveBy(10, 0);
        Assert.Equal(40, bench.Guest.Moved.X);
        for (var i = 0; i < 20; i++)
        {
            bench.MoveBy(0, 1);
        }

        Assert.InRange(bench.Guest.Moved.X, 79, 80);
        Assert.False(bench.Window.IsPointerRaw);
    }

    [Fact]
    public void Sensitivity_changes_by_key_within_its_limits()
    {
        using var bench = new InputBench();
        bench.Down(PhysicalKey.ScrollLock);
        for (var i = 0; i < 12; i++)
        {
            bench.Tap(PhysicalKey.Insert);
        }

        Assert.Equal(9, bench.Router.Sensitivity);
        bench.Down(PhysicalKey.Delete);
        bench.Down(PhysicalKey.Delete, repeat: true);
        Assert.Equal(7, bench.Router.Sensitivity);
        Assert.Equal("Sensitivity of the captured mouse: +7", bench.Notices[^1]);
    }

    [Fact]
    public void Captured_only_sends_nothing_before()
    {
        using var bench = new InputBench(new InputOptions { CaptureOnly = true });
        bench.Tap(PhysicalKey.A);
        bench.PointAt(4, 4);
        bench.Press(PointerButton.Left);
        bench.Wheel(1);
        Assert.Equal("", bench.Calls);
        Assert.True(bench.Window.IsCursorVisible);

        bench.Tap(PhysicalKey.ScrollLock);
        bench.Tap(PhysicalKey.A);
        bench.MoveBy(1, 2);
        bench.Press(PointerButton.Left);
        Assert.Equal("+1E -1E move 1,2 button+01", bench.Calls);
        bench.Tap(PhysicalKey.ScrollLock);
        Assert.Empty(bench.Guest.Buttons);
    }

    [Fact]
    public void Capture_comes_with_the_focus_when_asked_always_or_once()
    {
        using var always = new InputBench(new InputOptions { CaptureOnFocus = true });
        using var once = new InputBench(new InputOptions { CaptureOnStart = true });
        foreach (var bench in new[] { always, once })
        {
            Assert.False(bench.Router.IsCaptured);
            bench.Happen(WindowEventKind.FocusGained);
            Assert.True(bench.Router.IsCaptured);
            bench.Happen(WindowEventKind.FocusLost);
            Assert.False(bench.Router.IsCaptured);
            Assert.False(bench.Window.IsPointerRelative);
            bench.Happen(WindowEventKind.FocusGained);
            Assert.Equal(bench == always, bench.Router.IsCaptured);
        }
    }

    [Fact]
    public void Automatic_capture_takes_shortcuts_over_the_picture_and_the_mouse_while_a_game_hides_its_pointer()
    {
        using var bench = new InputBench(new InputOptions { AutoCapture = true });
        bench.Happen(WindowEventKind.FocusGained);
        Assert.False(bench.Window.IsKeyboardGrabbed);
        bench.Happen(WindowEventKind.PointerEntered);
        Assert.True(bench.Window.IsKeyboardGrabbed);
        bench.Happen(WindowEventKind.PointerLeft);
        Assert.False(bench.Window.IsKeyboardGrabbed);
        bench.Happen(WindowEventKind.PointerEntered);

        bench.Pointer.Set(10, 10, isVisible: true);
        bench.PointAt(20, 20);
        bench.Pointer.Set(10, 10, isVisible: false);
        bench.PointAt(21, 20);
        Assert.False(bench.Router.IsCaptured, "a pointer hidden for a moment is not a game");
        bench.Pass(400);
        bench.PointAt(22, 20);
        Assert.True(bench.Router.IsCaptured);

        bench.Down(PhysicalKey.W);
        bench.MoveBy(5, 5);
        bench.Pointer.Set(300, 200, isVisible: true);
        bench.MoveBy(5, 5);
        Assert.False(bench.Router.IsCaptured);
        Assert.Equal((InputBench.Left + 600, InputBench.Top + 400), bench.Window.Warped);
        Assert.Single(bench.Guest.Keys);
    }

    [Fact]
    public void A_window_system_that_cannot_lock_the_pointer_is_named()
    {
        var guest = new ModelGuest();
        using var bench = new InputBench(guest: guest);
        var router = new InputRouter(new InputOptions(), new RefusingControl(bench.Window), guest, bench, bench.Pointer, bench, bench.Clock);

        router.Take(new WindowEvent(WindowEventKind.KeyDown) { Key = PhysicalKey.ScrollLock });
        router.Take(new WindowEvent(WindowEventKind.KeyUp) { Key = PhysicalKey.ScrollLock });

        Assert.False(router.IsCaptured);
        Assert.Contains("cannot lock", Assert.Single(bench.Notices));
    }

    [Fact]
    public void A_server_that_takes_positions_only_gets_them_captured_too_and_the_user_a_warning()
    {
        using var bench = new InputBench(guest: new ModelGuest { SupportedMouseModes = MouseModes.Client, MouseMode = MouseModes.Client });
        bench.Pointer.Set(500, 400, isVisible: true);
        bench.Tap(PhysicalKey.ScrollLock);
        bench.Notices.Clear();

        bench.MoveBy(10, -5);
        bench.MoveBy(2000, 0);

        Assert.Equal("to 510,395 to 999,395", bench.Calls);
        Assert.Contains("absolute positions only (a tablet)", Assert.Single(bench.Notices));
    }

    [Fact]
    public void A_server_that_never_grants_relative_motion_is_named_after_a_second()
    {
        var guest = Tablet;
        guest.ObeysModes = false;
        using var bench = new InputBench(guest: guest);
        bench.Tap(PhysicalKey.ScrollLock);
        bench.Notices.Clear();
        bench.MoveBy(1, 1);
        Assert.Empty(bench.Notices);
        bench.Pass(1100);
        bench.MoveBy(1, 1);
        Assert.Single(bench.Notices);
    }

    [Theory]
    [InlineData(true, "Remove the tablet")]
    [InlineData(false, "no mouse that the guest uses")]
    public void A_pointer_that_stands_still_while_motion_is_sent_is_named_once(bool hasTablet, string cure)
    {
        using var bench = new InputBench(guest: new ModelGuest { SupportedMouseModes = MouseModes.Server | (hasTablet ? MouseModes.Client : 0) });
        bench.Pointer.Set(500, 400, isVisible: true);
        bench.Tap(PhysicalKey.ScrollLock);
        bench.Notices.Clear();
        for (var i = 0; i < 300; i++)
        {
            bench.MoveBy(5, 0);
            bench.Pass(10);
        }

        Assert.Contains(cure, Assert.Single(bench.Notices));
    }

    [Fact]
    public void A_pointer_that_moves_or_is_hidden_is_never_complained_about()
    {
        using var bench = new InputBench();
        bench.Tap(PhysicalKey.ScrollLock);
        bench.Notices.Clear();
        for (var i = 0; i < 600; i++)
        {
            bench.MoveBy(5, 0);
            bench.Pass(10);
            bench.Pointer.Set(500 + (i % 90 == 0 ? i : 0), 400, isVisible: i < 300);
        }

        Assert.Empty(bench.Notices);
    }

    private static int Top(int guestY) => InputBench.Top + (2 * guestY);

    private sealed class RefusingControl(IInputControl inner) : IInputControl
    {
        public bool IsFocused => inner.IsFocused;

        public LockKeys Locks => inner.Locks;

        public bool SetLocks(LockKeys locks) => false;

        public bool SetRelativePointer(bool on, bool raw = true) => false;

        public void SetPointerConfined(bool on) => inner.SetPointerConfined(on);

        public void SetKeyboardGrab(bool on) => Assert.False(on);

        public bool WarpPointer(int x, int y) => false;

        public void SetCursorVisible(bool on) => inner.SetCursorVisible(on);

        public bool SetCursorImage(CursorImage? image) => inner.SetCursorImage(image);

        public void SetScreenSaverInhibited(bool on) => inner.SetScreenSaverInhibited(on);
    }
}
