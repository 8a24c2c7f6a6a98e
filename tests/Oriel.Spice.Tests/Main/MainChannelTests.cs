using System.Text;
using Oriel.Spice.Agent;
using Oriel.Spice.Main;
using Oriel.Spice.Tests.Transcripts;

namespace Oriel.Spice.Tests.Main;

public sealed class MainChannelTests
{
    private readonly RecordingListener _listener = new();
    private readonly RecordingSender _sender = new();
    private readonly MainChannel _main;

    public MainChannelTests()
    {
        _main = new MainChannel(new AgentLink(), _listener);
        _main.Linked(_sender, [0xF]);
    }

    /// <summary>The recorded link, with our capability words left as recorded: everything else is what we send ourselves.</summary>
    [Fact]
    public async Task The_recorded_session_replays_byte_for_byte()
    {
        var units = Transcript.Load("link-main-ticket").Channel("main").ToList();
        var attach = units.Single(u => u.Name == "ATTACH_CHANNELS"); // The recording's client took its time.
        units.Remove(attach);
        units.Insert(units.FindIndex(u => u.Name == "MAIN_INIT") + 1, attach);
        var listener = new RecordingListener();

        var end = await TranscriptServer.For(units, new MainChannel(new AgentLink(), listener)).ReplayAsync();

        Assert.Equal(SpiceFailure.Lost, end.Failure);
        Assert.Equal([0x591FE823u], listener.Sessions);
        Assert.Equal("spiceprobe", listener.Status.Name);
        Assert.Equal(Guid.Parse("00112233-4455-6677-8899-aabbccddeeff"), listener.Status.Uuid);
        Assert.Equal([(ChannelType.Display, (byte)0), (ChannelType.Cursor, (byte)0), (ChannelType.Record, (byte)0), (ChannelType.Playback, (byte)0), (ChannelType.Inputs, (byte)0)], listener.Lists.Single());
    }

    [Fact]
    public void Init_is_answered_with_attach_and_the_wish_for_an_absolute_mouse()
    {
        Init(supported: 3, current: 1);
        Assert.Equal(["104:", "105:0200"], _sender.Take());
        Assert.Equal((MouseModes.Server | MouseModes.Client, MouseModes.Server), (_listener.Status.SupportedMouseModes, _listener.Status.MouseMode));
    }

    [Fact]
    public void A_mode_is_asked_for_when_it_becomes_possible_and_not_in_circles()
    {
        Init(supported: 1, current: 1);
        Assert.Equal(["104:"], _sender.Take());
        Receive(105, 3, 0, 1, 0);
        Assert.Equal(["105:0200"], _sender.Take());
        Receive(105, 3, 0, 1, 0); // A server that says no.
        Assert.Empty(_sender.Take());
        Receive(105, 3, 0, 2, 0);
        Assert.Equal(MouseModes.Client, _listener.Status.MouseMode);

        _main.RequestMouseMode(MouseModes.Server);
        Assert.Equal(["105:0100"], _sender.Take());
        Assert.Equal(MouseModes.Client, _listener.Status.MouseMode); // Until the server says so.
        Receive(105, 3, 0, 1, 0);
        Receive(105, 1, 0, 1, 0);
        Receive(105, 3, 0, 1, 0); // Possible again, but not wished.
        Assert.Empty(_sender.Take());
        Assert.Equal(MouseModes.Server, _listener.Status.MouseMode);
    }

    [Fact]
    public void An_agent_comes_and_goes()
    {
        Init(supported: 1, current: 1, agent: 1);
        Assert.True(_listener.Status.HasAgent);
        Assert.Equal(106, _sender.Sent[0].Type); // AGENT_START before ATTACH_CHANNELS, as recorded.
        Assert.Equal(104, _sender.Sent[^1].Type);
        Receive(108, 0, 0, 0, 0);
        Assert.False(_listener.Status.HasAgent);
        _sender.Take();
        Receive(115, 10, 0, 0, 0);
        Assert.True(_listener.Status.HasAgent);
        Assert.Equal(106, _sender.Sent[0].Type);
        _sender.Take();
        Receive(107);
        Assert.True(_listener.Status.HasAgent);
    }

    [Theory]
    [InlineData("host\0", "host")]
    [InlineData("a\nb\0c", "ab")]
    [InlineData("\0", null)]
    public void A_name_is_text_for_a_title(string sent, string? expected)
    {
        Init();
        var bytes = Encoding.UTF8.GetBytes(sent);
        Receive(113, [.. BitConverter.GetBytes(bytes.Length), .. bytes]);
        Assert.Equal(expected, _listener.Status.Name);
        Receive(113, [.. BitConverter.GetBytes(60_000), .. Encoding.UTF8.GetBytes(new string('n', 60_000))]);
        Assert.Equal(256, _listener.Status.Name!.Length);
    }

    [Fact]
    public void An_empty_uuid_is_none()
    {
        Init();
        Receive(114, new byte[16]);
        Assert.Null(_listener.Status.Uuid);
    }

    [Fact]
    public void The_servers_clock_goes_on()
    {
        Init();
        Receive(106, BitConverter.GetBytes(uint.MaxValue - 5));
        var elapsed = unchecked(_main.MultiMediaTime - (uint.MaxValue - 5));
        Assert.InRange(elapsed, 0u, 10_000u); // Wraps.
    }

    [Fact]
    public void A_migration_is_refused_in_words()
    {
        Init();
        _sender.Take();
        Receive(101, new byte[30]);
        Assert.Equal(["103:"], _sender.Take());
        Assert.Contains("migration", Assert.Single(_listener.Facts), StringComparison.Ordinal);
        var host = "other.example\0"u8.ToArray();
        var moved = Assert.Throws<SpiceException>(() => Receive(111, [0x0C, 0x17, 0x0D, 0x17, .. ScriptedStream.Words((uint)host.Length, 20, 0, 0), .. host]));
        Assert.Equal(SpiceFailure.Migration, moved.Failure);
        Assert.Contains("other.example (port 5900, TLS port 5901)", moved.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Disorder_is_a_protocol_error()
    {
        Assert.Equal(SpiceFailure.Protocol, Assert.Throws<SpiceException>(() => Receive(104, 0, 0, 0, 0)).Failure);
        Assert.Equal(SpiceFailure.Protocol, Assert.Throws<SpiceException>(() => Init(session: 0)).Failure);
        Init();
        Assert.Equal(SpiceFailure.Protocol, Assert.Throws<SpiceException>(() => Init()).Failure);
        Assert.Equal(SpiceFailure.Protocol, Assert.Throws<SpiceException>(() => Receive(104, 255, 255, 255, 255, 1, 0)).Failure);
        Receive(999, 1, 2, 3);
    }

    private void Init(uint session = 0x77, uint supported = 3, uint current = 1, uint agent = 0) =>
        Receive(103, ScriptedStream.Words(session, 1, supported, current, agent, 10, 500, 0));

    private void Receive(ushort type, params byte[] body) => _main.Handle(type, body);
}
