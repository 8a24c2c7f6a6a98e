using Oriel.Spice.Agent;
using Oriel.Spice.Main;
using Oriel.Spice.Tests.Main;
using Oriel.Spice.Tests.Transcripts;

namespace Oriel.Spice.Tests.Channels;

/// <summary>Mutated transcripts into the channels of this room: over a real connection, and many more without one.</summary>
public sealed class TranscriptFuzzTests
{
    /// <summary>Headers, common messages and bodies are all fair game; the connection ends with a reason, the handler hears of it, and no exception but the room's own was at work.</summary>
    [Theory]
    [InlineData("link-main-ticket", "main")]
    [InlineData("inputs-ps2", "inputs")]
    [InlineData("cursor-alpha-24", "cursor")]
    [InlineData("playback-opus", "playback")]
    [InlineData("record", "record")]
    [InlineData("display-modeset", "display")]
    public async Task A_connection_survives_mutated_messages(string name, string channel)
    {
        var units = Transcript.Load(name).Channel(channel);
        for (var round = 0; round < 40; round++)
        {
            var random = new Random((name.Length * 1000) + round);
            var handler = new RecordingHandler((ChannelType)units[0].Bytes[20]);
            var server = TranscriptServer.For(units, handler).With(onlySend: true, alter: u => random.Next(4) switch
            {
                0 => HandlerFuzz.Mutate((byte[])u.Bytes.Clone(), random),
                1 when random.Next(8) == 0 => null,
                _ => u.Bytes,
            });

            var end = await server.ReplayAsync(name is "link-main-ticket" or "inputs-ps2" ? "Pa55word" : "");

            Assert.True(end.Failure is SpiceFailure.Lost or SpiceFailure.Protocol or SpiceFailure.Migration, $"round {round}: {end.Failure}: {end.Message}");
            Assert.True(end.InnerException is null or IOException or OperationCanceledException or ObjectDisposedException, $"round {round}: {end}");
            Assert.Equal((1, 1), (handler.LinkedCount, handler.ClosedCount));
        }
    }

    [Fact]
    public void Main_takes_whatever_comes()
    {
        var messages = Transcript.Load("agent").ServerMessages("main").Concat(Transcript.Load("link-main-ticket").ServerMessages("main")).ToList();
        HandlerFuzz.Run(() => new MainChannel(new AgentLink(), new RecordingListener()), messages, rounds: 3000);
    }

    [Fact]
    public void Inputs_take_whatever_comes()
    {
        var messages = Transcript.Load("inputs-ps2").ServerMessages("inputs");
        HandlerFuzz.Run(() => new SpiceInputs().Handler, messages, rounds: 5000);
    }
}
