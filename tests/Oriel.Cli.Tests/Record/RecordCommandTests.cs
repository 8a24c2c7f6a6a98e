using System.Globalization;
using Oriel.Memory;
using Oriel.Protocol.Kvmfr;
using Oriel.Relay.Producer;
using Oriel.Relay.Synthetic;
using Oriel.Testing;

namespace Oriel.Cli.Tests.Record;

/// <summary><c>oriel record</c> as a program, with the system's ffmpeg: rates, ends, failures.</summary>
public sealed class RecordCommandTests
{
    [Fact]
    public void A_constant_rate_has_exactly_its_pictures()
    {
        Recordings.NeedFfmpeg();
        using var region = new TempRegion();
        using var folder = new TempFolder();
        using var guest = Recordings.StartGuest(region, "--size", "160x120", "--rate", "7", "--cursor", "none");
        var file = folder.File("a.mkv");
        var figures = Recordings.Run(region, file, "--codec", "lossless", "--fps", "25", "--duration", "2");
        Assert.Equal(50, figures.GetProperty("pictures").GetInt64());
        Assert.Equal(2, figures.GetProperty("seconds").GetDouble());
        Assert.True(figures.GetProperty("written").GetInt64() < 45, "pictures that only repeat are left to the encoder");
        var stream = Recordings.Stream(file, "v", counts: true);
        Assert.Equal(("50", "25/1"), (stream["nb_read_packets"], stream["avg_frame_rate"]));

        // 7 pictures in 25 moments: every one is there, in order, and nearly all are repeated.
        var decoded = Recordings.Decode(file, "rgb24", folder);
        var verifier = new PatternVerifier();
        var tags = Enumerable.Range(0, 50).Select(i => verifier.Verify(FrameType.Rgb24, 160, 120, 120, decoded.AsSpan(i * 57600, 57600), 480)).ToArray();
        Assert.All(tags, tag => Assert.True(tag.Ok, tag.ToString()));
        Assert.Equal(tags.Select(tag => tag.Tag.Frame).Order(), tags.Select(tag => tag.Tag.Frame));
        Assert.InRange(tags.Select(tag => tag.Tag.Frame).Distinct().Count(), 2, 16);
    }

    [Theory]
    [InlineData("a.mkv")]
    [InlineData("a.mp4")]
    public void Ctrl_C_leaves_a_whole_file(string name)
    {
        Recordings.NeedFfmpeg();
        using var region = new TempRegion();
        using var folder = new TempFolder();
        using var guest = Recordings.StartGuest(region, "--size", "161x121", "--rate", "30");
        var file = folder.File(name);
        using var record = Recordings.Start(region, file, "--codec", "h264", "--no-hardware", "--json");
        Eventually.True(() => new FileInfo(file) is { Exists: true, Length: > 0 }, Recordings.Patience, record.Output);
        record.Send(Signal.Interrupt);
        Assert.True(record.WaitForExit(Recordings.Patience) == 0, record.Output);
        var stream = Recordings.Stream(file, "v", counts: true);
        Assert.Equal(("h264", "162", "122", "bt709"), (stream["codec_name"], stream["width"], stream["height"], stream["color_space"]));
        Assert.True(int.Parse(stream["nb_read_packets"], CultureInfo.InvariantCulture) > 0);
        Assert.Contains("\"encoder\":\"libx264\"", record.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("\r", record.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void An_encoder_that_dies_is_an_error_with_its_fate()
    {
        Recordings.NeedFfmpeg();
        using var region = new TempRegion();
        using var folder = new TempFolder();
        using var guest = Recordings.StartGuest(region, "--size", "160x120", "--rate", "30");
        var file = folder.File("killed.mkv");
        using var record = Recordings.Start(region, file);
        var encoder = Eventually.NotNull(() => FindEncoder(file), Recordings.Patience, record.Output);
        Eventually.True(() => new FileInfo(file) is { Exists: true, Length: > 0 }, Recordings.Patience, record.Output);
        TestProcess.Run("kill", ["-9", encoder]);
        Assert.Equal(8, record.WaitForExit(Recordings.Patience));
        Assert.Contains("ORL532", record.Output, StringComparison.Ordinal);
        Assert.Contains("signal 9", record.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_full_disk_is_said_in_the_encoders_words()
    {
        Recordings.NeedFfmpeg();
        using var region = new TempRegion();
        using var guest = Recordings.StartGuest(region, "--size", "160x120", "--rate", "30");
        using var record = Recordings.Start(region, "/dev/full", "--container", "mkv", "--force", "--duration", "20");
        Assert.Equal(8, record.WaitForExit(Recordings.Patience));
        Assert.Contains("No space left on device", record.Output, StringComparison.Ordinal);
        Assert.Contains("make room on the disk", record.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Another_mode_is_fitted_into_the_first_ones_size()
    {
        Recordings.NeedFfmpeg();
        using var region = new TempRegion(16 << 20);
        using var folder = new TempFolder();
        using var memory = Region.OpenFile(region.Path, RegionAccess.ReadWrite);
        var file = folder.File("a.mkv");
        TestProcess record;
        using (var before = Guest(memory, 160, 120))
        {
            record = Recordings.Start(region, file, "--codec", "lossless", "--json");
            Eventually.True(() => new FileInfo(file) is { Exists: true, Length: > 0 }, Recordings.Patience, record.Output);
        }

        using (record)
        {
            using var after = Guest(memory, 320, 120);
            Eventually.True(() => after.Statistics.Published > 30, Recordings.Patience, "the guest of another mode publishes");
            record.Send(Signal.Terminate);
            Assert.True(record.WaitForExit(Recordings.Patience) == 0, record.Output);
        }

        var decoded = Recordings.Decode(file, "rgb24", folder);
        var last = decoded.AsSpan(decoded.Length - 57600);
        var verifier = new PatternVerifier();
        Assert.True(verifier.Verify(FrameType.Rgb24, 160, 120, 120, decoded.AsSpan(0, 57600), 480).Ok);
        Assert.All(last[..(30 * 480)].ToArray(), value => Assert.Equal(0, value));
        Assert.All(last[(90 * 480)..].ToArray(), value => Assert.Equal(0, value));
        Assert.Contains(last[(30 * 480)..(90 * 480)].ToArray(), value => value > 128);
    }

    [Fact]
    public void What_cannot_be_recorded_is_refused_before_anything_is_started()
    {
        using var region = new TempRegion();
        using var folder = new TempFolder();
        var file = folder.File("there.mkv");
        File.WriteAllText(file, "mine");
        Refused("ORL533", 8, file, []);
        Assert.Equal("mine", File.ReadAllText(file));
        Refused("ORL534", 8, folder.File("a.txt"), []);
        Refused("ORL530", 8, folder.File("b.mkv"), [], ("PATH", "/nowhere"));
        Refused("must be 1 to 480", 2, folder.File("c.mkv"), ["--fps", "0.5"]);
        Refused("not both", 2, folder.File("d.mkv"), ["--to", "pipewire"]);
        using var camera = TestProcess.Start(Executables.Oriel, ["record", "--to", "/dev/video987", "--region", region.Path]);
        Assert.Equal(8, camera.WaitForExit(Recordings.Patience));
        Assert.Contains("modprobe v4l2loopback video_nr=987", camera.Output, StringComparison.Ordinal);

        void Refused(string word, int status, string path, string[] arguments, params (string Name, string Value)[] environment)
        {
            using var record = TestProcess.Start(
                Executables.Oriel, ["record", path, "--region", region.Path, "--spice", "off", .. arguments], environment.ToDictionary(pair => pair.Name, pair => (string?)pair.Value));
            Assert.Equal(status, record.WaitForExit(Recordings.Patience));
            Assert.Contains(word, record.Output, StringComparison.Ordinal);
        }
    }

    private static PatternProducer Guest(Region memory, uint width, uint height)
    {
        var guest = new PatternProducer(memory, new ProducerOptions(), new PatternOptions { Pattern = new TestPattern(FrameType.Bgra, width, height, PatternDamage.Moving), RateHz = 30 });
        guest.Start();
        return guest;
    }

    // By the file it writes: nobody else's has that name.
    private static string? FindEncoder(string file) => Directory.EnumerateDirectories("/proc").Select(Path.GetFileName)
        .FirstOrDefault(id => int.TryParse(id, out _) && CommandLine(id!) is { Length: > 1 } words && Path.GetFileName(words[0]) == "ffmpeg" && words.Contains("file:" + file));

    private static string[] CommandLine(string id)
    {
        try
        {
            return File.ReadAllText($"/proc/{id}/cmdline").Split('\0');
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
