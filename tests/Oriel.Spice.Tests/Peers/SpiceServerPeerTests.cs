using System.Buffers.Binary;
using Oriel.Testing;

namespace Oriel.Spice.Tests.Peers;

/// <summary>The test server itself, driven by a client that shares no code with ours: what others' tests build on really works.</summary>
public sealed class SpiceServerPeerTests
{
    [Fact]
    public void Keys_motion_and_buttons_are_printed()
    {
        using var peer = SpiceServerPeer.StartOrSkip();
        using var main = RawSpiceClient.Link(peer, 1);
        var session = Session(main);
        using var inputs = RawSpiceClient.Link(peer, 3, session, capabilities: 1);
        inputs.Receive(101);
        inputs.Send(101, 0xE0, 0x4B, 0, 0);
        inputs.Send(104, 0xE1, 0x1D, 0x45, 0xE1, 0x9D, 0xC5);
        inputs.Send(111, [7, 0, 0, 0, 0xFD, 0xFF, 0xFF, 0xFF, 0, 0]);
        inputs.Send(113, 1, 1, 0);
        var motion = peer.WaitFor("motion");
        Assert.Equal((7, -3), (motion.Number("dx"), motion.Number("dy")));
        peer.WaitFor(seen => seen.Kind == "motion" && seen.Number("dx") == 0 && seen.Number("buttons") == 1, "a press of the left button");
        inputs.Send(114, 1, 0, 0);
        Assert.Equal(0, peer.WaitFor("buttons").Number("buttons"));
        Assert.Equal([0xE0, 0x4B, 0xE1, 0x1D, 0x45, 0xE1, 0x9D, 0xC5], peer.KeyBytes);
        peer.Command("leds 2");
        Assert.Equal([2, 0], inputs.Receive(102));
    }

    [Fact]
    public void Absolute_positions_go_to_the_tablet_or_to_the_agent()
    {
        using var peer = SpiceServerPeer.StartOrSkip(new() { Screen = "640x480", Tablet = true });
        using var main = RawSpiceClient.Link(peer, 1);
        using var inputs = RawSpiceClient.Link(peer, 3, Session(main), capabilities: 1);
        inputs.Receive(101);
        main.Send(105, 2, 0);
        while (main.Receive(105)[2] != 2)
        {
            // Told first that there is a choice.
        }

        inputs.Send(112, [33, 0, 0, 0, 44, 0, 0, 0, 0, 0, 0]);
        var position = peer.WaitFor("position");
        Assert.Equal((33, 44), (position.Number("x"), position.Number("y")));

        peer.Command("agent on");
        main.Receive(107);
        main.Send(106, 255, 0, 0, 0);
        inputs.Send(112, [55, 0, 0, 0, 66, 0, 0, 0, 0, 0, 0]);
        var state = peer.WaitFor(seen => seen.Kind == "agent" && seen.Number("type") == 1, "a mouse state");
        Assert.Equal([55, 0, 0, 0, 66, 0, 0, 0], state.Data()[..8]);
    }

    [Fact]
    public void The_screen_has_its_size_and_what_is_drawn_comes()
    {
        using var peer = SpiceServerPeer.StartOrSkip(new() { Screen = "320x200" });
        using var main = RawSpiceClient.Link(peer, 1);
        using var display = RawSpiceClient.Link(peer, 2, Session(main));
        display.Send(101, new byte[14]);
        var surface = display.Receive(314);
        Assert.Equal((320, 200), (BinaryPrimitives.ReadInt32LittleEndian(surface.AsSpan(4)), BinaryPrimitives.ReadInt32LittleEndian(surface.AsSpan(8))));
        peer.Command("fill 10 20 30 40 336699");
        var fill = display.Receive(302);
        Assert.Equal([20, 10, 60, 40], Enumerable.Range(0, 4).Select(i => BinaryPrimitives.ReadInt32LittleEndian(fill.AsSpan(4 + (4 * i)))));
        peer.Command("screen 400x300");
        Assert.Equal(400, BinaryPrimitives.ReadInt32LittleEndian(display.Receive(314).AsSpan(4)));
    }

    [Theory]
    [InlineData("right", 0)]
    [InlineData("wrong", 7)]
    [InlineData("", 7)]
    public void A_ticket_is_asked_for(string ticket, uint expected)
    {
        using var peer = SpiceServerPeer.StartOrSkip(new() { Tcp = true, Ticket = "right" });
        using var main = RawSpiceClient.Link(peer, 1, ticket: ticket);
        Assert.Equal(expected, main.LinkError);
    }

    [Fact]
    public void Tls_works_and_can_be_demanded()
    {
        using var certificates = new SpiceCertificates();
        using var peer = SpiceServerPeer.StartOrSkip(new() { Tcp = true, TlsFolder = certificates.Folder, SecureChannel = "main" });
        using var plain = RawSpiceClient.Link(peer, 1);
        Assert.Equal(5u, plain.LinkError);
        using var main = RawSpiceClient.Link(peer, 1, tls: true);
        Session(main);
        Assert.True(peer.WaitFor(seen => seen.Kind == "channel" && seen.Text("what") == "initialized", "a linked channel").Flag("tls"));
    }

    [Fact]
    public void A_raw_sine_has_its_length_and_amplitude()
    {
        using var peer = SpiceServerPeer.StartOrSkip(new() { Opus = false });
        using var main = RawSpiceClient.Link(peer, 1);
        using var playback = RawSpiceClient.Link(peer, 5, Session(main), capabilities: 2);
        Assert.Equal(1, playback.Receive(102)[4]);
        peer.Command("play 1000 0.5 0.3");
        var start = playback.Receive(103);
        Assert.Equal(48000u, BinaryPrimitives.ReadUInt32LittleEndian(start.AsSpan(6)));
        var samples = new List<short>();
        while (samples.Count < 48000 * 0.3 * 2)
        {
            var data = playback.Receive(101);
            for (var at = 4; at < data.Length; at += 2)
            {
                samples.Add(BinaryPrimitives.ReadInt16LittleEndian(data.AsSpan(at)));
            }
        }

        var played = peer.WaitFor("played");
        Assert.Equal((14400, 0), (played.Number("frames"), played.Number("dropped")));
        Assert.Equal(16384, samples.Max(), 2.0);

        // 300 periods of 48 frames: every frame is the sine's value at its own place.
        for (var frame = 0; frame < 14400; frame++)
        {
            Assert.Equal(0.5 * 32767 * Math.Sin(2 * Math.PI * frame / 48), samples[2 * frame], 1.0);
        }
    }

    [Fact]
    public void What_the_client_records_is_a_wav_file()
    {
        using var peer = SpiceServerPeer.StartOrSkip();
        using var main = RawSpiceClient.Link(peer, 1);
        using var record = RawSpiceClient.Link(peer, 6, Session(main));
        var wav = Path.Combine(peer.Folder, "record.wav");
        peer.Command($"record {wav}");
        record.Receive(101);
        record.Send(102, 0, 0, 0, 0, 1, 0);
        record.Send(103, 0, 0, 0, 0);

        // The library passes nothing on before it has 4096 frames.
        for (var packet = 0; packet < 10; packet++)
        {
            record.Send(101, [0, 0, 0, 0, .. Enumerable.Repeat((byte)0x11, 1920)]);
        }

        peer.WaitFor("recording");
        peer.Command("record-stop");
        var bytes = File.ReadAllBytes(wav);
        Assert.Equal(44 + 19200, bytes.Length);
        Assert.Equal("data"u8.ToArray(), bytes[36..40]);
        Assert.Equal(19200, BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(40)));
        Assert.All(bytes[44..], value => Assert.Equal(0x11, value));
    }

    [Fact]
    public void The_stub_agent_offers_and_answers()
    {
        using var peer = SpiceServerPeer.StartOrSkip(new() { Agent = true });
        using var main = RawSpiceClient.Link(peer, 1);
        var init = main.Receive(103);
        Assert.Equal(1, init[16]);
        main.Send(106, 255, 0, 0, 0);
        main.Send(107, AgentMessage(6, [1, 0, 0, 0, 0x66, 0x50, 1, 0]));
        var answer = main.Receive(109);
        Assert.Equal(6u, BinaryPrimitives.ReadUInt32LittleEndian(answer.AsSpan(4)));
        var content = Enumerable.Range(0, 5000).Select(i => (byte)i).ToArray();
        peer.OfferClipboard(1, content);
        Assert.Equal([0, 0, 0, 0, 1, 0, 0, 0], main.Receive(109)[20..]);
        main.Send(107, AgentMessage(8, [0, 0, 0, 0, 1, 0, 0, 0]));
        byte[] got = [.. main.Receive(109), .. main.Receive(109), .. main.Receive(109)];
        Assert.Equal(content, got[28..]);

        peer.Command("agent off");
        main.Receive(108);
        peer.Command("agent on");
        main.Receive(107);
    }

    [Fact]
    public void A_file_arrives()
    {
        using var peer = SpiceServerPeer.StartOrSkip(new() { Agent = true });
        using var main = RawSpiceClient.Link(peer, 1);
        Session(main);
        main.Send(106, 255, 0, 0, 0);
        main.Send(107, AgentMessage(10, [9, 0, 0, 0, .. "[vdagent-file-xfer]\nname=a.txt\nsize=5\n\0"u8]));
        Assert.Equal([9, 0, 0, 0, 0, 0, 0, 0], main.Receive(109)[20..]);
        main.Send(107, AgentMessage(12, [9, 0, 0, 0, 5, 0, 0, 0, 0, 0, 0, 0, .. "hello"u8]));
        Assert.Equal([9, 0, 0, 0, 3, 0, 0, 0], main.Receive(109)[20..]);
        Assert.Equal("complete", peer.WaitFor("transfer").Text("how"));
        Assert.Equal("hello", File.ReadAllText(Path.Combine(peer.Folder, "a.txt")));
    }

    private static uint Session(RawSpiceClient main) => BinaryPrimitives.ReadUInt32LittleEndian(main.Receive(103));

    private static byte[] AgentMessage(byte type, byte[] data) =>
        [1, 0, 0, 0, type, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, (byte)data.Length, 0, 0, 0, .. data];
}
