using System.IO.Compression;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Oriel.Agent.Configuration;
using Oriel.Agent.Logging;
using Oriel.Agent.Windows.Service;
using Oriel.Memory;
using Oriel.Testing;

namespace Oriel.Agent.Tests.Windows.Service;

/// <summary>The small parts around the supervisor that need no Windows.</summary>
public sealed class ServicePartsTests
{
    [Fact]
    public void A_report_survives_its_file()
    {
        var random = new Random(1);
        for (var i = 0; i < 500; i++)
        {
            var report = new SupervisorReport(
                (SupervisorPhase)random.Next(5), (uint)random.NextInt64(0, 1L << 32), random.Next(2) == 0 ? null : (uint)random.NextInt64(0, 1L << 32), random.Next(), random.Next(2) == 0 ? "" : "1, 2",
                random.Next(2) == 0 ? null : "exit = 7, a=b");
            Assert.Equal(report, SupervisorReport.Parse(report.ToText()));
            Assert.Equal(report, SupervisorReport.Parse(report.ToText().ReplaceLineEndings("\r\n")));
        }

        Assert.Equal("two lines", SupervisorReport.Parse(SupervisorReport.Nothing with { LastProblem = "two\nlines" } is var two ? two.ToText() : "")!.LastProblem);
    }

    [Theory]
    [InlineData("")]
    [InlineData("phase=Capturing\n")]
    [InlineData("phase=99\nprocess=1\nsession=\nfailures=0\n")]
    [InlineData("phase=Capturing\nprocess=-1\nsession=\nfailures=0\n")]
    [InlineData("phase=Capturing\nprocess=1\nsession=x\nfailures=0\n")]
    [InlineData("\0\0\0\0")]
    public void A_report_that_is_none_is_null(string text) => Assert.Null(SupervisorReport.Parse(text));

    [Fact]
    public void Random_bytes_are_no_report_and_no_crash()
    {
        var random = new Random(2);
        for (var i = 0; i < 2000; i++)
        {
            var text = SupervisorReport.Nothing.ToText().ToCharArray();
            for (var n = random.Next(1, 6); n > 0; n--)
            {
                text[random.Next(text.Length)] = (char)random.Next(1, 200);
            }

            _ = SupervisorReport.Parse(new string(text));
        }
    }

    [Fact]
    public void Delays_grow_to_a_minute()
    {
        Assert.Equal([1, 2, 4, 8, 16, 32, 60, 60], Enumerable.Range(1, 8).Select(n => RestartDelays.After(n, 7).TotalSeconds));
        Assert.Equal(RestartDelays.Longest, RestartDelays.After(int.MaxValue, null));
        Assert.Equal(RestartDelays.Longest, RestartDelays.After(1, AgentExitCodes.Configuration));
    }

    [Theory]
    [InlineData("ivshmem:0", "IVSHMEM:0,wc", true)]
    [InlineData("ivshmem:0,cached", "ivshmem:0,uncached", true)]
    [InlineData("ivshmem:0", "ivshmem:1", false)]
    [InlineData(@"C:\a,b", @"C:\a", false)]
    public void A_device_is_one_region_however_it_is_mapped(string one, string other, bool same) =>
        Assert.Equal(same, RegionClaim.Subject(one) == RegionClaim.Subject(other));

    [Theory]
    [InlineData("auto", null, "auto")]
    [InlineData("auto", "cached", "ivshmem:0,cached")]
    [InlineData("ivshmem:2", "WC", "ivshmem:2,wc")]
    [InlineData("ivshmem:2,uncached", "cached", "ivshmem:2,uncached")]
    [InlineData(@"Z:\dev\shm\oriel", "cached", @"Z:\dev\shm\oriel")]
    public void The_cache_mode_of_the_settings_goes_to_the_device(string region, string? cache, string expected) =>
        Assert.Equal(expected, AgentOptionSet.WithCache(region, cache));

    [Fact]
    public void A_cache_mode_that_does_not_exist_is_answered() =>
        Assert.Contains("wc, cached or uncached", Assert.Throws<OrielException>(() => AgentOptionSet.WithCache("auto", "fast")).Expected, StringComparison.Ordinal);

    [Fact]
    public void A_region_is_claimed_once()
    {
        var region = $"test:{Guid.NewGuid():N}";
        Assert.False(RegionClaim.IsTaken(region));
        using (RegionClaim.Take(region))
        {
            OnAnotherThread(() =>
            {
                var error = Assert.Throws<OrielException>(() => RegionClaim.Take(region.ToUpperInvariant()));
                Assert.Same(AgentErrors.RegionClaimed, error.Code);
                Assert.Contains("stop it", error.Remedy, StringComparison.Ordinal);
                Assert.True(RegionClaim.IsTaken(region));
                Assert.False(RegionClaim.IsTaken(region + "2"));
            });
        }

        OnAnotherThread(() => RegionClaim.Take(region).Dispose());
    }

    [Fact]
    public void A_claim_whose_owner_died_is_free()
    {
        var region = $"test:{Guid.NewGuid():N}";
        OnAnotherThread(() => _ = RegionClaim.Take(region));
        RegionClaim.Take(region).Dispose();
    }

    [Fact]
    public void A_child_leaves_last_words_and_a_line_in_the_log()
    {
        using var folder = new TempFolder();
        var (log, words) = (folder.File("agent.log"), folder.File("words.txt"));
        Assert.Equal(0, CaptureChild.Run(() => 0, log, words));
        Assert.Null(LastWords.Read(words));
        var status = CaptureChild.Run(() => throw new OrielException(AgentErrors.BadOption, "seen this", "that", "do so"), log, words);
        Assert.Equal(AgentExitCodes.Configuration, status);
        Assert.Matches("^ORL410: .*seen this; expected that; remedy: do so$", LastWords.Read(words));
        Assert.Contains("error ORL410", File.ReadAllText(log), StringComparison.Ordinal);
        LastWords.Forget(words);
        Assert.Null(LastWords.Read(words));
        LastWords.Forget(words);
        Assert.Equal(8, CaptureChild.Run(() => throw new OrielException(AgentErrors.LogFileRefused, "x", "y", "z"), "/proc/no/log", folder.Path));
    }

    [Fact]
    public void Administrators_hear_of_a_missing_region_and_of_its_return()
    {
        var guest = new FakeGuest();
        using var provider = new AgentLoggerProvider(TextWriter.Null, null, LogLevel.Information, TimeProvider.System);
        ILogger log = new JournalingLogger(provider.CreateLogger("test"), guest);
        log.SessionStarted("r", 1, 2, "p20", 3);
        Assert.Empty(guest.Journal);
        log.RegionUnavailable("ORL101", "no device", "install the driver");
        log.SourceLost("gdi");
        Assert.Equal((JournalLevel.Warning, JournalEvent.RegionMissing), (guest.Journal[0].Level, guest.Journal[0].What));
        Assert.Contains("install the driver", Assert.Single(guest.Journal).Text, StringComparison.Ordinal);
        log.SessionStarted("r", 1, 2, "p20", 3);
        log.SessionStarted("r", 1, 2, "p20", 3);
        Assert.Equal(JournalEvent.RegionFound, guest.Journal[1].What);
        Assert.Equal(2, guest.Journal.Count);
    }

    [Fact]
    public void A_bundle_holds_what_could_be_read_and_says_what_could_not()
    {
        using var folder = new TempFolder();
        File.WriteAllText(folder.File("big.log"), new string('x', BundleEntry.MostBytes) + "END\n");
        using var open = new FileStream(folder.File("open.log"), FileMode.Create, FileAccess.Write, FileShare.ReadWrite);
        open.Write("still open"u8);
        open.Flush();
        BundleEntry[] entries =
        [
            new("a.txt", o => o.WriteLine("hello")),
            new("b.txt", o =>
            {
                o.WriteLine("half");
                throw new InvalidOperationException("broken registry");
            }),
            new("c.txt", _ => throw new OrielException(AgentErrors.BadOption, "seen", "x", "y")),
            BundleEntry.OfFile("logs/big.log", folder.File("big.log")),
            BundleEntry.OfFile("logs/open.log", folder.File("open.log")),
            BundleEntry.OfFile("logs/none.log", folder.File("none.log")),
        ];
        BundleWriter.Write(folder.File("b.zip"), entries);
        using var zip = ZipFile.OpenRead(folder.File("b.zip"));
        string Text(string name)
        {
            using var reader = new StreamReader(zip.GetEntry(name)!.Open());
            return reader.ReadToEnd();
        }

        Assert.Equal(entries.Select(e => e.Name), zip.Entries.Select(e => e.FullName));
        Assert.Equal("hello\n", Text("a.txt").ReplaceLineEndings("\n"));
        Assert.Matches("(?s)^half.*InvalidOperationException: broken registry", Text("b.txt"));
        Assert.Contains("ORL410", Text("c.txt"), StringComparison.Ordinal);
        Assert.InRange(Text("logs/big.log").Length, BundleEntry.MostBytes, BundleEntry.MostBytes + 100);
        Assert.EndsWith("END\n", Text("logs/big.log"), StringComparison.Ordinal);
        Assert.Equal("still open", Text("logs/open.log"));
        Assert.Contains("FileNotFoundException", Text("logs/none.log"), StringComparison.Ordinal);
        Assert.Same(AgentErrors.BundleRefused, Assert.Throws<OrielException>(() => BundleWriter.Write("/proc/no/such.zip", entries)).Code);
    }

    [Fact]
    public void The_default_settings_name_every_setting_of_Windows_and_nothing_else()
    {
        using var folder = new TempFolder();
        var lines = DefaultSettings.Text.Split('\n');
        Assert.All(lines, l => Assert.True(l.Length == 0 || l[0] is ';' or '['));
        File.WriteAllLines(folder.File("all.ini"), lines.Select(l => l.StartsWith(';') && l.IndexOf('=') > 0 && !l.StartsWith("; ", StringComparison.Ordinal) ? l[1..] : l));
        var ini = AgentIni.Load(folder.File("all.ini"), SettingSystems.Windows);
        Assert.Empty(ini.Unknown);
        Assert.Empty(ini.Retired);
        var section = "";
        var named = new List<string>();
        foreach (var line in lines)
        {
            section = line.StartsWith('[') ? line.Trim('[', ']') : section;
            if (line.StartsWith(';') && !line.StartsWith("; ", StringComparison.Ordinal))
            {
                named.Add($"{section}:{line[1..line.IndexOf('=')]}");
            }
        }

        Assert.Equal(AgentSettings.On(SettingSystems.Windows).Select(s => s.Key).Order(StringComparer.Ordinal), named.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_service_is_defined_as_documented()
    {
        var definition = ServiceInstaller.Definition(@"C:\Program Files\Oriel\oriel-agent.exe");
        Assert.Equal("OrielAgent", definition.Name);
        Assert.Equal("\"C:\\Program Files\\Oriel\\oriel-agent.exe\" service", definition.CommandLine);
        Assert.Equal(EventSourceRegistration.Source, definition.Name);
    }

    private static void OnAnotherThread(Action action)
    {
        Exception? failure = null;
        var thread = new Thread(() => failure = Record.Exception(action));
        thread.Start();
        thread.Join();
        Assert.Null(failure);
    }
}
