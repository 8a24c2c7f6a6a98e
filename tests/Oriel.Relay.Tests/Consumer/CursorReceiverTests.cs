using Oriel.Protocol.Kvmfr;
using Oriel.Protocol.Lgmp;
using Oriel.Relay.Consumer;
using Oriel.Testing;

namespace Oriel.Relay.Tests.Consumer;

/// <summary>Pointer messages: drained in one go, in order, shapes never lost, nothing held.</summary>
public sealed class CursorReceiverTests
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(10);

    [Theory]
    [InlineData("p20-live", false)]
    [InlineData("p34-legacy-live", true)]
    public void Positions_are_gathered_and_shapes_delivered(string name, bool visibilityIsOptional)
    {
        using var image = new LiveImage(name, beats: false);
        using var expected = Vectors.Expected(name);
        using var sink = new MemorySink();
        var counters = new RelayCounters();
        var (link, queue) = Open(image, expected.RootElement.GetProperty("clientID").GetUInt32());
        var receiver = new CursorReceiver(sink, counters);
        Assert.Equal(QueueState.Ok, receiver.Pump(link, queue));
        Assert.Equal(QueueState.Empty, receiver.Pump(link, queue));
        Assert.Equal(3, counters.Cursors);
        Assert.Equal(0, image.Held(1, 0));
        var cursors = expected.RootElement.GetProperty("pending").EnumerateArray().Where(m => m.GetProperty("kind").GetString() == "cursor").ToList();
        Assert.Equal(2, sink.Cursors.Count);
        var (first, last) = (sink.Cursors.First(), sink.Cursors.Last());
        var shape = cursors[0].GetProperty("shape");
        Assert.Equal(shape.GetProperty("sha256").GetString(), first.Sha256);
        Assert.Equal((100, -7, true), (first.Update.X, first.Update.Y, first.Update.Visible));
        Assert.Equal((640, 360, true), (last.Update.X, last.Update.Y, last.Update.HasPosition));
        Assert.False(last.Update.HasShape);
        // The last message has neither VISIBLE nor VISIBLE_VALID: hidden before KVMFR 23, unchanged from then on.
        var word = Convert.ToUInt32(cursors[2].GetProperty("udata").GetString(), 16);
        Assert.Equal(visibilityIsOptional ? (word & 0x10) == 0 || (word & 2) != 0 : (word & 2) != 0, last.Update.Visible);
        Assert.True(last.Update.HasVisibility);
    }

    [Fact]
    public void A_shape_with_long_rows_is_packed()
    {
        const uint Pitch = 131072;
        using var image = new LiveImage("p20-live", beats: false);
        using var expected = Vectors.Expected("p20-live");
        var message = expected.RootElement.GetProperty("pending").EnumerateArray().First(m => m.GetProperty("kind").GetString() == "cursor");
        var payload = message.GetProperty("payloadOffset").GetUInt64();
        image.Region.WriteUInt32(image.EntryOffset(1, 0) + 4, 3 << 20);
        image.Region.WriteUInt32(payload + 20, Pitch);
        for (var y = 0u; y < 17; y++)
        {
            var row = Enumerable.Repeat((byte)(y + 1), 24 * 4).Append((byte)0xEE).ToArray();
            image.Region.CopyIn(payload + 24 + (y * Pitch), row);
        }

        var sink = new ShapeSink();
        var counters = new RelayCounters();
        var (link, queue) = Open(image, expected.RootElement.GetProperty("clientID").GetUInt32());
        Assert.Equal(QueueState.Ok, new CursorReceiver(sink, counters).Pump(link, queue));
        Assert.Equal(0, counters.RejectedTotal);
        Assert.Equal(24 * 4u, sink.Update.PitchBytes);
        Assert.Equal(Enumerable.Range(0, 17 * 96).Select(i => (byte)((i / 96) + 1)), sink.Shape);
    }

    [Fact]
    public void A_new_session_starts_without_the_old_cursor_and_learns_the_new_one()
    {
        using var file = new TempRegion(16 << 20);
        using var sink = new MemorySink();
        using var feed = new FeedLoop(new FeedOptions { Source = file.Path }, sink);
        feed.Start();
        var shape = new byte[16 * 16 * 4];
        for (var round = 1; round <= 2; round++)
        {
            using var guest = new TestGuest(file.Path);
            var cursor = new CursorUpdate
            {
                HasPosition = true, X = (short)round, Y = 9, HasVisibility = true, Visible = true, HasShape = true,
                Type = CursorType.Color, Width = 16, Height = 16, PitchBytes = 64,
            };
            Array.Fill(shape, (byte)round);
            guest.Producer.PublishCursor(in cursor, shape);
            Eventually.True(() => sink.Cursors.Any(c => c.Update.HasShape && c.Update.X == round && c.Update.Visible), s_limit, () => $"{sink.Cursors.Count} messages");
        }

        var seen = sink.Cursors.ToList();
        var hidden = seen.FindIndex(c => c.Update is { HasVisibility: true, Visible: false, HasShape: false });
        Assert.InRange(hidden, 1, seen.FindIndex(c => c.Update.X == 2) - 1);
    }

    private static (SessionLink Link, Subscription Queue) Open(LiveImage image, uint clientId)
    {
        var head = image.Snapshot();
        Assert.True(LgmpSessionHeader.TryParse(image.Layout!, head, (ulong)head.Length, out var header, out _));
        Assert.True(KvmfrUserData.TryParse(head.AsSpan(image.Layout!.UserDataOffset, header.UserDataBytes), out var userData, out _));
        var link = new SessionLink(image.Region, (ulong)head.Length, in header, userData, 0, HostClock.Now);
        Assert.Equal(QueueState.Ok, Subscription.TryFind(link, 1, out var queue, out _));
        queue!.Resume(0, clientId);
        return (link, queue);
    }

    private sealed class ShapeSink : IFrameSink
    {
        public CursorUpdate Update { get; private set; }

        public byte[] Shape { get; private set; } = [];

        public bool TryLend(in FrameHeader frame, out FrameSlot? slot)
        {
            slot = null;
            return false;
        }

        public void Publish(FrameSlot slot, in FrameHeader frame, DamageList damage, in FrameTimes times)
        {
        }

        public void Abandon(FrameSlot slot)
        {
        }

        public void UpdateCursor(in CursorUpdate cursor, ReadOnlySpan<byte> shape)
        {
            if (cursor.HasShape)
            {
                (Update, Shape) = (cursor, shape.ToArray());
            }
        }

        public void UpdateStatus(RelayStatus status)
        {
        }
    }
}
