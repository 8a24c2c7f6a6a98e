using System.Buffers.Binary;
using Oriel.Memory;
using Oriel.Protocol.Lgmp;
using Oriel.Testing;

namespace Oriel.Relay.Tests.Consumer;

/// <summary>A test vector in a real region, with a thread that beats its heart every 5 ms as a producer would.</summary>
internal sealed class LiveImage : IDisposable
{
    private readonly TempRegion _file = new();
    private readonly Thread? _heart;
    private readonly uint[] _subscribers = [];
    private readonly (uint Start, uint Count)[] _held = [];
    private volatile bool _stop;
    private volatile bool _hold;

    public LiveImage(byte[] image, bool beats = true)
    {
        Length = image.Length;
        File.WriteAllBytes(_file.Path, image);
        LgmpDetection.Detect(image, (ulong)image.Length, out var detected);
        Layout = detected.Layout;
        Region = Region.OpenFile(_file.Path, RegionAccess.ReadWrite);
        if (Layout is not null)
        {
            var queues = Math.Min(Region.ReadUInt32((ulong)Layout.QueueCountOffset), (uint)Layout.MaxQueues);
            _subscribers = [.. Enumerable.Range(0, (int)queues).Select(i => Record(i).Subscriptions.On)];
            _held = [.. Enumerable.Range(0, (int)queues).Select(i => (Record(i).Start, Record(i).Count))];
        }

        if (beats && Layout is not null)
        {
            _heart = new Thread(Beat) { IsBackground = true, Name = "heart" };
            _heart.Start();
        }
    }

    public LiveImage(string vector, bool beats = true)
        : this(Vectors.Image(vector), beats)
    {
    }

    public int Length { get; }

    public string Path => _file.Path;

    public Region Region { get; }

    public LgmpLayout? Layout { get; }

    /// <summary>Stops the heartbeat for a while.</summary>
    public bool Hold
    {
        get => _hold;
        set => _hold = value;
    }

    public uint SessionId
    {
        get => Region.ReadUInt32((ulong)Layout!.SessionIdOffset);
        set => Region.WriteUInt32((ulong)Layout!.SessionIdOffset, value);
    }

    public QueueRecord Record(int index) => new(Region, Layout!, index);

    public byte[] Snapshot()
    {
        var bytes = new byte[Length];
        Region.CopyOut(0, bytes);
        return bytes;
    }

    /// <summary>The snapshot without the heartbeat, for comparing two.</summary>
    public byte[] Still()
    {
        var bytes = Snapshot();
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(Layout?.TimestampOffset ?? 0), 0);
        return bytes;
    }

    public void Patch(IEnumerable<VectorPatch> patches)
    {
        foreach (var patch in patches)
        {
            Region.CopyIn((ulong)patch.Offset, patch.Bytes);
        }
    }

    /// <summary>Waits until somebody subscribes who was not there in the image, and tells the slot.</summary>
    public int AwaitSubscriber(int queue)
    {
        var record = Record(queue);
        var before = _subscribers[queue];
        var slot = -1;
        Eventually.True(() => (slot = System.Numerics.BitOperations.TrailingZeroCount(record.Subscriptions.On & ~before)) < 32, TimeSpan.FromSeconds(5), "nobody subscribed");
        return slot;
    }

    /// <summary>Makes everything held in a ring pending for a slot as well: as if it had been posted again.</summary>
    public void Offer(int queue, int slot)
    {
        Assert.True(Record(queue).TryLock());
        OfferLocked(queue, slot);
        Record(queue).Unlock();
    }

    /// <summary>Puts back what the image had in the ring and makes it pending for a slot: the same messages once more.</summary>
    public void Repost(int queue, int slot)
    {
        Assert.True(Record(queue).TryLock());
        RepostLocked(queue, slot);
        Record(queue).Unlock();
    }

    /// <summary>The same by somebody who holds the queue's lock.</summary>
    public void RepostLocked(int queue, int slot)
    {
        var record = Record(queue);
        (record.Start, record.Count) = _held[queue];
        OfferLocked(queue, slot);
    }

    /// <summary>Messages in the ring that still wait for the slot.</summary>
    public int Held(int queue, int slot)
    {
        var record = Record(queue);
        var held = 0;
        for (var i = 0u; i < record.Count; i++)
        {
            var pending = Region.ReadUInt32(EntryOffset(queue, (record.Start + i) % record.RingLength) + (ulong)Layout!.Entry.Pending);
            held += (pending & (1u << slot)) != 0 ? 1 : 0;
        }

        return held;
    }

    public ulong EntryOffset(int queue, uint index) => Record(queue).RingOffset + ((ulong)index * (ulong)Layout!.Entry.Bytes);

    public void Dispose()
    {
        _stop = true;
        _heart?.Join();
        Region.Dispose();
        _file.Dispose();
    }

    private void OfferLocked(int queue, int slot)
    {
        var record = Record(queue);
        for (var i = 0u; i < record.Count; i++)
        {
            var entry = EntryOffset(queue, (record.Start + i) % record.RingLength);
            Region.OrUInt32(entry + (ulong)Layout!.Entry.Pending, 1u << slot);
        }
    }

    private void Beat()
    {
        var now = Region.ReadUInt64((ulong)Layout!.TimestampOffset);
        while (!_stop)
        {
            Thread.Sleep(5);
            if (!_hold)
            {
                now += 5;
                Region.WriteUInt64((ulong)Layout.TimestampOffset, now);
            }
        }
    }
}
