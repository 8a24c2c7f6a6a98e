using System.Buffers.Binary;
using Oriel.Spice.Sound;
using Oriel.Spice.Tests.Transcripts;

namespace Oriel.Spice.Tests.Sound;

/// <summary>The RECORD channel (spice.md section 10).</summary>
public sealed class RecordChannelTests
{
    private static readonly byte[] s_start = PlaybackChannelTests.Hex("02000000 0100 80BB0000");

    [Fact]
    public async Task The_transcript_is_understood_and_nothing_is_sent_unasked()
    {
        var log = new SoundLog();
        var end = await TranscriptServer.For("record", "record", new RecordChannel(log, new FakeOpus())).ReplayAsync();
        Assert.Equal(SpiceFailure.Lost, end.Failure);
        Assert.Equal(["volume 8888 8888", "mute True"], log.Events);
    }

    [Fact]
    public void Nothing_is_sent_before_the_source_gives_sound()
    {
        var log = new SoundLog();
        var sent = new SentMessages();
        var channel = new RecordChannel(log);
        channel.Linked(sent, [0x06]);
        channel.Handle(101, s_start);
        Assert.Empty(sent.All);
        Assert.Equal("start 2 × 48000 Hz", Assert.Single(log.Events));
        Assert.NotNull(log.Target);
    }

    [Fact]
    public void Raw_sound_is_sent_in_packets_of_10_ms_behind_mode_and_mark()
    {
        var log = new SoundLog();
        var sent = new SentMessages();
        var channel = new RecordChannel(log);
        channel.Linked(sent, [0x06]);
        channel.Handle(101, s_start);
        var samples = Enumerable.Range(0, 3 * 960).Select(i => (short)(i * 11)).ToArray();

        // In pieces of any length.
        Assert.True(log.Target!.Write(samples.AsSpan(0, 100)));
        Assert.True(log.Target.Write(samples.AsSpan(100, 1_900)));
        Assert.True(log.Target.Write(samples.AsSpan(2_000)));

        Assert.Equal([102, 103, 101, 101, 101], sent.All.Select(m => (int)m.Type));
        Assert.Equal(6, sent.All[0].Body.Length);
        Assert.Equal(1, BinaryPrimitives.ReadUInt16LittleEndian(sent.All[0].Body.AsSpan(4)));
        Assert.Equal(4, sent.All[1].Body.Length);
        var data = sent.All.Skip(2).ToList();
        Assert.All(data, m => Assert.Equal(4 + 1920, m.Body.Length));
        Assert.Equal(samples, data.SelectMany(m => Enumerable.Range(0, 960).Select(i => BinaryPrimitives.ReadInt16LittleEndian(m.Body.AsSpan(4 + (2 * i))))));
        var times = data.Select(m => BinaryPrimitives.ReadUInt32LittleEndian(m.Body)).ToList();
        Assert.Equal([10u, 10u], times.Zip(times.Skip(1), (a, b) => unchecked(b - a)));
        Assert.Equal(BinaryPrimitives.ReadUInt32LittleEndian(sent.All[1].Body), times[0]);
    }

    [Fact]
    public void Opus_is_used_when_both_sides_have_it()
    {
        var log = new SoundLog();
        var opus = new FakeOpus();
        var sent = new SentMessages();
        var channel = new RecordChannel(log, opus);
        Assert.Equal([0x06u], channel.Capabilities);
        channel.Linked(sent, [0x06]);
        channel.Handle(101, s_start);
        Assert.True(log.Target!.Write(new short[1_000]));
        Assert.Equal([102, 103, 101], sent.All.Select(m => (int)m.Type));
        Assert.Equal(3, BinaryPrimitives.ReadUInt16LittleEndian(sent.All[0].Body.AsSpan(4)));
        Assert.Equal(124, sent.All[2].Body.Length);
        channel.Handle(102, []);
        Assert.Equal(0, opus.Open);

        // Not where the server cannot, nor at a rate opus packets of a SPICE server do not have.
        channel.Closed();
        channel.Linked(sent, [0x02]);
        channel.Handle(101, s_start);
        Assert.Equal(0, opus.Open);
        channel.Closed();
        channel.Linked(sent, [0x06]);
        channel.Handle(101, PlaybackChannelTests.Hex("02000000 0100 44AC0000"));
        Assert.Equal(0, opus.Open);
        channel.Closed();
    }

    [Fact]
    public void After_the_end_nothing_is_sent_any_more()
    {
        var log = new SoundLog();
        var sent = new SentMessages();
        var channel = new RecordChannel(log);
        channel.Linked(sent, []);
        channel.Handle(101, s_start);
        var target = log.Target!;
        Assert.True(target.Write(new short[960]));
        channel.Handle(102, []);
        var before = sent.All.Count;
        Assert.False(target.Write(new short[960]));

        // Another recording is another target.
        channel.Handle(101, s_start);
        Assert.False(target.Write(new short[960]));
        Assert.True(log.Target!.Write(new short[960]));
        channel.Closed();
        Assert.False(target.Write(new short[960]));
        Assert.Equal(before + 3, sent.All.Count);
        Assert.Equal(["start 2 × 48000 Hz", "stop", "start 2 × 48000 Hz", "stop"], log.Events);
    }

    [Fact]
    public void A_closed_channel_tells_the_source()
    {
        var log = new SoundLog();
        var sent = new SentMessages();
        var channel = new RecordChannel(log);
        channel.Linked(sent, []);
        channel.Handle(101, s_start);
        sent.IsClosed = true;
        Assert.False(log.Target!.Write(new short[960]));
    }

    [Theory]
    [InlineData(101, "02000000 0100 80BB00", "9 bytes, 10")]
    [InlineData(101, "00000000 0100 80BB0000", "0 channels")]
    [InlineData(101, "02000000 0000 80BB0000", "format 0")]
    [InlineData(101, "02000000 0100 00000000", "0 frames")]
    [InlineData(103, "03 FFFF", "3 bytes, 7")]
    [InlineData(104, "", "0 bytes, 1")]
    public void What_does_not_fit_is_refused_with_its_number(int type, string body, string says)
    {
        var channel = new RecordChannel(new SoundLog());
        channel.Linked(new SentMessages(), []);
        var refusal = Assert.Throws<SpiceException>(() => channel.Handle((ushort)type, PlaybackChannelTests.Hex(body)));
        Assert.Contains(says, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Mutated_messages_do_no_harm()
    {
        FakeOpus? opus = null;
        var transcript = Transcript.Load("record").ServerMessages("record");
        var template = transcript.First(u => u.Type == 103);
        TranscriptUnit[] more =
        [
            .. transcript,
            template with { Name = "RECORD_START", Bytes = [101, 0, 10, 0, 0, 0, .. s_start] },
            template with { Name = "RECORD_STOP", Bytes = [102, 0, 0, 0, 0, 0] },
            template with { Name = "RECORD_START", Bytes = [101, 0, 10, 0, 0, 0, .. s_start] },
        ];
        HandlerFuzz.Run(() => new RecordChannel(new SoundLog(), opus = new FakeOpus()), more, rounds: 4_000, after: _ => Assert.Equal(0, opus!.Open));
    }
}
