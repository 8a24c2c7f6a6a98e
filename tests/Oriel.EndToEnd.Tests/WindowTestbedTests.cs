using System.Diagnostics;

namespace Oriel.EndToEnd.Tests;

/// <summary>The testbed itself: what other tests rely on when they start servers and kill peers.</summary>
public class WindowTestbedTests
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);

    [Fact]
    public void A_child_keeps_its_own_pid_output_and_exit_status()
    {
        using var child = TestProcess.Start("sh", ["-c", "echo pid $$; echo oops >&2; exit 7"]);

        Assert.Equal(7, child.WaitForExit(s_patience));
        Assert.Contains($"pid {child.Id}", child.Output);
        Assert.Contains("oops", child.Output);
    }

    [Fact]
    public void Stop_and_continue_reach_the_program_itself()
    {
        using var child = TestProcess.Start("sleep", ["60"]);

        child.Send(Signal.Stop);
        Eventually.True(() => State(child.Id) == 'T', s_patience, "the child to freeze");
        child.Send(Signal.Continue);
        Eventually.True(() => State(child.Id) == 'S', s_patience, "the child to sleep again");
        Assert.Equal(128 + (int)Signal.Terminate, child.Stop());
    }

    [Fact]
    public void A_child_dies_when_its_owner_is_killed()
    {
        // The owner is a shell that holds the watchdog's pipe as this test process does for every child; killing it closes the pipe without a word.
        var wrapper = (string)typeof(TestProcess).GetField("Wrapper", System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.Static)!.GetRawConstantValue()!;
        using var folder = new TempFolder();
        var pidFile = folder.File("pid");
        var holderTime = $"61.{Environment.ProcessId}";
        using var owner = TestProcess.Start(
            "sh",
            ["-c", $"(exec sleep {holderTime}) | sh -c \"$0\" sh sh -c 'echo $$ > '\"$1\"'.tmp; mv '\"$1\"'.tmp '\"$1\"'; exec sleep 62' & wait", wrapper, pidFile]);
        Eventually.True(() => File.Exists(pidFile), s_patience, () => "the inner child to start: " + owner.Output);
        var inner = int.Parse(File.ReadAllText(pidFile));
        var holder = Directory.GetDirectories("/proc").Select(Path.GetFileName).Where(name => int.TryParse(name, out _)).Select(int.Parse!)
            .Single(pid => TryRead($"/proc/{pid}/cmdline") == $"sleep\0{holderTime}\0");

        Process.GetProcessById(holder).Kill();

        Eventually.True(() => !IsRunning(inner), s_patience, "the inner child to be ended by its watchdog");
    }

    [Fact]
    public void Xvfb_with_a_window_manager_starts_and_is_screenshotted()
    {
        using var x = XvfbServer.StartWithWindowManagerOrSkip("640x480");

        x.Run("xsetroot", "-solid", "#123456");
        Eventually.True(() => x.Screenshot()[320, 240] == 0x123456, s_patience, "the root colour");
        var screen = x.Screenshot();
        Assert.Equal((640, 480), (screen.Width, screen.Height));
        Assert.Contains("Openbox", x.Run("wmctrl", "-m"));
    }

    [Fact]
    public void Weston_starts_inside_Xvfb()
    {
        using var wayland = WestonServer.StartOrSkip(640, 480);

        var screen = wayland.Screenshot();
        Assert.Equal((640, 480), (screen.Width, screen.Height));
        Assert.Equal(WestonServer.Background, screen[160, 120]);
    }

    private static char State(int pid) => TryRead($"/proc/{pid}/stat") is { } stat ? stat[stat.LastIndexOf(')') + 2] : '-';

    private static bool IsRunning(int pid) => State(pid) is not ('-' or 'Z');

    private static string? TryRead(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (IOException)
        {
            return null;
        }
        catch (UnauthorizedAccessException)
        {
            return null;
        }
    }
}
