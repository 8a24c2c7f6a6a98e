using System.Diagnostics;
using System.Text.Json;
using Oriel.Memory;
using Oriel.Protocol.Kvmfr;
using Oriel.Relay.Producer;
using Oriel.Testing;

namespace Oriel.Cli.Tests;

/// <summary><c>oriel list</c>, the program itself. Other regions of this machine may come and go meanwhile: only our own are looked at.</summary>
public sealed class ListTests
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(30);

    [Theory]
    [InlineData("p20")]
    [InlineData("p34")]
    public void Live_producer_is_found_and_described(string profile)
    {
        using var region = new TempRegion();
        using var guest = TestProcess.Start(Executables.Oriel, ["pattern", "--region", region.Path, "--create", "16M", "--size", "320x200", "--profile", profile]);
        var ready = guest.WaitForLine("\"event\":\"ready\".*\"session\":([0-9]+)", s_limit);

        var entry = Entry(List(0, "--json"), region.Path);
        Assert.Equal("live", entry.GetProperty("state").GetString());
        Assert.True(entry.GetProperty("alive").GetBoolean());
        Assert.Equal(ready.Groups[1].Value, entry.GetProperty("sessionID").GetRawText());
        Assert.Equal(profile == "p20" ? 6 : 12, entry.GetProperty("lgmpVersion").GetInt32());
        Assert.Equal(profile == "p20" ? 20 : 34, entry.GetProperty("kvmfrVersion").GetInt32());
        Assert.Equal(0, entry.GetProperty("subscribers").GetInt32());
        Assert.Equal(16ul << 20, entry.GetProperty("bytes").GetUInt64());

        var row = List(0).Split('\n').Single(l => l.StartsWith(region.Path + " ", StringComparison.Ordinal));
        Assert.Matches(@" 16 MiB +live +good +- +[-0-9a-f]+ +[0-9]+/[0-9]+ ", row);
    }

    [Fact]
    public void What_the_guest_says_is_listed_and_inspected()
    {
        using var file = new TempRegion(16 << 20);
        using var region = Region.OpenFile(file.Path, RegionAccess.ReadWrite);
        using var producer = new RelayProducer(region, new ProducerOptions
        {
            Status = new GuestStatus
            {
                State = GuestState.NoOutput, Agent = "agent 7", System = "Windows 11", Gpu = "Fast 9000", GpuDriver = "31.0", OutputCount = 1,
                Outputs = [new GuestOutput("DP-1", 2560, 1440, 59_940, IsCaptured: false, IsPrimary: true)], Error = new GuestError("ORL420", "no output is active", "attach one", 9),
            },
        });
        using var json = JsonDocument.Parse(List(0, "--json", file.Path));
        var entry = Entry(json.RootElement, file.Path);
        Assert.Equal(("NoOutput", "Fast 9000", "ORL420"),
            (entry.GetProperty("guestState").GetString(), entry.GetProperty("guestGpu").GetString(), entry.GetProperty("guestError").GetString()));
        Assert.Equal("The guest has no active output (ORL420): no output is active", entry.GetProperty("guestTrouble").GetString());
        Assert.False(entry.TryGetProperty("guestBackend", out _));
        Assert.Contains($"{file.Path}: The guest has no active output (ORL420): no output is active", List(0, file.Path), StringComparison.Ordinal);

        using var inspect = TestProcess.Start(Executables.Oriel, ["inspect", "--json", file.Path]);
        Assert.Equal(0, inspect.WaitForExit(TimeSpan.FromSeconds(20)));
        using var report = JsonDocument.Parse(inspect.Output);
        var guest = report.RootElement.GetProperty("guest");
        string[] names = [.. guest.EnumerateObject().Select(p => p.Name)];
        var page = File.ReadAllText(Path.Combine(Executables.SourceTree, "docs", "protocol-extensions.md"));
        Assert.All(names, name => Assert.Contains($"`{name}`", page, StringComparison.Ordinal));
        Assert.Equal(("NoOutput", "attach one", 59_940), (guest.GetProperty("state").GetString(), guest.GetProperty("error").GetProperty("remedy").GetString(),
            guest.GetProperty("outputs")[0].GetProperty("refreshMilliHz").GetInt32()));

        using var text = TestProcess.Start(Executables.Oriel, ["inspect", file.Path]);
        _ = text.WaitForLine("^  guest      NoOutput for .* no backend; agent 7 on Windows 11; gpu Fast 9000 31.0$", TimeSpan.FromSeconds(20));
        _ = text.WaitForLine("^  output     DP-1 2560 x 1440 at 59.94 Hz, primary$", TimeSpan.FromSeconds(20));
        _ = text.WaitForLine(@"^  error      ORL420 .* s ago: no output is active \(attach one\)$", TimeSpan.FromSeconds(20));
    }

    [Fact]
    public void What_is_not_alive_says_why()
    {
        using var folder = new TempFolder();
        string Image(string name, byte[] image)
        {
            File.WriteAllBytes(folder.File(name), image);
            return folder.File(name);
        }

        var future = Vectors.Image("p20-live");
        future[4] = 77;
        var stopped = Image("stopped.bin", Vectors.Image("p20m-v10-live"));
        var refused = Image("refused.bin", Vectors.Mutation("p20-live", "numQueues-huge").Image());
        var unknown = Image("unknown.bin", future);
        var nobody = Image("nobody.bin", new byte[1 << 20]);

        var started = Stopwatch.GetTimestamp();
        using var json = JsonDocument.Parse(List(0, "--json", stopped, refused, unknown, nobody));
        var elapsed = Stopwatch.GetElapsedTime(started);

        var entry = Entry(json.RootElement, stopped);
        Assert.Equal("stopped", entry.GetProperty("state").GetString());
        Assert.False(entry.GetProperty("alive").GetBoolean());
        Assert.Equal((200, 150, "Bgr32"), (entry.GetProperty("frameWidth").GetInt32(), entry.GetProperty("frameHeight").GetInt32(), entry.GetProperty("frameType").GetString()));
        Assert.Equal("TV-p20m-v10", entry.GetProperty("hostver").GetString());
        Assert.Equal(1, entry.GetProperty("subscribers").GetInt32());

        entry = Entry(json.RootElement, refused);
        Assert.Equal("session-refused", entry.GetProperty("state").GetString());
        Assert.Contains("QueueCount", entry.GetProperty("reason").GetString(), StringComparison.Ordinal);

        entry = Entry(json.RootElement, unknown);
        Assert.Equal("version-mismatch", entry.GetProperty("state").GetString());
        Assert.Contains("LGMP 77", entry.GetProperty("reason").GetString(), StringComparison.Ordinal);
        Assert.Equal("TV-p20", entry.GetProperty("hostver").GetString());

        Assert.Equal("no-producer", Entry(json.RootElement, nobody).GetProperty("state").GetString());

        // All heartbeats are watched at once: a second and a bit, whatever the number of regions.
        Assert.True(elapsed > TimeSpan.FromSeconds(1), $"a session was called stopped after {elapsed}");
        Assert.True(elapsed < TimeSpan.FromSeconds(15), $"took {elapsed}");
    }

    [Fact]
    public void Named_region_that_cannot_be_opened_is_listed_and_sets_the_status()
    {
        using var folder = new TempFolder();
        var entry = Entry(List(3, "--json", folder.File("missing")), folder.File("missing"));
        Assert.Equal("unreadable", entry.GetProperty("state").GetString());
        Assert.Equal("ORL101", entry.GetProperty("error").GetString());
    }

    [Fact]
    public void Files_without_a_session_are_listed_only_on_request()
    {
        using var region = new TempRegion(1 << 20);
        Assert.DoesNotContain(region.Path, List(0), StringComparison.Ordinal);
        Assert.Contains("other file", List(0), StringComparison.Ordinal);
        Assert.Contains(region.Path, List(0, "--all"), StringComparison.Ordinal);
    }

    [Fact]
    public void Region_given_and_found_is_listed_once()
    {
        using var region = new TempRegion();
        Vectors.WriteImage("p20-live", region.Path);
        Assert.Single(List(0, region.Path).Split('\n'), l => l.StartsWith(region.Path + " ", StringComparison.Ordinal));
    }

    [Fact]
    public void Nothing_is_written_and_help_teaches()
    {
        using var region = new TempRegion();
        Vectors.WriteImage("p34-legacy-live", region.Path);
        var written = File.GetLastWriteTimeUtc(region.Path);
        List(0);
        Assert.Equal(Vectors.Image("p34-legacy-live"), File.ReadAllBytes(region.Path));
        Assert.Equal(written, File.GetLastWriteTimeUtc(region.Path));
        Assert.Contains("oriel list --json | jq", List(0, "--help"), StringComparison.Ordinal);
        List(2, "--bogus");
    }

    private static JsonElement Entry(string json, string path)
    {
        using var document = JsonDocument.Parse(json);
        return Entry(document.RootElement, path).Clone();
    }

    private static JsonElement Entry(JsonElement list, string path) => list.EnumerateArray().Single(e => e.GetProperty("path").GetString() == path);

    private static string List(int status, params string[] arguments)
    {
        using var oriel = TestProcess.Start(Executables.Oriel, ["list", .. arguments]);
        var actual = oriel.WaitForExit(s_limit);
        Assert.True(actual == status, $"expected status {status}, was {actual}:\n{oriel.Output}");
        return oriel.Output;
    }
}
