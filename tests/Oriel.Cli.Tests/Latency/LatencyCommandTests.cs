using System.Text.Json;
using Oriel.Display.Latency;
using Oriel.Testing;

namespace Oriel.Cli.Tests.Latency;

/// <summary><c>oriel latency</c> itself, in a process of its own, on real producers.</summary>
public sealed class LatencyCommandTests : IDisposable
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(60);
    private readonly TempRegion _region = new(64 << 20);
    private readonly TempFolder _folder = new();

    [Fact]
    public void Without_a_window_it_reports_every_frame_and_draws_a_trace()
    {
        using var guest = Pattern();
        var (json, trace) = (_folder.File("latency.json"), _folder.File("trace.json"));
        using var latency = Start("--headless", "--frames", "40", "--warm-up", "0.1", "--json", json, "--trace", trace);
        Assert.True(latency.WaitForExit(s_limit) == 0, latency.Output);

        var report = JsonDocument.Parse(File.ReadAllText(json)).RootElement;
        CheckReport(report, "headless");
        Assert.Contains("captured to presented", latency.Output, StringComparison.Ordinal);
        TraceRules.Check(JsonDocument.Parse(File.ReadAllText(trace)), out var slices);
        Assert.Equal(report.GetProperty("kept").GetInt64(), slices.Count(s => s.Name == "copy"));
    }

    [Fact]
    public void In_a_window_it_measures_the_window()
    {
        using var x = XvfbServer.StartOrSkip("800x600x24");
        using var guest = Pattern();
        var json = _folder.File("latency.json");
        using var latency = TestProcess.Start(Executables.Oriel, ["latency", "--region", _region.Path, "--frames", "30", "--warm-up", "0", "--json", json], x.Environment());
        Assert.True(latency.WaitForExit(s_limit) == 0, latency.Output);
        CheckReport(JsonDocument.Parse(File.ReadAllText(json)).RootElement, "window");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Interrupted_it_prints_what_it_has(bool hasWindow)
    {
        using var x = hasWindow ? XvfbServer.StartOrSkip("800x600x24") : null;
        using var guest = Pattern();
        string[] how = hasWindow ? ["--verbose"] : ["--headless"];
        using var latency = TestProcess.Start(Executables.Oriel, ["latency", "--region", _region.Path, "--seconds", "1000", "--warm-up", "0", .. how], x?.Environment());
        Eventually.True(() => guest.Frames > 20, s_limit, () => latency.Output);
        latency.Send(Signal.Interrupt);
        Assert.True(latency.WaitForExit(s_limit) == 0, latency.Output);
        Assert.Contains("seen to copied", latency.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_to_measure_is_no_success()
    {
        using var absent = TestProcess.Start(Executables.Oriel, ["latency", "--headless", "--region", _folder.File("none"), "--seconds", "1"]);
        Assert.Equal(ExitCodes.Region, absent.WaitForExit(s_limit));
        Assert.Contains("ORL101", absent.Output, StringComparison.Ordinal);

        // One frame while warming up, and then a guest that stands still.
        using var guest = new ReactingGuest(_region, isAnimated: false);
        using var still = Start("--headless", "--seconds", "0.3", "--warm-up", "0.3");
        Assert.Equal(ExitCodes.NoProducer, still.WaitForExit(s_limit));
        Assert.Contains("ORL520", still.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--count", "3")]
    [InlineData("--input", "jump")]
    [InlineData("--input", "key:nokey")]
    [InlineData("--input", "move", "--patch", "1,2,3")]
    [InlineData("--input", "move", "--seconds", "3")]
    [InlineData("--frames", "0")]
    [InlineData("--warm-up", "-1")]
    public void What_is_not_understood_ends_with_status_2(params string[] arguments) =>
        Assert.Equal(ExitCodes.Usage, CommandRunner.Run(CommandTree.Create(), ["latency", .. arguments]));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Inputs_go_through_a_real_SPICE_server_and_come_back_as_pictures(bool hasWindow)
    {
        using var x = hasWindow ? XvfbServer.StartOrSkip("800x600x24") : null;
        using var server = SpiceServerPeer.StartOrSkip();
        using var guest = new ReactingGuest(_region, blink: TimeSpan.FromMilliseconds(530));
        using var ends = new CancellationTokenSource();
        var relay = new Thread(() => Relay(server, guest, ends.Token));
        relay.Start();
        var (json, trace) = (_folder.File("latency.json"), _folder.File("trace.json"));
        string[] how = hasWindow ? [] : ["--headless"];
        using (var latency = TestProcess.Start(
            Executables.Oriel,
            ["latency", "--region", _region.Path, "--spice", server.UnixPath!, "--input", "--count", "10", "--interval", "150", "--warm-up", "0", "--json", json, "--trace", trace, .. how],
            x?.Environment()))
        {
            Assert.True(latency.WaitForExit(s_limit) == 0, latency.Output);
            Assert.Contains("found by trying", latency.Output, StringComparison.Ordinal);
        }

        ends.Cancel();
        relay.Join();
        var input = JsonDocument.Parse(File.ReadAllText(json)).RootElement.GetProperty("input");
        Assert.Equal((10, 10), (input.GetProperty("tried").GetInt32(), input.GetProperty("detected").GetInt32()));
        Assert.Equal(10, Stage(input, "presented").GetProperty("count").GetInt64());
        Assert.True(Stage(input, "presented").GetProperty("p50Ns").GetInt64() > Stage(input, "seen").GetProperty("p50Ns").GetInt64());
        var patch = input.GetProperty("patch");
        Assert.InRange(patch.GetProperty("x").GetInt32(), 176, 211);

        // The trace has them too; and what was typed was taken back.
        TraceRules.Check(JsonDocument.Parse(File.ReadAllText(trace)), out var slices);
        Assert.Equal(10, slices.Count(s => s.Name == "key:a,backspace"));
        var downs = server.KeyBytes.Where(b => b is 0x1E or 0x0E).ToArray();
        Assert.Equal(downs.Count(b => b == 0x1E), downs.Count(b => b == 0x0E));
    }

    public void Dispose()
    {
        _folder.Dispose();
        _region.Dispose();
    }

    // What QEMU's keyboard and the guest's kernel do between them.
    private static void Relay(SpiceServerPeer server, ReactingGuest guest, CancellationToken ends)
    {
        var seen = 0;
        while (!ends.IsCancellationRequested)
        {
            var bytes = server.KeyBytes;
            for (; seen < bytes.Length; seen++)
            {
                if ((bytes[seen] & 0x80) == 0)
                {
                    guest.KeyDown(new Oriel.Spice.PcKey(bytes[seen]));
                }
            }

            ends.WaitHandle.WaitOne(1);
        }
    }

    private static void CheckReport(JsonElement report, string viewer)
    {
        Assert.Equal((1, viewer), (report.GetProperty("schema").GetInt32(), report.GetProperty("viewer").GetString()));
        Assert.Equal((640, 360), (report.GetProperty("width").GetInt32(), report.GetProperty("height").GetInt32()));
        var frames = report.GetProperty("frames").GetInt64();
        Assert.InRange(frames, 30, 10_000);
        var stages = report.GetProperty("stages").EnumerateArray().ToArray();
        Assert.Equal(FrameStages.Count, stages.Length);
        foreach (var stage in stages)
        {
            Assert.Equal(frames, stage.GetProperty("count").GetInt64() + stage.GetProperty("unknown").GetInt64());
            if (stage.GetProperty("count").GetInt64() == 0)
            {
                Assert.Equal(JsonValueKind.Null, stage.GetProperty("p50Ns").ValueKind);
                continue;
            }

            long[] row = [.. ((string[])["p50Ns", "p95Ns", "p99Ns", "maxNs"]).Select(name => stage.GetProperty(name).GetInt64())];
            Assert.Equal(row.Order(), row);
        }

        // Guest and viewer are on one machine here: one clock, and all but the first frames from it.
        var clock = report.GetProperty("clock");
        Assert.Equal(("shared", 0), (clock.GetProperty("relation").GetString(), clock.GetProperty("uncertaintyNs").GetInt64()));
        Assert.InRange(Stage(report, "total").GetProperty("count").GetInt64(), 1, frames);

        // What the viewer alone sees is known of every frame, and the parts make the whole.
        Assert.Equal((frames, frames), (Stage(report, "copy").GetProperty("count").GetInt64(), Stage(report, "viewer").GetProperty("count").GetInt64()));
        var mean = ((string[])["copy", "render", "present"]).Sum(name => Stage(report, name).GetProperty("meanNs").GetInt64());
        Assert.Equal(mean, Stage(report, "viewer").GetProperty("meanNs").GetInt64(), 3.0);
        Assert.True(Stage(report, "copy").GetProperty("p50Ns").GetInt64() > 0);
    }

    private static JsonElement Stage(JsonElement report, string name) => report.GetProperty("stages").EnumerateArray().Single(s => s.GetProperty("name").GetString() == name);

    private PatternGuest Pattern() => new(_region);

    private TestProcess Start(params string[] arguments) => TestProcess.Start(Executables.Oriel, ["latency", "--region", _region.Path, .. arguments]);
}
