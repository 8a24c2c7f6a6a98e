using System.CommandLine;
using System.Globalization;
using Oriel.Testing;
using Oriel.Vm;

namespace Oriel.Bench;

/// <summary>
/// Key press to changed pixel, through everything: an X event into our window, SPICE, a real QEMU guest with X and a terminal, our agent, shared memory, our window's
/// pixels as another X client reads them. Beside it our own shares, as the viewer measured them in the same run.
/// </summary>
internal static class InputBench
{
    // Part of the terminal's window in the guest: its prompt is in it, and nothing else changes there.
    private static readonly (int X, int Y, int Width, int Height) s_terminal = (60, 70, 720, 300);

    private static readonly TimeSpan s_boot = TimeSpan.FromMinutes(3);

    public static Command Create()
    {
        var count = new Option<int>("--count") { Description = "keys pressed", DefaultValueFactory = _ => 100 };
        var command = new Command("input", "key press to changed pixel with a real guest in QEMU (needs ./dev vm's image, Xvfb, openbox, gcc)") { count };
        command.SetAction(parse => Run(parse.GetValue(count)));
        return command;
    }

    private static int Run(int count)
    {
        if (GuestImage.Find() is not { } image)
        {
            Console.Error.WriteLine("there is no guest image yet: run './dev vm --image' first");
            return 1;
        }

        var meter = MeterPrograms.Meter;
        using var screen = XvfbServer.StartWithWindowManagerOrSkip("1280x800x24");
        using var guest = QemuGuest.Start(new QemuOptions { AgentFolder = Path.GetDirectoryName(Executables.Agent), Session = QemuOptions.Terminal }, image);
        var log = Path.GetTempFileName();
        try
        {
            using var viewer = TestProcess.Start(
                Executables.Oriel, ["view", "--region", guest.SharedMemory, "--spice", guest.SpicePath!, "--no-audio", "--fullscreen", "--scale", "1:1", "--log", log], screen.Environment());
            guest.WaitForDesktop(s_boot);
            guest.WaitForAgentStart(s_boot);

            // The relay's picture, and SPICE beside it.
            Eventually.True(
                () => File.ReadAllText(log) is var text && text.Contains("Live:", StringComparison.Ordinal) && text.Contains("SPICE: Connected", StringComparison.Ordinal),
                s_boot,
                () => $"a picture of the guest; the viewer logged\n{File.ReadAllText(log)}");

            // The terminal's shell and its prompt follow; the meter itself waits for a picture that stands still.
            Eventually.True(() => guest.Shell.Run("pidof xterm").Status == 0, s_boot, () => $"a terminal in the guest\n{guest.Diagnosis}");

            // Full screen on a screen of the guest's size: what is at a place of the guest is at the same place here.
            screen.Run("xdotool", "mousemove", Text(s_terminal.X + 200), Text(s_terminal.Y + 250), "click", "1");
            var times = TestProcess.Run(
                    meter, [Text(s_terminal.X), Text(s_terminal.Y), Text(s_terminal.Width), Text(s_terminal.Height), Text(count)], screen.Environment(), TimeSpan.FromMinutes(5))
                .Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => long.Parse(line, CultureInfo.InvariantCulture) / 1e6).Order().ToList();
            viewer.Stop();
            Report(times, log, guest.UsesKvm);
            return 0;
        }
        finally
        {
            File.Delete(log);
        }
    }

    private static void Report(List<double> times, string log, bool usesKvm)
    {
        Console.WriteLine($"{Machine.Describe()}, software GL, guest {(usesKvm ? "with KVM" : "emulated (TCG)")} at 1280x800");
        Console.WriteLine(FormattableString.Invariant(
            $"key press to changed pixel, {times.Count} keys: p50 {times[times.Count / 2]:0.0} ms, p99 {times[Math.Min(times.Count - 1, times.Count * 99 / 100)]:0.0} ms, least {times[0]:0.0}, most {times[^1]:0.0}"));
        Console.WriteLine("of it ours, as the viewer counted: " + File.ReadLines(log).Last(line => line.Contains("frame seen to shown", StringComparison.Ordinal)).Split("info", 2)[1].Trim());
        Console.WriteLine("the rest: SPICE server and device emulation, the guest's kernel, X server and terminal, the agent's capture, and half a millisecond of this meter's polling");
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
