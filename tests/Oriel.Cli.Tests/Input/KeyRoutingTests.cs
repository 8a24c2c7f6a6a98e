using Oriel.Cli.Input;
using Oriel.Display.Windowing;
using Oriel.Spice;

namespace Oriel.Cli.Tests.Input;

/// <summary>Keys on their way to the guest, and those that are the viewer's.</summary>
public sealed class KeyRoutingTests
{
    [Fact]
    public void A_key_goes_down_and_up_in_the_guest_and_its_repeats_do_not()
    {
        using var bench = new InputBench();

        bench.Down(PhysicalKey.A);
        bench.Down(PhysicalKey.A, repeat: true);
        bench.Down(PhysicalKey.A);
        bench.Up(PhysicalKey.A);
        bench.Up(PhysicalKey.A);

        Assert.Equal("+1E -1E", bench.Calls);
    }

    [Fact]
    public void Two_keys_that_are_one_to_the_guest_are_up_when_both_are()
    {
        using var bench = new InputBench();

        bench.Down(PhysicalKey.Backslash);
        bench.Down(PhysicalKey.NonUSHash);
        bench.Up(PhysicalKey.Backslash);
        Assert.Equal("+2B", bench.Calls);
        bench.Up(PhysicalKey.NonUSHash);
        Assert.Equal("-2B", bench.Calls);
    }

    [Fact]
    public void Pause_goes_down_and_up_with_Ctrl_and_without()
    {
        using var bench = new InputBench();

        bench.Tap(PhysicalKey.Pause);
        bench.Down(PhysicalKey.RightCtrl);
        bench.Down(PhysicalKey.Pause);
        bench.Up(PhysicalKey.RightCtrl);
        bench.Up(PhysicalKey.Pause);

        Assert.Equal("+E046 -E046 +E01D +E046 -E01D -E046", bench.Calls);
    }

    [Fact]
    public void A_lost_focus_releases_everything_and_late_releases_do_nothing()
    {
        using var bench = new InputBench();
        bench.Down(PhysicalKey.LeftAlt);
        bench.Down(PhysicalKey.Tab);
        bench.Press(PointerButton.Left);

        bench.Happen(WindowEventKind.FocusLost);
        Assert.Empty(bench.Guest.Keys);
        Assert.Empty(bench.Guest.Buttons);
        bench.Guest.Calls.Clear();

        bench.Up(PhysicalKey.Tab);
        bench.Release(PointerButton.Left);
        bench.Down(PhysicalKey.B);
        Assert.Equal("", bench.Calls);

        bench.Happen(WindowEventKind.FocusGained);
        bench.Tap(PhysicalKey.B);
        Assert.Equal("+30 -30", bench.Calls);
    }

    [Fact]
    public void A_lost_connection_forgets_what_is_pressed_and_a_new_one_starts_clean()
    {
        using var bench = new InputBench();
        bench.Down(PhysicalKey.A);

        bench.Guest.Lose();
        bench.Router.GuestReadyChanged(false);
        bench.Up(PhysicalKey.A);
        bench.Tap(PhysicalKey.B);
        bench.Guest.IsReady = true;
        bench.Router.GuestReadyChanged(true);
        bench.Tap(PhysicalKey.C);

        Assert.Equal("+1E +2E -2E", bench.Calls);
    }

    [Fact]
    public void Super_stays_with_the_host_when_asked()
    {
        using var bench = new InputBench(new InputOptions { IgnoreWindowsKeys = true });

        bench.Tap(PhysicalKey.LeftSuper);
        Assert.Equal("", bench.Calls);

        // Unless it is sent on purpose.
        bench.Down(PhysicalKey.ScrollLock);
        bench.Tap(PhysicalKey.LeftSuper);
        bench.Up(PhysicalKey.ScrollLock);
        Assert.Equal("chord E05B", bench.Calls);
    }

    [Fact]
    public void The_hosts_locks_go_to_the_guest_with_the_focus_except_Scroll_Lock()
    {
        using var bench = new InputBench();
        bench.Window.SetLocks(LockKeys.Num | LockKeys.Scroll);

        bench.Happen(WindowEventKind.FocusGained);
        Assert.Equal(KeyLocks.Num, bench.Guest.WantedLocks);

        bench.Guest.Locks = KeyLocks.Scroll;
        bench.Window.SetLocks(LockKeys.Caps);
        bench.Happen(WindowEventKind.FocusGained);
        Assert.Equal(KeyLocks.Caps | KeyLocks.Scroll, bench.Guest.WantedLocks);
    }

    [Fact]
    public void A_lock_the_guest_changed_is_shown_but_not_one_the_user_just_pressed()
    {
        using var bench = new InputBench();
        bench.Router.GuestLocksChanged(KeyLocks.Caps);
        Assert.Equal("Caps Lock is on in the guest", Assert.Single(bench.Notices));

        bench.Notices.Clear();
        bench.Tap(PhysicalKey.NumLock);
        bench.Pass(50);
        bench.Router.GuestLocksChanged(KeyLocks.Num);
        Assert.Empty(bench.Notices);

        bench.Window.SetLocks(LockKeys.Num);
        bench.Pass(1000);
        bench.Router.GuestLocksChanged(KeyLocks.Num);
        Assert.Empty(bench.Notices);
        bench.Router.GuestLocksChanged(KeyLocks.None);
        Assert.Equal("Num Lock is off in the guest", Assert.Single(bench.Notices));
    }

    [Fact]
    public void The_hosts_lights_follow_the_guest_when_asked()
    {
        using var bench = new InputBench(new InputOptions { Locks = LockSync.Both });
        bench.Window.SetLocks(LockKeys.Scroll);

        bench.Router.GuestLocksChanged(KeyLocks.Caps | KeyLocks.Num);

        Assert.Equal(LockKeys.Caps | LockKeys.Num | LockKeys.Scroll, bench.Window.Locks);
        Assert.Empty(bench.Notices);
        Assert.Null(bench.Guest.WantedLocks);
    }

    [Fact]
    public void Switched_off_nothing_goes_to_the_guest_and_what_was_pressed_is_released()
    {
        using var bench = new InputBench();
        bench.Down(PhysicalKey.W);
        bench.Down(PhysicalKey.ScrollLock);
        Assert.Equal(ViewerCommand.None, bench.Down(PhysicalKey.I));
        bench.Up(PhysicalKey.I);
        bench.Up(PhysicalKey.ScrollLock);

        Assert.False(bench.Router.IsOn);
        Assert.Empty(bench.Guest.Keys);
        Assert.True(bench.Window.IsCursorVisible);
        bench.Guest.Calls.Clear();
        bench.Tap(PhysicalKey.A);
        bench.PointAt(5, 5);
        bench.Press(PointerButton.Left);
        bench.Wheel(3);
        Assert.Equal("", bench.Calls);

        bench.Down(PhysicalKey.ScrollLock);
        bench.Tap(PhysicalKey.I);
        bench.Up(PhysicalKey.ScrollLock);
        bench.Tap(PhysicalKey.A);
        Assert.Equal("+1E -1E", bench.Calls);
        Assert.False(bench.Window.IsCursorVisible);
    }

    [Fact]
    public void The_end_leaves_nothing_pressed_and_nothing_grabbed()
    {
        using var bench = new InputBench(new InputOptions { GrabKeyboardOnFocus = true });
        bench.Happen(WindowEventKind.FocusGained);
        bench.Tap(PhysicalKey.ScrollLock);
        bench.Down(PhysicalKey.W);
        bench.Press(PointerButton.Right);

        bench.Router.Close();

        Assert.Empty(bench.Guest.Keys);
        Assert.Empty(bench.Guest.Buttons);
        Assert.False(bench.Window.IsKeyboardGrabbed);
        Assert.False(bench.Window.IsPointerRelative);
    }
}
