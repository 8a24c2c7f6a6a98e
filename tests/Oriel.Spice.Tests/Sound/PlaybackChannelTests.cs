using Oriel.Spice.Sound;
using Oriel.Spice.Tests.Transcripts;

namespace Oriel.Spice.Tests.Sound;

/// <summary>The PLAYBACK channel (spice.md section 9).</summary>
public sealed class PlaybackChannelTests
{
    private static readonly byte[] s_start = Hex("02000000 0100 80BB0000 00000000");

    [Fact]
    public async Task The_raw_transcript_is_played()
    {
        var log = new SoundLog();
        using var channel = new PlaybackChannel(log);
        var end = await TranscriptServer.For("playback-raw", "playback", channel).ReplayAsync();
        Assert.Equal(SpiceFailure.Lost, end.Failure);
        Assert.Equal(["volume BEBE BEBE", "mute True", "start 2 × 48000 Hz", "stop"], log.Events);

        // Every DATA of the file, 480 frames each, sample by sample.
        var expected = Transcript.Load("playback-raw").ServerMessages("playback").Where(u => u.Name == "PLAYBACK_DATA")
            .SelectMany(u => Enumerable.Range(0, 960).Select(i => BitConverter.ToInt16(u.Body.Span[(4 + (2 * i))..])));
        Assert.Equal(expected, log.Samples);
        Assert.Equal(4 * 960, log.Samples.Count);
        Assert.Equal(4, channel.Packets);
    }

    [Fact]
    public async Task The_opus_transcript_reaches_the_decoder()
    {
        var log = new SoundLog();
        var opus = new FakeOpus();
        using (var channel = new PlaybackChannel(log, opus))
        {
            _ = await TranscriptServer.For("playback-opus", "playback", channel).ReplayAsync();
            Assert.Equal(12, channel.Packets);
            Assert.Equal(0, channel.DamagedPackets);
        }

        Assert.Equal(["volume BEBE BEBE", "mute True", "start 2 × 48000 Hz", "stop"], log.Events);
        Assert.Equal([208, 142, 125, 166, 129, 128, 129, 128, 129, 128, 129, 128], opus.PacketLengths);
        Assert.Equal(12 * 960, log.Samples.Count);
        Assert.Equal(0, opus.Open);
    }

    [Fact]
    public void Opus_is_announced_only_when_there_is_a_decoder()
    {
        Assert.Equal([0x02u], new PlaybackChannel(new SoundLog()).Capabilities);
        Assert.Equal([0x0Au], new PlaybackChannel(new SoundLog(), new FakeOpus()).Capabilities);
    }

    [Theory]
    [InlineData(103, "02000000 0100 80BB0000 000000", "13 bytes, 14")]
    [InlineData(103, "00000000 0100 80BB0000 00000000", "0 channels")]
    [InlineData(103, "09000000 0100 80BB0000 00000000", "9 channels")]
    [InlineData(103, "FFFFFFFF 0100 80BB0000 00000000", "4294967295 channels")]
    [InlineData(103, "02000000 0200 80BB0000 00000000", "format 2")]
    [InlineData(103, "02000000 0100 3F1F0000 00000000", "7999 frames")]
    [InlineData(103, "02000000 0100 FFFFFFFF 00000000", "4294967295 frames")]
    [InlineData(102, "0000000001", "5 bytes, 6")]
    [InlineData(102, "00000000 0200", "MODE 2")]
    [InlineData(102, "00000000 0300", "MODE 3")]
    [InlineData(105, "", "0 bytes, 1")]
    [InlineData(105, "00", "no channel")]
    [InlineData(105, "02 FFFF FF", "4 bytes, 5")]
    [InlineData(105, "FF FFFF", "3 bytes, 511")]
    [InlineData(106, "", "0 bytes, 1")]
    [InlineData(101, "000000", "3 bytes, 4")]
    public void What_does_not_fit_is_refused_with_its_number(int type, string body, string says)
    {
        var channel = new PlaybackChannel(new SoundLog());
        channel.Linked(new SentMessages(), [0x0A]);
        var refusal = Assert.Throws<SpiceException>(() => channel.Handle((ushort)type, Hex(body)));
        Assert.Equal(SpiceFailure.Protocol, refusal.Failure);
        Assert.Contains(says, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Half_a_frame_is_refused()
    {
        var channel = new PlaybackChannel(new SoundLog());
        channel.Linked(new SentMessages(), []);
        channel.Handle(103, s_start);
        var refusal = Assert.Throws<SpiceException>(() => channel.Handle(101, new byte[4 + 6]));
        Assert.Contains("6 bytes are no whole frames of 4", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void More_volumes_than_channels_exist_are_cut()
    {
        var log = new SoundLog();
        var channel = new PlaybackChannel(log);
        channel.Linked(new SentMessages(), []);
        channel.Handle(105, [12, .. Enumerable.Range(0, 24).Select(i => (byte)i)]);
        Assert.Equal("volume 0100 0302 0504 0706 0908 0B0A 0D0C 0F0E", Assert.Single(log.Events));
    }

    [Fact]
    public void Sound_outside_a_start_is_left_out()
    {
        var log = new SoundLog();
        var channel = new PlaybackChannel(log);
        channel.Linked(new SentMessages(), []);
        channel.Handle(101, new byte[1924]);
        channel.Handle(103, s_start);
        channel.Handle(104, []);
        channel.Handle(104, []);
        channel.Handle(101, new byte[1924]);
        channel.Handle(107, [1]);
        channel.Handle(250, []);
        channel.Closed();
        Assert.Equal(["start 2 × 48000 Hz", "stop"], log.Events);
        Assert.Empty(log.Samples);
    }

    [Fact]
    public void A_lost_channel_stops_the_sound_and_the_next_link_begins_anew()
    {
        var log = new SoundLog();
        using var channel = new PlaybackChannel(log, new FakeOpus());
        channel.Linked(new SentMessages(), []);
        channel.Handle(102, Hex("00000000 0300"));
        channel.Handle(103, s_start);
        channel.Closed();
        channel.Linked(new SentMessages(), []);

        // Raw until the new link says otherwise.
        channel.Handle(103, s_start);
        channel.Handle(101, new byte[1924]);
        Assert.Equal(960, log.Samples.Count);
        channel.Closed();
        Assert.Equal(["start 2 × 48000 Hz", "stop", "start 2 × 48000 Hz", "stop"], log.Events);
    }

    [Fact]
    public void A_damaged_opus_packet_is_counted_and_left_out()
    {
        var log = new SoundLog();
        using var channel = new PlaybackChannel(log, new FakeOpus());
        channel.Linked(new SentMessages(), []);
        channel.Handle(102, Hex("00000000 0300"));
        channel.Handle(103, s_start);
        channel.Handle(101, Hex("00000000 00112233"));
        channel.Handle(101, Hex("00000000 F4112233"));
        Assert.Equal(1, channel.DamagedPackets);
        Assert.Equal(960, log.Samples.Count);
        Assert.Throws<SpiceException>(() => channel.Handle(101, Hex("00000000")));
        Assert.Throws<SpiceException>(() => channel.Handle(103, Hex("06000000 0100 80BB0000 00000000")));
        Assert.Throws<SpiceException>(() => channel.Handle(103, Hex("02000000 0100 44AC0000 00000000")));
    }

    [Theory]
    [InlineData("playback-raw")]
    [InlineData("playback-opus")]
    public void Mutated_transcripts_do_no_harm(string name)
    {
        FakeOpus? opus = null;
        HandlerFuzz.Run(
            () => new PlaybackChannel(new SoundLog(), opus = new FakeOpus()),
            Transcript.Load(name).ServerMessages("playback"),
            rounds: 4_000,
            after: _ => Assert.Equal(0, opus!.Open));
    }

    internal static byte[] Hex(string text) => Convert.FromHexString(text.Replace(" ", "", StringComparison.Ordinal));
}
