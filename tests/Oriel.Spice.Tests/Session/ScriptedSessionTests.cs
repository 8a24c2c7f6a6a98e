using System.Diagnostics;
using Oriel.Spice.Tests.Transcripts;
using Oriel.Testing;

namespace Oriel.Spice.Tests.Session;

/// <summary>The session against servers that do what a real one does rarely.</summary>
public sealed class ScriptedSessionTests
{
    private static readonly (ChannelType Type, byte Id) s_inputs = (ChannelType.Inputs, 0);

    [Fact]
    public async Task A_channel_that_ends_alone_is_linked_again()
    {
        using var server = new ScriptedServer();
        await using var rig = new SessionRig(server.Options);
        rig.Session.Start();
        using var main = await MainAsync(server, s_inputs);
        for (var i = 0; i < 3; i++)
        {
            using var inputs = await server.AcceptAsync();
            var asked = await inputs.LinkAsync();
            Assert.Equal((ChannelType.Inputs, 0x1234u), (asked.Type, asked.ConnectionId));
            await inputs.SendAsync(101, 0, 0);
            rig.Until(s => rig.Session.Inputs.IsReady && s is { State: SpiceState.Connected, Detail: "" } && s.Channels.Contains(s_inputs), "inputs are linked");
            rig.Session.Inputs.KeyDown(new PcKey(0x1E));
            await inputs.ExpectAsync(101);
            inputs.Dispose();
            rig.Until(s => !rig.Session.Inputs.IsReady && s.State == SpiceState.Connected && !s.Channels.Contains(s_inputs), "inputs are gone, main is not");
        }

        Assert.Equal([true, false, true, false, true, false], rig.Ready);
        Assert.Contains(rig.Statuses, s => s.State == SpiceState.Connected && s.Detail.Contains("INPUTS 0", StringComparison.Ordinal)); // Said while it is so.
    }

    [Fact]
    public async Task Channels_may_be_listed_later()
    {
        using var server = new ScriptedServer();
        var cursor = new RecordingHandler(ChannelType.Cursor, 1);
        await using var rig = new SessionRig(server.Options, cursor);
        rig.Session.Start();
        using var main = await MainAsync(server);
        rig.Until(s => s.State == SpiceState.Connected, "connected without channels");
        await main.SendAsync(104, [1, 0, 0, 0, 4, 1]);
        using var second = await server.AcceptAsync();
        Assert.Equal((ChannelType.Cursor, 1), await WhoAsync(second));
        rig.Until(s => s.Channels.Contains((ChannelType.Cursor, (byte)1)), "the cursor is linked");
        await main.SendAsync(104, [2, 0, 0, 0, 4, 1, 3, 0]);
        using var third = await server.AcceptAsync();
        Assert.Equal((ChannelType.Inputs, 0), await WhoAsync(third));
        Assert.Equal(1, cursor.LinkedCount);
    }

    [Fact]
    public async Task A_channel_that_cannot_be_linked_is_said_and_does_not_disturb_the_others()
    {
        using var server = new ScriptedServer();
        var playback = new RecordingHandler(ChannelType.Playback);
        await using var rig = new SessionRig(server.Options, playback);
        rig.Session.Start();
        using var main = await MainAsync(server, (ChannelType.Playback, 0));
        using (var refused = await server.AcceptAsync())
        {
            await refused.LinkAsync(result: 7);
        }

        rig.Until(s => s.State == SpiceState.Connected && s.Detail.Contains("PLAYBACK 0 with link error 7", StringComparison.Ordinal), "the refusal is said");
        using var accepted = await server.AcceptAsync();
        await accepted.LinkAsync();
        rig.Until(s => s is { State: SpiceState.Connected, Detail: "" }, "all is well");
    }

    [Fact]
    public async Task A_handler_that_finds_its_channel_broken_gets_a_new_one()
    {
        using var server = new ScriptedServer();
        var display = new RecordingHandler(ChannelType.Display) { OnMessage = (_, _) => throw new SpiceException(SpiceFailure.Protocol, "cannot draw this") };
        await using var rig = new SessionRig(server.Options, display);
        rig.Session.Start();
        using var main = await MainAsync(server, (ChannelType.Display, 0));
        using (var first = await server.AcceptAsync())
        {
            await first.LinkAsync();
            await first.SendAsync(310, 1, 2, 3);
            await first.ReadToEndAsync(); // The remedy of section 12.1: closed and linked again.
        }

        using var second = await server.AcceptAsync();
        await second.LinkAsync();
        rig.Until(s => s.Channels.Contains((ChannelType.Display, (byte)0)), "linked again");
        Assert.Equal((2, 1), (display.LinkedCount, display.ClosedCount));
    }

    [Fact]
    public async Task A_server_without_init_is_given_up_and_tried_again()
    {
        using var server = new ScriptedServer();
        await using var rig = new SessionRig(server.Options with { LinkTimeout = TimeSpan.FromMilliseconds(300) });
        rig.Session.Start();
        using (var main = await server.AcceptAsync())
        {
            await main.LinkAsync();
            await main.ReadToEndAsync();
        }

        var status = rig.Until(s => s.Failure is not null, "a failure");
        Assert.Equal((SpiceState.Connecting, SpiceFailure.TimedOut), (status.State, status.Failure));
        Assert.Contains("INIT", status.Detail, StringComparison.Ordinal);
        using var again = await MainAsync(server);
        rig.Until(s => s.State == SpiceState.Connected, "connected at last");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_main_that_ends_while_the_server_lives_is_a_takeover(bool reset)
    {
        using var server = new ScriptedServer();
        await using var rig = new SessionRig(server.Options);
        rig.Session.Start();
        var main = await MainAsync(server);
        rig.Until(s => s.State == SpiceState.Connected, "connected");
        rig.Session.Retry(); // Too early: it must not start a fight later.
        if (reset)
        {
            main.Reset();
        }
        else
        {
            main.Dispose();
        }

        // It looks, without a word, whether the server lives.
        using var probe = await server.AcceptAsync();
        Assert.Empty(await probe.ReadToEndAsync());
        rig.Until(s => s.State == SpiceState.TakenOver, "taken over");
        rig.Session.Retry();
        using var again = await MainAsync(server);
        rig.Until(s => s is { State: SpiceState.Connected, Failure: null, Detail: "" }, "connected when asked to");
    }

    [Fact]
    public async Task A_dying_server_that_still_accepts_is_no_takeover()
    {
        using var server = new ScriptedServer();
        await using var rig = new SessionRig(server.Options);
        rig.Session.Start();
        var main = await MainAsync(server);
        rig.Until(s => s.State == SpiceState.Connected, "connected");
        main.Dispose();
        (await server.AcceptAsync()).Reset();
        using var again = await MainAsync(server);
        rig.Until(s => s.State == SpiceState.Connected, "connected again by itself");
        Eventually.True(() => rig.Statuses.Any(s => s.Failure == SpiceFailure.Lost), SessionRig.Patience, "the loss is told");
        Assert.DoesNotContain(rig.Statuses, s => s.State == SpiceState.TakenOver);
    }

    [Fact]
    public async Task A_server_that_breaks_the_protocol_is_tried_again_only_slowly()
    {
        using var server = new ScriptedServer();
        await using var rig = new SessionRig(server.Options);
        rig.Session.Start();
        using (var main = await server.AcceptAsync())
        {
            await main.LinkAsync();
            await main.SendAsync(103, 1, 2, 3);
        }

        var status = rig.Until(s => s.Failure is not null, "a failure");
        Assert.Equal((SpiceState.Refused, SpiceFailure.Protocol), (status.State, status.Failure));
        Assert.Contains("MAIN_INIT", status.Detail, StringComparison.Ordinal);
        var began = Stopwatch.GetTimestamp();
        using var again = await MainAsync(server);
        Assert.InRange(Stopwatch.GetElapsedTime(began).TotalSeconds, 0.5, 10);
        rig.Until(s => s is { State: SpiceState.Connected } && s.Channels.Count == 1, "connected without being asked");
    }

    [Fact]
    public async Task A_migration_is_refused_in_words()
    {
        using var server = new ScriptedServer();
        await using var rig = new SessionRig(server.Options);
        rig.Session.Start();
        using var main = await MainAsync(server);
        await main.SendAsync(111, [0x0C, 0x17, 0, 0, .. ScriptedStream.Words(6, 20, 0, 0), .. "there\0"u8]);
        var status = rig.Until(s => s.State == SpiceState.Refused, "refused");
        Assert.Equal(SpiceFailure.Migration, status.Failure);
        Assert.Contains("moved to there (port 5900", status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Snapshots_come_in_order_and_name_the_vm_also_while_it_is_away()
    {
        using var server = new ScriptedServer();
        await using var rig = new SessionRig(server.Options);
        rig.Session.Start();
        var main = await MainAsync(server);
        await main.SendAsync(113, [3, 0, 0, 0, (byte)'v', (byte)'m', 0]);
        rig.Until(s => s.Name == "vm", "the name");
        server.StopListening();
        main.Dispose();
        var status = rig.Until(s => s.Failure == SpiceFailure.Unreachable, "away");
        Assert.Equal(("vm", SpiceState.Connecting), (status.Name, status.State));
        await rig.Session.DisposeAsync();
        Eventually.True(() => rig.Statuses.LastOrDefault()?.State == SpiceState.Off, SessionRig.Patience, "the last snapshot");
        Assert.Equal([SpiceState.Connecting, SpiceState.Connected, SpiceState.Connecting, SpiceState.Off], rig.Statuses.Select(s => s.State).Aggregate(new List<SpiceState>(), (list, s) =>
        {
            if (list.Count == 0 || list[^1] != s)
            {
                list.Add(s);
            }

            return list;
        }));
    }

    /// <summary>Links main, sends INIT, and answers ATTACH_CHANNELS with a list.</summary>
    private static async Task<ScriptedStream> MainAsync(ScriptedServer server, params (ChannelType Type, byte Id)[] channels)
    {
        var main = await server.AcceptAsync();
        var asked = await main.LinkAsync();
        Assert.Equal((ChannelType.Main, 0u), (asked.Type, asked.ConnectionId));
        await main.SendInitAsync(supported: 1);
        await main.ExpectAsync(104);
        await main.SendAsync(104, [.. BitConverter.GetBytes(channels.Length), .. channels.SelectMany(c => new[] { (byte)c.Type, c.Id })]);
        return main;
    }

    private static async Task<(ChannelType Type, int Id)> WhoAsync(ScriptedStream stream)
    {
        var asked = await stream.LinkAsync();
        return (asked.Type, asked.Id);
    }
}
