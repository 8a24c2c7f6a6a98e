namespace Oriel.Vm.Tests;

/// <summary>The program itself, as a user has it: a window on an X server, real X events into it, a real guest behind it.</summary>
[Collection(VmCollection.Name)]
public sealed class WindowTests(SharedGuest shared)
{
    private const int Key = 1;

    [Fact]
    public void What_is_typed_into_the_window_is_text_in_the_guest()
    {
        var guest = shared.StartedOrSkip();
        using var window = new ViewerWindow(guest);
        window.WaitForRelay();

        // A terminal of its own under the pointer, which is what the guest's window manager gives the keyboard to.
        guest.Run("rm -f /share/window-reading /share/window-typed; xterm -geometry 150x50+0+0 -e sh -c 'echo > /share/window-reading; read -r line; echo \"$line\" > /share/window-typed' >/dev/null 2>&1 &");
        Eventually.True(() => File.Exists(Path.Combine(guest.Share, "window-reading")), SharedGuest.Patience, "a terminal");
        window.X.Run("xdotool", "mousemove", "300", "300");
        window.X.Run("xdotool", "mousemove", "310", "305");
        using (var screen = new Screen(guest))
        {
            Eventually.True(() => screen.Pointer is (>= 305 and <= 315, >= 300 and <= 310), SharedGuest.Patience, () => $"the guest's pointer under ours; it is at {screen.Pointer}");
        }

        const string text = "Oriel shows 100% of it!";
        using (var log = guest.WatchInput())
        {
            // One key at a time: the emulated keyboard drops what an emulated guest does not fetch.
            for (var i = 0; i < text.Length; i++)
            {
                window.X.Run("xdotool", "type", "--delay", "1", text[i..(i + 1)]);
                var letters = i + 1;
                Eventually.True(() => log.Of(Key).Count(seen => seen.Value == 0 && seen.Code != 42) >= letters, SharedGuest.Patience, () => $"letter {letters}; {string.Join(", ", log.Events)}");
            }

            window.WaitUntilShown();
            window.X.Run("xdotool", "key", "Return");
        }

        var typed = Path.Combine(guest.Share, "window-typed");
        Eventually.True(() => File.Exists(typed) && File.ReadAllText(typed) == text + "\n", SharedGuest.Patience, () => $"the text; {(File.Exists(typed) ? File.ReadAllText(typed) : "nothing")}");
    }

    [Fact]
    public void A_key_that_is_held_when_the_focus_goes_comes_up_in_the_guest()
    {
        var guest = shared.StartedOrSkip();
        using var window = new ViewerWindow(guest);
        window.WaitForRelay();
        using var log = guest.WatchInput();
        window.X.Run("xdotool", "keydown", "shift");
        try
        {
            Eventually.True(() => log.Of(Key).Any(seen => seen is { Code: 42, Value: 1 }), SharedGuest.Patience, () => $"Shift down; {string.Join(", ", log.Events)}");
            using var other = TestProcess.Start("xterm", ["-T", "another window"], window.X.Environment());
            Eventually.True(() => window.X.TryRun("xdotool", "search", "--name", "another window", "windowfocus") is not null, SharedGuest.Patience, "another window with the focus");
            Eventually.True(() => log.Of(Key).Any(seen => seen is { Code: 42, Value: 0 }), SharedGuest.Patience, () => $"Shift up; {string.Join(", ", log.Events)}");
        }
        finally
        {
            window.X.Run("xdotool", "keyup", "shift");
        }
    }

    [Fact]
    public void The_emulated_screen_takes_over_when_the_agent_dies_and_goes_when_it_is_back()
    {
        var guest = shared.StartedOrSkip();
        using var window = new ViewerWindow(guest);
        window.WaitForRelay();

        // Stopped first, which the viewer sees as silence and a user as a hung agent; killed, it is started again.
        guest.Run("kill -STOP $(cat /run/agent.pid)");
        window.WaitForTitle("emulated screen");
        window.WaitUntilShown();
        guest.Run("kill -KILL $(cat /run/agent.pid)");
        window.WaitForRelay();
        window.WaitUntilShown();
    }
}
