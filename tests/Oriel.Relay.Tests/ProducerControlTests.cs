using Oriel.Relay.Producer;

namespace Oriel.Relay.Tests;

/// <summary>Messages from consumers (lgmp.md section 7, kvmfr.md section 8), and what hostile ones can do.</summary>
public sealed class ProducerControlTests
{
    public static TheoryData<string> Profiles => ProducerStage.Profiles;

    [Theory]
    [MemberData(nameof(Profiles))]
    public void Messages_are_carried_out_in_order_and_acknowledged(string profile)
    {
        using var stage = new ProducerStage(profile);
        var handler = new Recorder();
        var peer = stage.Pointer(1);
        for (var round = 0u; round < 30; round++)
        {
            handler.Seen.Clear();
            var first = peer.Send(ProducerPeer.Control(0, 123, -45));
            var second = peer.Send(ProducerPeer.Control(1, 1280 + (int)round, 720));
            Assert.Equal<uint?>([(round * 2) + 1, (round * 2) + 2], [first, second]);
            Assert.True(stage.Tick(10, handler));
            Assert.Equal(["cursor 123 -45", $"window {1280 + round} 720"], handler.Seen);
            Assert.Equal(second, peer.Acknowledged());
        }
    }

    [Theory]
    [MemberData(nameof(Profiles))]
    public void A_full_ring_is_read_in_one_tick(string profile)
    {
        using var stage = new ProducerStage(profile);
        var handler = new Recorder();
        var peer = stage.Pointer(1);
        var slots = stage.Layout.Queue.ClientMessageSlots;
        for (var i = 0; i < slots; i++)
        {
            Assert.NotNull(peer.Send(ProducerPeer.Control(0, i, 0)));
        }

        Assert.Null(peer.Send(ProducerPeer.Control(0, 99, 0)));
        Assert.True(stage.Tick(10, handler));
        Assert.Equal(slots, handler.Seen.Count);
        Assert.Equal((uint)slots, peer.Acknowledged());
    }

    [Theory]
    [MemberData(nameof(Profiles))]
    public void Unknown_short_and_oversized_messages_are_acknowledged_and_ignored(string profile)
    {
        using var stage = new ProducerStage(profile);
        var handler = new Recorder();
        var peer = stage.Pointer(1);
        peer.Send([1, 2, 3]);
        peer.Send([]);
        peer.Send(ProducerPeer.Control(77, 1, 2));
        peer.Send(new byte[64], statedSize: uint.MaxValue); // claims 4 GiB: type 0 at (0, 0) after clamping to 64
        Assert.True(stage.Tick(10, handler));
        Assert.Equal(["cursor 0 0"], handler.Seen);
        Assert.Equal(4u, peer.Acknowledged());
    }

    [Fact]
    public void In_v12_strangers_are_acknowledged_and_ignored()
    {
        using var stage = new ProducerStage("p34");
        var handler = new Recorder();
        var peer = stage.Pointer(1);
        var stranger = stage.Pointer(2);
        stranger.Unsubscribe();
        stranger.Send(ProducerPeer.Control(0, 1, 1));
        peer.Send(ProducerPeer.Control(0, 2, 2));
        Assert.True(stage.Tick(10, handler));
        Assert.Equal(["cursor 2 2"], handler.Seen);
        Assert.Equal(2u, peer.Acknowledged());
    }

    [Theory]
    [MemberData(nameof(Profiles))]
    public void Scribbled_ring_words_heal_when_the_ring_is_empty(string profile)
    {
        using var stage = new ProducerStage(profile);
        var handler = new Recorder();
        var peer = stage.Pointer(1);
        var q = stage.Layout.Queue;
        var record = stage.Layout.QueueRecord(1);
        foreach (var garbage in (uint[])[0, 3, 9, 1000, uint.MaxValue])
        {
            stage.Region.WriteUInt32(record + (uint)q.ClientAvailable, garbage);
            stage.Region.WriteUInt32(record + (uint)q.ClientWritePosition, garbage);
            stage.Region.WriteUInt32(record + (uint)q.ClientWriteSerial, garbage);
            for (var i = 0; i < 4; i++)
            {
                Assert.True(stage.Tick(10, handler));
            }

            handler.Seen.Clear();
            var serial = peer.Send(ProducerPeer.Control(0, 8, 9));
            Assert.True(stage.Tick(10, handler));
            Assert.Equal(["cursor 8 9"], handler.Seen);
            Assert.Equal(serial, peer.Acknowledged());
        }
    }

    private sealed class Recorder : IControlHandler
    {
        public List<string> Seen { get; } = [];

        public void SetCursorPosition(int x, int y) => Seen.Add($"cursor {x} {y}");

        public void SetWindowSize(uint width, uint height) => Seen.Add($"window {width} {height}");
    }
}
