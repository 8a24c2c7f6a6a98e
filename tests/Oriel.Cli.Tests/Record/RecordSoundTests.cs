using Oriel.Memory;
using Oriel.Protocol.Kvmfr;
using Oriel.Relay.Producer;
using Oriel.Relay.Synthetic;
using Oriel.Testing;

namespace Oriel.Cli.Tests.Record;

/// <summary>The guest's sound in a recording, from a real SPICE server without a guest.</summary>
public sealed class RecordSoundTests
{
    // What SPICE's packets and this side's estimate of their age may be off, and a busy machine on top.
    private const double Bound = 0.08;

    [Fact]
    public void Sound_is_in_it_and_where_the_pictures_are()
    {
        Recordings.NeedFfmpeg();
        using var server = SpiceServerPeer.StartOrSkip();
        using var region = new TempRegion(16 << 20);
        using var folder = new TempFolder();
        using var memory = Region.OpenFile(region.Path, RegionAccess.ReadWrite);
        using var guest = new PatternProducer(memory, new ProducerOptions(), new PatternOptions { Pattern = new TestPattern(FrameType.Bgra, 160, 120, PatternDamage.Moving), RateHz = 60 });
        guest.Start();
        var file = folder.File("a.mkv");
        using var record = Recordings.Start(region, file, "--codec", "lossless", "--spice", server.UnixPath!, "--json");
        server.WaitFor(seen => seen.Kind == "channel" && seen.ToString().Contains("\"type\":5", StringComparison.Ordinal), "a playback channel");
        Eventually.True(() => new FileInfo(file) is { Exists: true, Length: > 0 }, Recordings.Patience, record.Output);

        // Frames that surround the moment at which the sound begins.
        var before = guest.Statistics.LastFrame;
        server.Command("play 440 0.5 1");
        var after = guest.Statistics.LastFrame;
        server.WaitFor("played", limit: Recordings.Patience);
        var end = guest.Statistics.Published + 30;
        Eventually.True(() => guest.Statistics.Published > end, Recordings.Patience, "half a second after the sound");
        record.Send(Signal.Interrupt);
        Assert.True(record.WaitForExit(Recordings.Patience) == 0, record.Output);

        var sound = Recordings.Sound(file, folder);
        var begins = Array.FindIndex(sound, sample => Math.Abs(sample) > 0.05) / 48000.0;
        var ends = Array.FindLastIndex(sound, sample => Math.Abs(sample) > 0.05) / 48000.0;
        Assert.InRange(ends - begins, 0.9, 1.1);
        var middle = sound.AsSpan((int)((begins + 0.2) * 48000), 24000);
        Assert.InRange(SineMeter.SignalToRest(middle, 440, 48000, out var amplitude), 25, 200);
        Assert.InRange(amplitude, 0.45, 0.55);

        var pictures = Recordings.Decode(file, "rgb24", folder);
        var verifier = new PatternVerifier();
        var tags = Enumerable.Range(0, pictures.Length / 57600).Select(i => verifier.Verify(FrameType.Rgb24, 160, 120, 120, pictures.AsSpan(i * 57600, 57600), 480).Tag.Frame).ToArray();
        var from = Array.FindLastIndex(tags, tag => tag <= before) / 60.0;
        var to = Array.FindIndex(tags, tag => tag >= after) / 60.0;
        Assert.InRange(begins, from - Bound, to + Bound);
        Assert.Equal(pictures.Length / 57600 / 60.0, sound.Length / 48000.0, 0.1);
    }

    [Fact]
    public void A_client_that_is_connected_keeps_its_connection()
    {
        Recordings.NeedFfmpeg();
        using var server = SpiceServerPeer.StartOrSkip();
        using var region = new TempRegion();
        using var folder = new TempFolder();
        using var guest = Recordings.StartGuest(region, "--size", "160x120", "--rate", "30");
        using var viewer = new System.Net.Sockets.Socket(System.Net.Sockets.AddressFamily.Unix, System.Net.Sockets.SocketType.Stream, 0);
        viewer.Connect(new System.Net.Sockets.UnixDomainSocketEndPoint(server.UnixPath!));
        using var record = Recordings.Start(region, folder.File("a.mkv"), "--duration", "0.3", "--spice", server.UnixPath!, "--json");
        Assert.True(record.WaitForExit(Recordings.Patience) == 0, record.Output);
        Assert.Contains("without sound: another program may be connected", record.Output, StringComparison.Ordinal);
        Assert.Contains("\"hasSound\":false", record.Output, StringComparison.Ordinal);
        Assert.Single(server.Events, seen => seen.Kind == "channel" && seen.Text("what") == "connected");
    }
}
