using System.Diagnostics;
using Oriel.Spice.Channels;
using Oriel.Spice.Tests.Transcripts;
using Oriel.Testing;

namespace Oriel.Spice.Tests.Channels;

/// <summary>A server that is slow, stalls, lies about sizes or goes in the middle.</summary>
public sealed class HostileServerTests
{
    [Theory]
    [InlineData(ChannelType.Inputs, 65537u)]
    [InlineData(ChannelType.Main, uint.MaxValue)]
    [InlineData(ChannelType.Cursor, (8u << 20) + 1)]
    [InlineData(ChannelType.Display, (256u << 20) + 1)]
    [InlineData(ChannelType.Display, 0x80000000)]
    public async Task A_body_that_is_too_long_is_refused_before_it_comes(ChannelType type, uint size)
    {
        using var rig = await ChannelRig.LinkAsync(new RecordingHandler(type));
        await rig.Peer.WriteAsync([105, 0, .. BitConverter.GetBytes(size)]);
        var end = await rig.EndAsync();
        Assert.Equal(SpiceFailure.Protocol, end!.Failure);
        Assert.Contains($"{size} bytes", end.Message, StringComparison.Ordinal);
    }

    /// <summary>The largest body is announced and never comes: memory is not asked for it.</summary>
    [Fact]
    public async Task An_announced_size_costs_nothing()
    {
        using var rig = await ChannelRig.LinkAsync(new RecordingHandler(ChannelType.Display));
        var before = GC.GetTotalAllocatedBytes(precise: true);
        await rig.Peer.WriteAsync([48, 1, .. BitConverter.GetBytes(256u << 20), .. new byte[100_000]]);
        await rig.Peer.WriteAsync(new byte[50_000]);
        rig.Peer.Dispose();
        var end = await rig.EndAsync();
        Assert.Contains("inside message 1", end!.Message, StringComparison.Ordinal);
        Assert.InRange(GC.GetTotalAllocatedBytes(precise: true) - before, 0, 64 << 20);
    }

    [Theory]
    [InlineData(65536)]
    [InlineData(65537)]
    [InlineData(1 << 20)]
    [InlineData((1 << 20) + 1)]
    [InlineData(5_000_000)]
    public async Task Long_bodies_arrive_whole(int size)
    {
        var body = new byte[size];
        new Random(size).NextBytes(body);
        using var rig = await ChannelRig.LinkAsync(new RecordingHandler(ChannelType.Display));
        await rig.Peer.SendAsync(101, 1, 2, 3);
        await rig.Peer.SendAsync(304, body);
        await rig.Peer.SendAsync(304, body);
        await rig.Peer.SendAsync(102);
        rig.Peer.Dispose();
        await rig.EndAsync();
        var messages = rig.Handler.Messages.ToArray();
        Assert.Equal([101, 304, 304, 102], messages.Select(m => (int)m.Type));
        Assert.True(body.AsSpan().SequenceEqual(messages[1].Body), "the first long body is damaged");
        Assert.True(body.AsSpan().SequenceEqual(messages[2].Body), "the second long body is damaged");
    }

    [Fact]
    public async Task Single_bytes_make_the_same_messages()
    {
        using var rig = await ChannelRig.LinkAsync(new RecordingHandler(ChannelType.Inputs));
        byte[] stream = [101, 0, 2, 0, 0, 0, 1, 2, 102, 0, 0, 0, 0, 0, 103, 0, 3, 0, 0, 0, 7, 8, 9];
        foreach (var b in stream)
        {
            await rig.Peer.WriteAsync(b);
        }

        rig.Peer.Dispose();
        var end = await rig.EndAsync();
        Assert.Equal(SpiceFailure.Lost, end!.Failure);
        Assert.DoesNotContain("inside", end.Message, StringComparison.Ordinal);
        Assert.Equal(["101:0102", "102:", "103:070809"], rig.Handler.Messages.Select(m => $"{m.Type}:{Convert.ToHexString(m.Body)}"));
    }

    /// <summary>The server reads nothing: callers never block, memory stays bounded, and the channel ends with the reason.</summary>
    [Fact]
    public async Task A_server_that_does_not_read_is_left()
    {
        using var rig = await ChannelRig.LinkAsync(new RecordingHandler(ChannelType.Inputs));
        Eventually.True(() => rig.Handler.Sender is not null, ScriptedStream.Patience, "linked");
        var body = new byte[1000];
        var (sent, slowest) = (0L, TimeSpan.Zero);
        while (sent < 64 << 20)
        {
            var began = Stopwatch.GetTimestamp();
            if (!rig.Handler.Sender!.Send(120, body))
            {
                break;
            }

            var took = Stopwatch.GetElapsedTime(began);
            slowest = took > slowest ? took : slowest;
            sent += body.Length;
        }

        var end = await rig.EndAsync();
        Assert.Equal(SpiceFailure.TimedOut, end!.Failure);
        Assert.Contains($"{SendQueue.Limit}", end.Message, StringComparison.Ordinal);
        Assert.InRange(sent, SendQueue.Limit / 2, 32 << 20); // The queue, and what the kernel took.
        Assert.True(slowest < TimeSpan.FromSeconds(1), $"one call took {slowest}");
        Assert.False(rig.Handler.Sender!.Send(120, body));
    }

    [Fact]
    public async Task A_goodbye_to_a_stalled_server_is_bounded()
    {
        using var rig = await ChannelRig.LinkAsync(new RecordingHandler(ChannelType.Inputs));
        var began = Stopwatch.GetTimestamp();
        await rig.Connection.CloseAsync(TimeSpan.FromMilliseconds(200));
        Assert.InRange(Stopwatch.GetElapsedTime(began).TotalSeconds, 0.15, 5);
        Assert.Null(await rig.EndAsync());
        Assert.Equal("06000C000000000000000000000000000000", Convert.ToHexString(await rig.Peer.ReadToEndAsync()));
    }

    [Fact]
    public async Task A_goodbye_ends_as_soon_as_the_server_does()
    {
        using var rig = await ChannelRig.LinkAsync(new RecordingHandler(ChannelType.Inputs));
        Eventually.True(() => rig.Handler.Sender is not null, ScriptedStream.Patience, "linked");
        rig.Handler.Sender!.Send(102, [1, 2]);
        var closing = rig.Connection.CloseAsync(ScriptedStream.Patience);
        Assert.Equal("6600020000000102" + "06000C000000000000000000000000000000", Convert.ToHexString(await rig.Peer.ReadToEndAsync()));
        rig.Peer.Dispose();
        await closing.WaitAsync(TimeSpan.FromSeconds(10));
    }

    /// <summary>Whatever a handler throws ends its channel, with a name, and nothing else.</summary>
    [Fact]
    public async Task A_handler_that_fails_ends_its_channel()
    {
        using var rig = await ChannelRig.LinkAsync(new RecordingHandler(ChannelType.Cursor) { OnMessage = (_, body) => _ = body[5] });
        await rig.Peer.SendAsync(101, 1);
        var end = await rig.EndAsync();
        Assert.Equal(SpiceFailure.Protocol, end!.Failure);
        Assert.Contains("CURSOR 0: message 1", end.Message, StringComparison.Ordinal);
        Assert.Contains("IndexOutOfRange", end.Message, StringComparison.Ordinal);
        Assert.Equal((1, 1), (rig.Handler.LinkedCount, rig.Handler.ClosedCount));
    }

    /// <summary>Recorded conversations of all channels, ended or reset after every so many bytes: the handler is always told, once, and the reason is always the loss.</summary>
    [Fact]
    public async Task A_stream_may_end_anywhere()
    {
        var messages = Transcript.Load("cursor-alpha-24").Channel("cursor").Where(u => u.FromServer && !u.IsLink).SelectMany(u => u.Bytes).ToArray();
        var random = new Random(3);
        for (var i = 0; i < 120; i++)
        {
            var cut = i < 60 ? i : random.Next(messages.Length);
            using var rig = await ChannelRig.LinkAsync(new RecordingHandler(ChannelType.Cursor));
            await rig.Peer.WriteAsync(messages[..cut]);
            if (i % 2 == 0)
            {
                rig.Peer.Reset();
            }
            else
            {
                rig.Peer.Dispose();
            }

            var end = await rig.EndAsync();
            Assert.Equal(SpiceFailure.Lost, end!.Failure);
            Assert.Equal(1, rig.Handler.ClosedCount);
        }
    }
}
