using System.Diagnostics;
using Oriel.Spice.Tests.Transcripts;
using Oriel.Testing;

namespace Oriel.Spice.Tests.Session;

/// <summary>The session against a real SPICE server without a guest.</summary>
public sealed class RealServerTests(ITestOutputHelper output)
{
    private static readonly PcKey s_a = new(0x1E);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Links_main_and_inputs_and_types(bool tcp)
    {
        using var peer = SpiceServerPeer.StartOrSkip(new SpiceServerOptions { Tcp = tcp, Name = "Büro", Uuid = Guid.Parse("00112233-4455-6677-8899-aabbccddeeff") });
        await using var rig = new SessionRig(SessionRig.For(peer)).StartReady();

        var status = rig.Until(s => s is { Name: not null, Uuid: not null } && s.Channels.Contains((ChannelType.Inputs, (byte)0)), "name, UUID, inputs");
        Assert.Equal("Büro", status.Name);
        Assert.Equal(Guid.Parse("00112233-4455-6677-8899-aabbccddeeff"), status.Uuid);
        Assert.Equal(("", null), (status.Detail, status.Failure));
        Assert.Contains((ChannelType.Main, (byte)0), status.Channels);

        Type(rig, s_a);
        Type(rig, new PcKey(0xE04B));
        rig.Session.Inputs.Chord([new PcKey(0x1D), new PcKey(0x38), new PcKey(0xE053)]);
        byte[] expected = [0x1E, 0x9E, 0xE0, 0x4B, 0xE0, 0xCB, 0x1D, 0x38, 0xE0, 0x53, 0xE0, 0xD3, 0xB8, 0x9D];
        Eventually.True(() => peer.KeyBytes.Length >= expected.Length, SessionRig.Patience, "the keys arrive");
        Assert.Equal(expected, peer.KeyBytes);
    }

    [Fact]
    public async Task Relative_motion_arrives_whole_and_clicks_where_they_belong()
    {
        using var peer = SpiceServerPeer.StartOrSkip();
        await using var rig = new SessionRig(SessionRig.For(peer)).StartReady();
        for (var i = 0; i < 1000; i++)
        {
            rig.Session.Inputs.Move(3, -2);
        }

        rig.Session.Inputs.ButtonDown(MouseButton.Right);
        rig.Session.Inputs.ButtonUp(MouseButton.Right);
        rig.Session.Inputs.Wheel(-2);
        // A press comes as motion without movement and with the new mask.
        peer.WaitFor(e => e.Kind == "motion" && e.Number("buttons") != 0, "the press");
        var before = peer.Events.TakeWhile(e => e.Kind != "motion" || e.Number("buttons") == 0).Where(e => e.Kind == "motion").ToList();
        Assert.Equal((3000, -2000), (before.Sum(e => e.Number("dx")), before.Sum(e => e.Number("dy"))));
        Eventually.True(() => peer.Events.Where(e => e.Kind == "motion").Sum(e => Math.Abs(e.Number("dz"))) == 2, SessionRig.Patience, "two notches");
        Assert.InRange(before.Count, 9, 1000);
    }

    /// <summary>From the call to the server's own clock at the key byte: no thread change and no coalescing timer of ours may be in between.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_key_is_on_its_way_at_once(bool tcp)
    {
        const int Keys = 150;
        using var peer = SpiceServerPeer.StartOrSkip(new SpiceServerOptions { Tcp = tcp });
        await using var rig = new SessionRig(SessionRig.For(peer)).StartReady();
        var pressed = new List<long>();
        for (var i = 0; i < Keys; i++)
        {
            pressed.Add(Stopwatch.GetTimestamp());
            rig.Session.Inputs.KeyDown(s_a, repeat: true);
            Eventually.True(() => peer.KeyBytes.Length > i, SessionRig.Patience, "the key arrives");
        }

        var took = peer.Events.Where(e => e.Kind == "key").Select((e, i) => (e.TimeNs - pressed[i]) / 1000.0).Order().ToList();
        output.WriteLine($"key to server, {(tcp ? "TCP" : "Unix socket")}: p50 {took[Keys / 2]:0} µs, p99 {took[Keys * 99 / 100]:0} µs");
        Assert.True(took[Keys / 2] < 5000, $"half of the keys took longer than {took[Keys / 2]:0} µs"); // 0.1 ms on an idle machine.
    }

    [Fact]
    public async Task A_goodbye_to_a_living_server_is_quick()
    {
        using var peer = SpiceServerPeer.StartOrSkip();
        var took = new List<double>();
        for (var i = 0; i < 7; i++)
        {
            var rig = new SessionRig(SessionRig.For(peer)).StartReady();
            var began = OwnClock.Start();
            await rig.DisposeAsync();
            took.Add(began.OwnMs);
        }

        output.WriteLine($"dispose: {string.Join(", ", took.Select(t => $"{t:0}"))} ms");
        Assert.True(took.Order().ElementAt(3) < 400, $"half of the goodbyes took longer than {took.Order().ElementAt(3):0} ms");
    }

    [Fact]
    public async Task Locks_go_both_ways()
    {
        using var peer = SpiceServerPeer.StartOrSkip();
        await using var rig = new SessionRig(SessionRig.For(peer)).StartReady();
        peer.Command("leds 2");
        Eventually.True(() => rig.Session.Inputs.GuestLocks == KeyLocks.Num, SessionRig.Patience, "num lock is told");
        rig.Session.Inputs.SetLocks(KeyLocks.Caps);
        Eventually.True(() => peer.KeyBytes.Length >= 4, SessionRig.Patience, "the lock keys are typed");
        Assert.Equal([0x45, 0xC5, 0x3A, 0xBA], peer.KeyBytes);
    }

    [Fact]
    public async Task A_wrong_password_is_refused_until_the_right_one_comes()
    {
        using var peer = SpiceServerPeer.StartOrSkip(new SpiceServerOptions { Tcp = true, Ticket = "Pässwort" });
        await using var rig = new SessionRig(SessionRig.For(peer, "wrong"));
        rig.Session.Start();
        var status = rig.Until(s => s.State == SpiceState.Refused, "refused");
        Assert.Equal(SpiceFailure.WrongTicket, status.Failure);
        Assert.Contains("link error 7", status.Detail, StringComparison.Ordinal);
        rig.Session.Retry("Pässwort");
        rig.Until(s => s.State == SpiceState.Connected && rig.Session.Inputs.IsReady, "connected with the right password");
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData("main", null)]
    [InlineData(null, "inputs")]
    public async Task Each_channel_takes_plain_or_tls_as_the_server_demands(string? secure, string? plain)
    {
        using var certificates = new SpiceCertificates();
        using var peer = SpiceServerPeer.StartOrSkip(new SpiceServerOptions { Tcp = true, TlsFolder = certificates.Folder, SecureChannel = secure, PlainChannel = plain, Ticket = "x" });
        var options = SessionRig.For(peer, "x") with { CaFile = certificates.CaFile, HostSubject = certificates.Subject };
        await using var rig = new SessionRig(options).StartReady();
        Type(rig, s_a);
        Eventually.True(() => peer.KeyBytes is [0x1E, 0x9E], SessionRig.Patience, "the key arrives");
        var tls = peer.Events.Where(e => e.Kind == "channel" && e.Text("what") == "initialized").ToDictionary(e => e.Number("type"), e => e.Flag("tls"));
        Assert.True(tls[1], "main uses TLS when it may");
        Assert.Equal(plain is null, tls[3]);
    }

    [Fact]
    public async Task Without_a_tls_port_the_demand_is_said()
    {
        using var certificates = new SpiceCertificates();
        using var peer = SpiceServerPeer.StartOrSkip(new SpiceServerOptions { Tcp = true, TlsFolder = certificates.Folder, SecureChannel = "main" });
        await using var rig = new SessionRig(SessionRig.For(peer) with { TlsPort = 0 });
        rig.Session.Start();
        var status = rig.Until(s => s.State == SpiceState.Refused, "refused");
        Assert.Equal(SpiceFailure.NeedsTls, status.Failure);
        Assert.Contains("link error 5", status.Detail, StringComparison.Ordinal);
        Assert.Contains("no TLS port is configured", status.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("subject", "not O=Oriel tests, CN=other")]
    [InlineData("host", "not for the host 127.0.0.1")]
    [InlineData("authority", "no known authority")]
    [InlineData("system", "no known authority")]
    [InlineData("expired", "NotTimeValid")]
    [InlineData("file", "cannot be read")]
    [InlineData("empty", "holds no certificate")]
    public async Task A_certificate_that_is_not_the_configured_one_is_refused(string what, string words)
    {
        using var certificates = new SpiceCertificates(isExpired: what == "expired");
        using var others = new SpiceCertificates();
        using var folder = new TempFolder();
        File.WriteAllText(folder.File("empty.pem"), "");
        using var peer = SpiceServerPeer.StartOrSkip(new SpiceServerOptions { Tcp = true, TlsFolder = certificates.Folder });
        var options = SessionRig.For(peer) with
        {
            Port = 0,
            CaFile = what switch { "authority" => others.CaFile, "system" => null, "file" => folder.File("none.pem"), "empty" => folder.File("empty.pem"), _ => certificates.CaFile },
            HostSubject = what switch { "subject" => "O=Oriel tests, CN=other", "host" => null, _ => certificates.Subject },
        };
        await using var rig = new SessionRig(options);
        rig.Session.Start();
        var status = rig.Until(s => s.State == SpiceState.Refused, "refused");
        Assert.Equal(SpiceFailure.BadCertificate, status.Failure);
        Assert.Contains(words, status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_host_name_counts_without_a_subject()
    {
        using var certificates = new SpiceCertificates("CN=localhost");
        using var peer = SpiceServerPeer.StartOrSkip(new SpiceServerOptions { Tcp = true, TlsFolder = certificates.Folder });
        await using var rig = new SessionRig(SessionRig.For(peer) with { Host = "localhost", Port = 0, CaFile = certificates.CaFile }).StartReady();
        Assert.Equal(SpiceState.Connected, rig.Session.Status.State);
    }

    [Fact]
    public async Task Plain_speech_to_a_tls_port_and_tls_to_a_plain_port_are_named()
    {
        using var certificates = new SpiceCertificates();
        using var peer = SpiceServerPeer.StartOrSkip(new SpiceServerOptions { Tcp = true, TlsFolder = certificates.Folder });
        foreach (var options in new[] { new SpiceOptions { Port = peer.TlsPort }, new SpiceOptions { Port = 0, TlsPort = peer.Port, CaFile = certificates.CaFile, LinkTimeout = TimeSpan.FromSeconds(1) } })
        {
            await using var rig = new SessionRig(options);
            rig.Session.Start();
            var status = rig.Until(s => s.Failure is not null, "a failure");
            Assert.True(status.Failure is SpiceFailure.NotSpice or SpiceFailure.Lost or SpiceFailure.TimedOut, $"{status.Failure}: {status.Detail}");
            Assert.NotEqual("", status.Detail);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_second_client_takes_over_and_is_not_fought(bool tcp)
    {
        using var peer = SpiceServerPeer.StartOrSkip(new SpiceServerOptions { Tcp = tcp });
        await using var first = new SessionRig(SessionRig.For(peer)).StartReady();
        await using var second = new SessionRig(SessionRig.For(peer)).StartReady();
        var status = first.Until(s => s.State == SpiceState.TakenOver, "taken over");
        Assert.Contains("another client", status.Detail, StringComparison.Ordinal);
        Assert.Empty(status.Channels);
        Assert.False(first.Session.Inputs.IsReady);
        Type(second, s_a);
        Eventually.True(() => peer.KeyBytes is [0x1E, 0x9E], SessionRig.Patience, "the second client types");
        Assert.Equal((SpiceState.TakenOver, SpiceState.Connected), (first.Session.Status.State, second.Session.Status.State));

        // Asked to, the first takes it back, and the second steps aside.
        first.Session.Retry();
        first.Until(s => s.State == SpiceState.Connected && first.Session.Inputs.IsReady, "back");
        second.Until(s => s.State == SpiceState.TakenOver, "the second is taken over");
        Assert.DoesNotContain(first.Statuses.Skip(first.Statuses.Count - 2), s => s.State == SpiceState.TakenOver);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_server_that_comes_back_is_found_within_a_second(bool tcp)
    {
        using var folder = new TempFolder();
        var where = new SpiceServerOptions { Tcp = tcp, UnixPath = tcp ? null : folder.File("s") };
        var first = SpiceServerPeer.StartOrSkip(where);
        var slowest = 0.0;
        await using var rig = new SessionRig(SessionRig.For(first)).StartReady();
        where = where with { Port = first.Port };
        for (var i = 0; i < 3; i++)
        {
            rig.Session.Inputs.KeyDown(s_a);
            first.Kill();
            rig.Until(s => s.State == SpiceState.Connecting && s.Failure is SpiceFailure.Unreachable, "the loss is noticed and the server looked for");
            Assert.False(rig.Session.Inputs.IsReady);
            first.Dispose();
            first = SpiceServerPeer.StartOrSkip(where);
            var began = OwnClock.Start();
            rig.Until(s => s.State == SpiceState.Connected && rig.Session.Inputs.IsReady, "connected again");
            slowest = Math.Max(slowest, began.OwnMs);
            rig.Session.Inputs.KeyUp(s_a); // Released by the server's end; nothing is sent.
            Type(rig, new PcKey(0x30));
            Eventually.True(() => first.KeyBytes is [0x30, 0xB0], SessionRig.Patience, "keys work again, and only new ones");
        }

        first.Dispose();
        output.WriteLine($"slowest reconnect after the server listens: {slowest:0} ms");
        Assert.True(slowest < 3000, $"the slowest reconnect took {slowest:0} ms"); // About half a second; three on a busy machine.
        Assert.DoesNotContain(rig.Statuses, s => s.State == SpiceState.TakenOver);
    }

    /// <summary>The server stands still: nobody is blocked, nothing is lost when it goes on, and the end is bounded.</summary>
    [Fact]
    public async Task A_server_that_stands_still_blocks_nobody()
    {
        using var peer = SpiceServerPeer.StartOrSkip();
        var rig = new SessionRig(SessionRig.For(peer)).StartReady();
        peer.Freeze();
        var began = Stopwatch.GetTimestamp();
        for (var i = 0; i < 5000; i++)
        {
            rig.Session.Inputs.Move(1, 2);
        }

        Type(rig, s_a);
        Assert.True(Stopwatch.GetElapsedTime(began) < TimeSpan.FromSeconds(5), "input calls were held up by a server that stands still");
        Assert.Equal(SpiceState.Connected, rig.Session.Status.State);
        peer.Resume();
        Eventually.True(() => peer.KeyBytes is [0x1E, 0x9E], SessionRig.Patience, "the key arrives late");
        Eventually.True(
            () => peer.Events.Where(e => e.Kind == "motion").Sum(e => e.Number("dx")) == 5000, SessionRig.Patience, "all motion arrives late");
        Assert.InRange(peer.Events.Count(e => e.Kind == "motion"), 2, 40); // Summed while it stood.

        peer.Freeze();
        var end = OwnClock.Start();
        await rig.DisposeAsync();
        Assert.True(end.OwnMs < 3000, $"{end}"); // 0.6 s; more on a busy machine.
        Assert.Equal(SpiceState.Off, rig.Session.Status.State);
    }

    [Fact]
    public async Task A_server_that_stands_still_before_the_link_times_out_and_is_tried_again()
    {
        using var peer = SpiceServerPeer.StartOrSkip();
        peer.Freeze();
        await using var rig = new SessionRig(SessionRig.For(peer) with { LinkTimeout = TimeSpan.FromMilliseconds(200) });
        rig.Session.Start();
        var status = rig.Until(s => s.Failure is not null, "a failure");
        Assert.Equal((SpiceState.Connecting, SpiceFailure.TimedOut), (status.State, status.Failure));
        peer.Resume();
        rig.Until(s => s.State == SpiceState.Connected && rig.Session.Inputs.IsReady, "connected when it goes on");
    }

    [Fact]
    public async Task What_is_held_is_released_at_the_end()
    {
        using var peer = SpiceServerPeer.StartOrSkip(new SpiceServerOptions { Tcp = true });
        await using (var rig = new SessionRig(SessionRig.For(peer)).StartReady())
        {
            rig.Session.Inputs.KeyDown(new PcKey(0x1D));
            rig.Session.Inputs.KeyDown(new PcKey(0xE038));
            rig.Session.Inputs.ButtonDown(MouseButton.Left);
        }

        Eventually.True(() => peer.KeyBytes.Length >= 6, SessionRig.Patience, "the releases arrive");
        Assert.Equal([0x1D, 0xE0, 0x38, 0xE0, 0xB8, 0x9D], peer.KeyBytes);
        peer.WaitFor(e => e.Kind == "buttons" && e.Number("buttons") == 0, "the button is up");
    }

    [Fact]
    public async Task Optional_channels_come_and_go_as_wanted()
    {
        using var peer = SpiceServerPeer.StartOrSkip();
        var playback = new RecordingHandler(ChannelType.Playback);
        var record = new RecordingHandler(ChannelType.Record);
        var absent = new RecordingHandler(ChannelType.Port);
        await using var rig = new SessionRig(SessionRig.For(peer), playback, absent);
        rig.Session.SetWanted(record, false);
        rig.StartReady();
        rig.Until(s => s.Channels.Contains((ChannelType.Playback, (byte)0)), "playback");
        Assert.DoesNotContain((ChannelType.Record, (byte)0), rig.Session.Status.Channels);
        for (var i = 0; i < 5; i++)
        {
            rig.Session.SetWanted(record, true);
            rig.Until(s => s.Channels.Contains((ChannelType.Record, (byte)0)), "record is linked");
            rig.Session.SetWanted(record, false);
            rig.Session.SetWanted(record, true);
            rig.Session.SetWanted(record, false);
            rig.Until(s => !s.Channels.Contains((ChannelType.Record, (byte)0)), "record is gone");
        }

        Eventually.True(() => record.ClosedCount == record.LinkedCount, SessionRig.Patience, "every link of record is closed");
        Assert.Equal((1, 0, 0), (playback.LinkedCount, playback.ClosedCount, absent.LinkedCount));
        Assert.Equal("", rig.Session.Status.Detail);
    }

    [Fact]
    public async Task Two_sessions_at_once_and_a_session_never_started_end_quietly()
    {
        await new SpiceSession(new SpiceOptions(), []).DisposeAsync();
        var session = new SpiceSession(new SpiceOptions { UnixPath = "/nonexistent/s" }, []);
        session.Start();
        Assert.Throws<InvalidOperationException>(session.Start);
        await session.DisposeAsync();
        await session.DisposeAsync();
        session.Retry();
        session.SetWanted(new RecordingHandler(ChannelType.Record), true);
        Assert.Throws<ObjectDisposedException>(session.Start);
        Assert.Equal(SpiceState.Off, session.Status.State);
    }

    private static void Type(SessionRig rig, PcKey key)
    {
        rig.Session.Inputs.KeyDown(key);
        rig.Session.Inputs.KeyUp(key);
    }
}
