using Oriel.Spice.Agent;
using Oriel.Spice.Main;
using Oriel.Spice.Picture;
using Oriel.Spice.Sound;
using Oriel.Spice.Tests.Main;
using Oriel.Spice.Tests.Sound;
using Oriel.Spice.Tests.Transcripts;

namespace Oriel.Spice.Tests.Channels;

/// <summary>Mutated transcripts into every channel: over a real connection, and for main and inputs many more without one (the other channels do that in their own tests).</summary>
public sealed class TranscriptFuzzTests
{
    /// <summary>Headers, common messages and bodies are all fair game; the connection ends with a reason, the handler hears of it, and no exception but the room's own was at work.</summary>
    [Theory]
    [InlineData("link-main-ticket", "main")]
    [InlineData("inputs-ps2", "inputs")]
    [InlineData("cursor-alpha-24", "cursor")]
    [InlineData("playback-opus", "playback")]
    [InlineData("playback-raw", "playback")]
    [InlineData("record", "record")]
    [InlineData("display-modeset", "display")]
    [InlineData("display-fill-copybits", "display")]
    [InlineData("display-stream", "display")]
    [InlineData("cursor-qxl", "cursor")]
    [InlineData("agent", "main")]
    public async Task A_connection_survives_mutated_messages(string name, string channel)
    {
        var units = Transcript.Load(name).Channel(channel);
        for (var round = 0; round < 60; round++)
        {
            var random = new Random((name.Length * 1000) + round);
            using var owner = new HandlerOwner();
            var handler = new CountingHandler(Create(channel, owner));
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

    private static IChannelHandler Create(string channel, HandlerOwner owner)
    {
        switch (channel)
        {
            case "main":
                return new MainChannel(new AgentLink(), new RecordingListener());
            case "inputs":
                return new SpiceInputs().Handler;
            case "display":
                return owner.Keep(new DisplayChannel());
            case "cursor":
                return new CursorChannel();
            case "playback":
                return owner.Keep(new PlaybackChannel(new SoundLog(), new FakeOpus()));
            default:
                return owner.Keep(new RecordChannel(new SoundLog(), new FakeOpus()));
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

    /// <summary>Ends what a handler owns.</summary>
    private sealed class HandlerOwner : IDisposable
    {
        private IDisposable? _owned;

        public IChannelHandler Keep(IChannelHandler handler)
        {
            _owned = handler as IDisposable;
            return handler;
        }

        public void Dispose() => _owned?.Dispose();
    }

    /// <summary>A real handler, and how often it was linked and closed.</summary>
    private sealed class CountingHandler(IChannelHandler inner) : IChannelHandler
    {
        public int LinkedCount { get; private set; }

        public int ClosedCount { get; private set; }

        public ChannelType Type => inner.Type;

        public byte Id => inner.Id;

        public IReadOnlyList<uint> Capabilities => inner.Capabilities;

        public void Linked(IChannelSender sender, IReadOnlyList<uint> serverCapabilities)
        {
            LinkedCount++;
            inner.Linked(sender, serverCapabilities);
        }

        public void Handle(ushort type, ReadOnlySpan<byte> body) => inner.Handle(type, body);

        public void Closed()
        {
            ClosedCount++;
            inner.Closed();
        }
    }
}
