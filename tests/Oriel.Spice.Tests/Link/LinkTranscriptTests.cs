using Oriel.Spice.Tests.Transcripts;

namespace Oriel.Spice.Tests.Link;

/// <summary>Every recorded link, byte for byte, through the real handshake and connection; a handler that knows nothing behind it.</summary>
public sealed class LinkTranscriptTests
{
    public static TheoryData<string, string> LinkedChannels()
    {
        var data = new TheoryData<string, string>();
        foreach (var name in Transcript.Names)
        {
            var transcript = Transcript.Load(name);
            foreach (var channel in transcript.Channels.Where(c => transcript.Channel(c) is { } units && units[0].IsLinkRequest && units.Any(u => u.IsLinkResult && u.Bytes[0] == 0)))
            {
                data.Add(name, channel);
            }
        }

        return data;
    }

    /// <summary>Handshake, acknowledgements and pings as recorded; the handler gets every message of the channel with the recorded body.</summary>
    [Theory]
    [MemberData(nameof(LinkedChannels))]
    public async Task A_recorded_channel_replays_byte_for_byte(string name, string channel)
    {
        var units = Transcript.Load(name).Channel(channel).Select(u => u.IsLinkRequest ? WithGoodHeader(u) : u).ToList();
        var handler = new RecordingHandler((ChannelType)units[0].Bytes[20], units[0].Bytes[21]);
        var header = units.Any(u => u.IsMechanism) ? 6 : 18; // The link without capabilities.
        var server = TranscriptServer.For(units, handler).With(drive: unit =>
        {
            if (Type(unit, header) is > 3 and var type)
            {
                Assert.True(Awaited(handler).Send(type, unit.Bytes.AsSpan(header)));
            }
        });

        var end = await server.ReplayAsync(Password(name));

        Assert.Equal(SpiceFailure.Lost, end.Failure);
        Assert.Equal(1, handler.ClosedCount);
        var expected = units.Where(u => u.FromServer && !u.IsLink && Type(u, header) > 100).Select(u => (Type(u, header), Convert.ToHexString(u.Bytes.AsSpan(header))));
        Assert.Equal(expected, handler.Messages.Select(m => (m.Type, Convert.ToHexString(m.Body))));
    }

    [Theory]
    [InlineData("link-errors", "main(bad password)", SpiceFailure.WrongTicket, "link error 7")]
    [InlineData("link-errors", "main(bad magic)", SpiceFailure.NotSpice, "link error 2")]
    [InlineData("link-errors", "main(major version 1)", SpiceFailure.NotSpice, "link error 4")]
    [InlineData("link-errors", "inputs(unknown connection id)", SpiceFailure.Lost, "12345678")]
    [InlineData("link-errors", "main(auth mechanism 7 unknown)", SpiceFailure.Refused, "error 3")]
    [InlineData("link-errors", "webdav(not offered)", SpiceFailure.NoSuchChannel, "WEBDAV 0")]
    [InlineData("link-errors", "inputs id 7 (not offered)", SpiceFailure.NoSuchChannel, "INPUTS 7")]
    [InlineData("tls-mixed", "main(plain port, server demands TLS)", SpiceFailure.NeedsTls, "link error 5")]
    public async Task A_recorded_refusal_is_said_in_words(string name, string channel, SpiceFailure failure, string words)
    {
        // What our client would not send is taken as sent: only the answers count here.
        var units = Transcript.Load(name).Channel(channel)
            .Select(u => u.FromServer ? u : u.IsMechanism ? u with { Bytes = [1, 0, 0, 0] } : u.IsLinkRequest ? WithGoodHeader(u) : u).ToList();
        var handler = new RecordingHandler((ChannelType)units[0].Bytes[20], units[0].Bytes[21]);

        var end = await TranscriptServer.For(units, handler).ReplayAsync(name == "tls-mixed" ? "" : "Pa55word");

        Assert.Equal(failure, end.Failure);
        Assert.Contains(words, end.Message, StringComparison.Ordinal);
        Assert.Contains("127.0.0.1:", end.Message, StringComparison.Ordinal);
        Assert.Equal(0, handler.LinkedCount);
    }

    private static string Password(string name) => name is "link-main-ticket" or "inputs-ps2" or "link-errors" ? "Pa55word" : "";

    private static ushort Type(TranscriptUnit unit, int header) => BitConverter.ToUInt16(unit.Bytes, header == 6 ? 0 : 8);

    private static IChannelSender Awaited(RecordingHandler handler)
    {
        Testing.Eventually.True(() => handler.Sender is not null, ScriptedStream.Patience, "the channel is linked");
        return handler.Sender!;
    }

    /// <summary>Ours never says another version than 2.2.</summary>
    private static TranscriptUnit WithGoodHeader(TranscriptUnit unit) => unit with { Bytes = [.. "REDQ"u8, 2, 0, 0, 0, 2, 0, 0, 0, .. unit.Bytes.AsSpan(12)] };
}
