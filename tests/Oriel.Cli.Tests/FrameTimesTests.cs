using System.Text.Json;
using Oriel.Memory;
using Oriel.Relay.Consumer;
using Oriel.Testing;

namespace Oriel.Cli.Tests;

/// <summary>The timing record as <c>oriel inspect</c> and <c>oriel list</c> show it.</summary>
public sealed class FrameTimesTests
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(30);

    [Fact]
    public void The_record_of_a_live_producer_is_inspected_and_listed()
    {
        using var region = new TempRegion();
        using var guest = TestProcess.Start(Executables.Oriel, ["pattern", "--region", region.Path, "--create", "16M", "--size", "320x200", "--rate", "100"]);
        guest.WaitForLine("\"event\":\"ready\"", s_limit);
        using var sink = new ScreenSink();
        using var feed = new FeedLoop(new FeedOptions { Source = region.Path }, sink);
        feed.Start();
        Eventually.True(() => sink.Frames > 20, s_limit, () => feed.Status.ToString());

        using var json = JsonDocument.Parse(Run("inspect", "--json", region.Path));
        var times = json.RootElement.GetProperty("times");
        Assert.Equal(("LinuxMonotonic", 1, true), (times.GetProperty("clock").GetString(), times.GetProperty("resolutionNs").GetInt32(), times.GetProperty("sameClock").GetBoolean()));
        Assert.Equal(32, times.GetProperty("machine").GetString()!.Length);
        var frames = times.GetProperty("frames").EnumerateArray().ToList();
        Assert.InRange(frames.Count, 14, 16);
        var filled = 0;
        foreach (var frame in frames)
        {
            // The one that is being copied right now has no last pixel yet.
            Assert.True(frame.GetProperty("capturedNs").GetInt64() <= frame.GetProperty("publishedNs").GetInt64(), frame.ToString());
            filled += frame.TryGetProperty("filledNs", out var ns) && frame.GetProperty("publishedNs").GetInt64() <= ns.GetInt64() ? 1 : 0;
        }

        Assert.InRange(filled, 12, 16);

        var text = Run("inspect", region.Path);
        Assert.Matches("  times      by CLOCK_MONOTONIC of this machine, steps of 1 ns; 1[456] frames\n", text);
        Assert.Matches("    frame [0-9]+: published [0-9.]+ s, captured [0-9.]+ ms before, last pixel [0-9.]+ ms after\n", text);
        using var list = JsonDocument.Parse(Run("list", "--json", region.Path));
        Assert.True(list.RootElement.EnumerateArray().Single(e => e.GetProperty("path").GetString() == region.Path).GetProperty("reportsTimes").GetBoolean());
    }

    /// <summary>Copied off a machine, the record still reads, whatever a guest wrote into it.</summary>
    [Fact]
    public void A_copy_with_nonsense_in_it_is_read_without_a_complaint()
    {
        using var folder = new TempFolder();
        var path = folder.File("image");
        using (var region = Region.CreateFile(path, 16 << 20, UnixFileMode.UserRead | UnixFileMode.UserWrite))
        using (var producer = new Relay.Producer.RelayProducer(region, new Relay.Producer.ProducerOptions { ReportsTimes = true }))
        {
            // P20: the block begins at 5756 + 48 + 8 + 4. Entries 1 and 2 with impossible times, and an echo.
            region.WriteUInt32(5816 + 64 + 32, 17);
            region.WriteUInt64(5816 + 64 + 32 + 8, 5_000_000_000);
            region.WriteUInt64(5816 + 64 + 32 + 16, 4_000_000_000);
            region.WriteUInt64(5816 + 64 + 32 + 24, ulong.MaxValue);
            region.WriteUInt32(5816 + 64 + 64, 99);
            region.WriteUInt64(5816 + 640, 7_000_000_000);
            region.WriteUInt64(5816 + 648, 8_000_000_000);
        }

        var text = Run("inspect", path);
        Assert.Contains("1 frames\n    frame 17: published 4.000000 s, captured unknown before, last pixel unknown after\n    viewer in slot 0: its clock 7.000000 s read at 8.000000 s\n", text, StringComparison.Ordinal);
        using var json = JsonDocument.Parse(Run("inspect", "--json", path));
        var frame = json.RootElement.GetProperty("times").GetProperty("frames").EnumerateArray().Single();
        Assert.False(frame.TryGetProperty("filledNs", out _));
        Assert.Equal(17, frame.GetProperty("serial").GetInt32());
    }

    private static string Run(params string[] arguments)
    {
        using var program = TestProcess.Start(Executables.Oriel, arguments);
        Assert.Equal(0, program.WaitForExit(s_limit));
        return program.Output + "\n";
    }
}
