using System.Globalization;
using System.Text.Json;
using Oriel.Spice;

namespace Oriel.Vm.Tests;

/// <summary>From a key to the pixels of a terminal in a real guest, as <c>oriel latency</c> measures it.</summary>
[Collection(VmCollection.Name)]
public sealed class LatencyTests(SharedGuest shared)
{
    private const int Inputs = 10;

    [Fact]
    public void Every_key_is_answered_by_a_terminal_in_the_guest()
    {
        var guest = shared.StartedOrSkip();
        var reading = Path.Combine(guest.Share, "latency-reading");
        guest.Run("rm -f /share/latency-reading; xterm -geometry 150x50+0+0 -e sh -c 'echo $$ > /share/latency-reading; exec cat' >/dev/null 2>&1 &");
        Eventually.True(() => File.Exists(reading) && File.ReadAllText(reading).EndsWith('\n'), SharedGuest.Patience, "a terminal");
        try
        {
            // The window manager gives the keyboard to what is under the pointer. One client at a time: this one goes before the measurement comes.
            using (var screen = new Screen(guest))
            using (var spice = new Spice(guest).WaitForInputs().WaitForAgent())
            {
                spice.WaitForMouseMode(MouseModes.Client);
                spice.Inputs.MoveTo(310, 300);
                spice.Inputs.MoveTo(300, 300);
                Eventually.True(() => screen.Pointer is (299 or 300, 299 or 300), SharedGuest.Patience, () => $"the pointer at 300,300; it is at {screen.Pointer}");
            }

            Measure(guest);
        }
        finally
        {
            guest.Run($"kill {File.ReadAllText(reading)}");
        }
    }

    private static void Measure(QemuGuest guest)
    {
        using var folder = new TempFolder();
        var json = folder.File("latency.json");
        using var latency = TestProcess.Start(
            Executables.Oriel,
            [
                // All of the terminal's first lines: where its title bar ends is the window manager's business. Its caret does not blink.
                "latency", "--headless", "--region", guest.SharedMemory, "--spice", guest.SpicePath!, "--input", "--patch", "0,0,500x400", "--count", $"{Inputs}", "--limit", "30000",
                "--warm-up", "0", "--json", json,
            ]);
        Assert.True(latency.WaitForExit(TimeSpan.FromMinutes(6)) == 0, $"{latency.Output}\n{guest.Diagnosis}");
        var input = JsonDocument.Parse(File.ReadAllText(json)).RootElement.GetProperty("input");
        TestContext.Current.SendDiagnosticMessage(latency.Output);
        Assert.Equal((Inputs, Inputs, 0), (Number("tried"), Number("detected"), Number("notPresented")));
        Assert.Equal((Inputs / 3, 0), (Number("shams"), Number("shamHits")));
        var medians = input.GetProperty("stages").EnumerateArray().ToDictionary(s => s.GetProperty("name").GetString()!, s => s.GetProperty("p50Ns"));
        var (seen, presented) = (medians["seen"].GetInt64(), medians["presented"].GetInt64());
        Assert.True(0 < seen && seen < presented, string.Create(CultureInfo.InvariantCulture, $"seen after {seen} ns, presented after {presented} ns"));

        int Number(string name) => input.GetProperty(name).GetInt32();
    }
}
