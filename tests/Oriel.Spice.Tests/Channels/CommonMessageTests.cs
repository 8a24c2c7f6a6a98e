using System.Text;
using Oriel.Spice.Tests.Transcripts;
using Oriel.Testing;

namespace Oriel.Spice.Tests.Channels;

/// <summary>Messages common to all channels (spice.md section 5), spelled out in bytes.</summary>
public sealed class CommonMessageTests
{
    [Fact]
    public async Task A_full_window_is_acknowledged_again_and_again()
    {
        using var rig = await ChannelRig.LinkAsync(new RecordingHandler(ChannelType.Cursor));
        await rig.Peer.SendAsync(3, ScriptedStream.Words(7, 3));
        Assert.Equal("0100040000000700" + "0000", Convert.ToHexString(await rig.Peer.ReadMessageAsync("ACK_SYNC")));

        for (var i = 0; i < 7; i++)
        {
            await rig.Peer.SendAsync(i == 1 ? (ushort)50 : (ushort)(101 + i)); // Unknown ones count too.
        }

        await rig.Peer.SendAsync(4, ScriptedStream.Words(9, 1, 2)); // The eighth: a PING.
        await rig.Peer.SendAsync(4, ScriptedStream.Words(10, 1, 2));
        string[] expected = ["020000000000", "020000000000", "03000C000000090000000100000002000000", "03000C0000000A0000000100000002000000", "020000000000"];
        foreach (var message in expected)
        {
            Assert.Equal(message, Convert.ToHexString(await rig.Peer.ReadMessageAsync(message)));
        }

        // A new window begins to count from zero; a window of zero wants nothing.
        await rig.Peer.SendAsync(101);
        await rig.Peer.SendAsync(3, ScriptedStream.Words(8, 2));
        await rig.Peer.SendAsync(101);
        await rig.Peer.SendAsync(3, ScriptedStream.Words(9, 0));
        for (var i = 0; i < 10; i++)
        {
            await rig.Peer.SendAsync(101);
        }

        await rig.Peer.SendAsync(4, ScriptedStream.Words(11, 0, 0));
        foreach (var message in (string[])["01000400000008000000", "01000400000009000000", "03000C0000000B0000000000000000000000"])
        {
            Assert.Equal(message, Convert.ToHexString(await rig.Peer.ReadMessageAsync(message)));
        }
    }

    [Fact]
    public async Task The_padding_of_a_ping_is_not_sent_back()
    {
        using var rig = await ChannelRig.LinkAsync(new RecordingHandler(ChannelType.Main));
        await rig.Peer.SendAsync(4, [.. ScriptedStream.Words(3, 5, 6), .. new byte[256_000]]);
        await rig.Peer.SendAsync(4, ScriptedStream.Words(4, 5, 6));
        Assert.Equal("03000C000000030000000500000006000000", Convert.ToHexString(await rig.Peer.ReadMessageAsync("PONG 3")));
        Assert.Equal("03000C000000040000000500000006000000", Convert.ToHexString(await rig.Peer.ReadMessageAsync("PONG 4")));
    }

    [Fact]
    public async Task Full_headers_are_counted_from_one_in_our_direction()
    {
        using var rig = await ChannelRig.LinkAsync(new RecordingHandler(ChannelType.Main), miniHeaders: false);
        byte[] ping = [.. BitConverter.GetBytes(1ul), 4, 0, .. ScriptedStream.Words(12, 0), .. ScriptedStream.Words(1, 2, 3)];
        await rig.Peer.WriteAsync(ping);
        await rig.Peer.WriteAsync(ping);
        Assert.Equal("010000000000000003000C00000000000000010000000200000003000000", Convert.ToHexString(await rig.Peer.ReadMessageAsync("PONG", 18)));
        Assert.Equal("020000000000000003000C00000000000000010000000200000003000000", Convert.ToHexString(await rig.Peer.ReadMessageAsync("PONG", 18)));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Sub_messages_come_before_their_message(bool mini)
    {
        using var rig = await ChannelRig.LinkAsync(new RecordingHandler(ChannelType.Display), mini);
        // Two sub-messages: 105 with "ab", 106 empty.
        byte[] list = [2, 0, .. ScriptedStream.Words(10, 18), 105, 0, 2, 0, 0, 0, (byte)'a', (byte)'b', 106, 0, 0, 0, 0, 0];
        if (mini)
        {
            await rig.Peer.SendAsync(8, list);
        }
        else
        {
            byte[] body = [1, 2, 3, 4, .. list];
            body[6] += 4; // Pointers count from the start of the body.
            body[10] += 4;
            await rig.Peer.WriteAsync([.. BitConverter.GetBytes(1ul), 107, 0, .. ScriptedStream.Words((uint)body.Length, 4), .. body]);
        }

        rig.Peer.Dispose();
        Assert.Equal(SpiceFailure.Lost, (await rig.EndAsync())!.Failure);
        Assert.Equal(mini ? [105, 106] : [105, 106, 107], rig.Handler.Messages.Select(m => (int)m.Type));
        Assert.Equal("ab"u8.ToArray(), rig.Handler.Messages.First().Body);
    }

    [Theory]
    [InlineData(new byte[] { 1, 0, 200, 0, 0, 0 }, "outside")] // A pointer behind the end.
    [InlineData(new byte[] { 1, 0, 6, 0, 0, 0, 105, 0, 255, 255, 255, 255 }, "outside")] // A size behind the end.
    [InlineData(new byte[] { 255, 255, 2, 0, 0, 0 }, "outside")] // A count behind the end.
    [InlineData(new byte[] { 1, 0, 6, 0, 0, 0, 8, 0, 0, 0, 0, 0 }, "nests")] // A list in the list.
    [InlineData(new byte[] { 3, 0, 14, 0, 0, 0, 14, 0, 0, 0, 14, 0, 0, 0, 105, 0, 2, 0, 0, 0, 1, 2 }, "overlaps")] // The same place again and again.
    public async Task A_bad_list_ends_the_channel(byte[] list, string words)
    {
        using var rig = await ChannelRig.LinkAsync(new RecordingHandler(ChannelType.Display));
        await rig.Peer.SendAsync(8, list);
        var end = await rig.EndAsync();
        Assert.Equal(SpiceFailure.Protocol, end!.Failure);
        Assert.Contains(words, end.Message, StringComparison.Ordinal);
        Assert.Empty(rig.Handler.Messages);
    }

    [Fact]
    public async Task A_channel_waits_for_another()
    {
        using var rig = await ChannelRig.LinkAsync(new RecordingHandler(ChannelType.Cursor));
        await rig.Peer.SendAsync(5, [2, 2, 0, .. BitConverter.GetBytes(3ul), 2, 1, .. BitConverter.GetBytes(1ul)]);
        await rig.Peer.SendAsync(101, 1);
        rig.Serials.Handled(ChannelType.Display, 0, 2);
        rig.Serials.Handled(ChannelType.Display, 1, 1);
        Assert.Empty(rig.Handler.Messages);
        rig.Serials.Handled(ChannelType.Display, 0, 3);
        Eventually.True(() => rig.Handler.Messages.Count == 1, ScriptedStream.Patience, "the message behind the wait is handled");
        Assert.Empty(rig.Log);
    }

    [Fact]
    public async Task A_wait_ends_with_the_channel()
    {
        using var rig = await ChannelRig.LinkAsync(new RecordingHandler(ChannelType.Cursor));
        await rig.Peer.SendAsync(5, [1, 2, 0, .. BitConverter.GetBytes(3ul)]);
        await rig.Peer.SendAsync(101, 1);
        rig.Connection.Abort();
        Assert.Null(await rig.EndAsync());
        Assert.Equal(1, rig.Handler.ClosedCount);
    }

    [Fact]
    public async Task A_notice_is_logged_without_its_control_characters()
    {
        using var rig = await ChannelRig.LinkAsync(new RecordingHandler(ChannelType.Main));
        var text = "keyboard\nchannel\e[31m is insecure"u8.ToArray();
        await rig.Peer.SendAsync(7, [.. new byte[8], .. ScriptedStream.Words(1, 2, 0, (uint)text.Length), .. text, 0]);
        await rig.Peer.SendAsync(7, [.. new byte[8], .. ScriptedStream.Words(77, 2, 0, uint.MaxValue), (byte)'x']);
        Eventually.True(() => rig.Log.Count == 2, ScriptedStream.Patience, "two notices");
        Assert.Equal(["server, channel MAIN 0, warning: keyboard channel [31m is insecure", "server, channel MAIN 0, severity 77: x"], rig.Log);
    }

    [Fact]
    public async Task A_server_cannot_fill_the_log()
    {
        using var rig = await ChannelRig.LinkAsync(new RecordingHandler(ChannelType.Main));
        byte[] notice = [.. new byte[8], .. ScriptedStream.Words(1, 2, 0, 1), (byte)'x', 0];
        for (var i = 0; i < 200; i++)
        {
            await rig.Peer.SendAsync(7, notice);
        }

        rig.Peer.Dispose();
        await rig.EndAsync();
        Assert.Equal(50, rig.Log.Count);
        Assert.EndsWith("x (later notices are not logged)", rig.Log.Last(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, SpiceFailure.Migration, "migration")]
    [InlineData(2, SpiceFailure.Migration, "message 2")]
    [InlineData(6, SpiceFailure.Lost, "reason 7")]
    public async Task Farewells_are_said_in_words(ushort type, SpiceFailure failure, string words)
    {
        using var rig = await ChannelRig.LinkAsync(new RecordingHandler(ChannelType.Main));
        await rig.Peer.SendAsync(type, [.. new byte[8], .. ScriptedStream.Words(7)]);
        var end = await rig.EndAsync();
        Assert.Equal(failure, end!.Failure);
        Assert.Contains(words, end.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(3, 7)]
    [InlineData(4, 11)]
    [InlineData(5, 0)]
    [InlineData(5, 5)]
    [InlineData(6, 11)]
    [InlineData(7, 23)]
    [InlineData(8, 1)]
    public async Task A_short_body_ends_the_channel(ushort type, int length)
    {
        using var rig = await ChannelRig.LinkAsync(new RecordingHandler(ChannelType.Main));
        await rig.Peer.SendAsync(type, [.. Enumerable.Repeat((byte)1, length)]);
        var end = await rig.EndAsync();
        Assert.Equal(SpiceFailure.Protocol, end!.Failure);
        Assert.Contains("MAIN 0", end.Message, StringComparison.Ordinal);
        Assert.Equal(1, rig.Handler.ClosedCount);
    }

    [Fact]
    public async Task What_goes_out_together_arrives_in_order()
    {
        const int PerSender = 500;
        using var rig = await ChannelRig.LinkAsync(new RecordingHandler(ChannelType.Main));
        Eventually.True(() => rig.Handler.Sender is not null, ScriptedStream.Patience, "linked");
        var senders = Enumerable.Range(0, 4).Select(s => Task.Run(() =>
        {
            for (var i = 0; i < PerSender; i++)
            {
                Assert.True(rig.Handler.Sender!.Send((ushort)(200 + s), Encoding.ASCII.GetBytes($"{i}")));
            }
        })).ToArray();

        var next = new int[senders.Length];
        for (var n = 0; n < senders.Length * PerSender; n++)
        {
            var message = await rig.Peer.ReadMessageAsync($"message {n}");
            var sender = BitConverter.ToUInt16(message) - 200;
            Assert.Equal($"{next[sender]++}", Encoding.ASCII.GetString(message.AsSpan(6)));
        }

        await Task.WhenAll(senders);
    }
}
