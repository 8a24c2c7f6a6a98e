using System.Buffers.Binary;
using Oriel.Memory;
using Oriel.Protocol.Kvmfr;
using Oriel.Protocol.Lgmp;

namespace Oriel.Fuzz.Mutation;

/// <summary>
/// What an attacker knows about a region: where everything lies. Made from a good image (it is the attacker's own producer that wrote
/// it), before anything is mutated.
/// </summary>
public sealed class RegionMap
{
    private const int CursorHeaderBytes = 24;

    private RegionMap(LgmpLayout layout, ulong length, uint sessionId, uint kvmfrVersion, IReadOnlyList<QueueMap> queues,
        IReadOnlyList<ulong> frames, IReadOnlyList<ulong> writePointers, IReadOnlyList<ulong> cursors)
    {
        Layout = layout;
        Length = length;
        SessionId = sessionId;
        KvmfrVersion = kvmfrVersion;
        FrameFields = FrameFields.For(kvmfrVersion);
        Queues = queues;
        Frames = frames;
        WritePointers = writePointers;
        Cursors = cursors;
        Fields = ListFields();
    }

    /// <summary>Layout of the producer.</summary>
    public LgmpLayout Layout { get; }

    /// <summary>Bytes of the region.</summary>
    public ulong Length { get; }

    /// <summary>Session id in the image.</summary>
    public uint SessionId { get; }

    /// <summary>KVMFR version in the image.</summary>
    public uint KvmfrVersion { get; }

    /// <summary>Absolute offset of the guest status block; 0 when the producer writes none.</summary>
    public ulong StatusBlock { get; private init; }

    /// <summary>Frame header offsets of that version.</summary>
    public FrameFields FrameFields { get; }

    /// <summary>Queues in record order.</summary>
    public IReadOnlyList<QueueMap> Queues { get; }

    /// <summary>Absolute offsets of the frame allocations that messages pointed to.</summary>
    public IReadOnlyList<ulong> Frames { get; }

    /// <summary>Absolute offsets of their write pointers.</summary>
    public IReadOnlyList<ulong> WritePointers { get; }

    /// <summary>Absolute offsets of the pointer payloads that messages pointed to.</summary>
    public IReadOnlyList<ulong> Cursors { get; }

    /// <summary>Every field that means something, for structure-aware mutation.</summary>
    public IReadOnlyList<Field> Fields { get; }

    /// <summary>The frame queue, if there is one.</summary>
    public QueueMap? FrameQueue => Queues.FirstOrDefault(q => q.Id == QueueMap.FrameId);

    /// <summary>The pointer queue, if there is one.</summary>
    public QueueMap? PointerQueue => Queues.FirstOrDefault(q => q.Id == QueueMap.PointerId);

    /// <summary>Maps a live region; null when no known producer wrote it.</summary>
    public static RegionMap? Read(Region region)
    {
        ArgumentNullException.ThrowIfNull(region);
        var image = new byte[checked((int)region.Length)];
        region.CopyOut(0, image);
        return Read(image);
    }

    /// <summary>Maps a good image; null when no known producer wrote it.</summary>
    public static RegionMap? Read(ReadOnlySpan<byte> image)
    {
        var layout = FindLayout(image);
        if (layout is null)
        {
            return null;
        }

        var queues = new List<QueueMap>();
        var frames = new SortedSet<ulong>();
        var cursors = new SortedSet<ulong>();
        var count = Math.Min(U32(image, (ulong)layout.QueueCountOffset), (uint)layout.MaxQueues);
        for (var i = 0; i < count; i++)
        {
            var record = layout.QueueRecord(i);
            var queue = new QueueMap(i, U32(image, record + (uint)layout.Queue.QueueId), record, U32(image, record + (uint)layout.Queue.RingOffset),
                U32(image, record + (uint)layout.Queue.RingLength), layout);
            if (queue.RingLength is 0 or > 65536)
            {
                continue;
            }

            queues.Add(queue);
            CollectPayloads(image, queue, queue.Id == QueueMap.PointerId ? cursors : frames);
        }

        var kvmfrVersion = U32(image, (ulong)layout.UserDataOffset + 8);
        var offsetField = (uint)FrameFields.For(kvmfrVersion).Offset;
        var writePointers = new List<ulong>();
        foreach (var frame in frames)
        {
            writePointers.Add(frame + U32(image, frame + offsetField));
        }

        var block = image.Slice(layout.UserDataOffset, (int)Math.Min(U32(image, (ulong)layout.UserDataSizeOffset), (uint)(image.Length - layout.UserDataOffset)));
        var status = KvmfrUserData.TryParse(block, out var data, out _) && data.StatusOffset >= 0 ? (ulong)(layout.UserDataOffset + data.StatusOffset) : 0;
        return new RegionMap(layout, (ulong)image.Length, U32(image, (ulong)layout.SessionIdOffset), kvmfrVersion, queues, [.. frames], writePointers,
            [.. cursors])
        { StatusBlock = status };
    }

    private static void CollectPayloads(ReadOnlySpan<byte> image, QueueMap queue, SortedSet<ulong> payloads)
    {
        for (var i = 0u; i < queue.RingLength; i++)
        {
            ulong offset = U32(image, queue.Entry(i, queue.Layout.Entry.Offset));
            if (offset >= (ulong)queue.Layout.HeaderBytes && offset < (ulong)image.Length)
            {
                payloads.Add(offset);
            }
        }
    }

    private static LgmpLayout? FindLayout(ReadOnlySpan<byte> image)
    {
        foreach (var layout in LgmpLayout.All)
        {
            if (image.Length >= layout.HeaderBytes && U32(image, (ulong)layout.MagicOffset) == LgmpLayout.Magic
                && U32(image, (ulong)layout.VersionOffset) == layout.Version)
            {
                return layout;
            }
        }

        return null;
    }

    private static uint U32(ReadOnlySpan<byte> image, ulong offset) =>
        offset <= (ulong)image.Length - 4 ? BinaryPrimitives.ReadUInt32LittleEndian(image[(int)offset..]) : 0;

    private List<Field> ListFields()
    {
        var l = Layout;
        List<Field> fields =
        [
            new("magic", (ulong)l.MagicOffset, 4), new("version", (ulong)l.VersionOffset, 4), new("sessionID", (ulong)l.SessionIdOffset, 4),
            new("timestamp", (ulong)l.TimestampOffset, 8), new("numQueues", (ulong)l.QueueCountOffset, 4),
            new("udataSize", (ulong)l.UserDataSizeOffset, 4), new("kvmfr.magic", (ulong)l.UserDataOffset, 8),
            new("kvmfr.version", (ulong)l.UserDataOffset + 8, 4), new("kvmfr.features", (ulong)l.UserDataOffset + 44, 4),
            new("record.type", (ulong)l.UserDataOffset + 48, 1), new("record.size", (ulong)l.UserDataOffset + 52, 4),
        ];
        if (l.NextClientIdOffset >= 0)
        {
            fields.Add(new("nextClientID", (ulong)l.NextClientIdOffset, 4));
        }

        foreach (var queue in Queues)
        {
            AddQueue(fields, queue);
        }

        for (var i = 0; i < Frames.Count; i++)
        {
            AddFrame(fields, i);
        }

        for (var i = 0; i < Cursors.Count; i++)
        {
            AddCursor(fields, i);
        }

        fields.RemoveAll(f => f.Offset > Length || (ulong)f.Bytes > Length - f.Offset);
        return fields;
    }

    private void AddQueue(List<Field> fields, QueueMap queue)
    {
        var q = Layout.Queue;
        void Add(string name, int at, int bytes = 4) => fields.Add(new($"queue[{queue.Index}].{name}", queue.At(at), bytes));
        Add("queueID", q.QueueId);
        Add("numMessages", q.RingLength);
        Add("newSubCount", q.NewSubscribers);
        Add("maxTime", q.MaxTimeMs);
        Add("position", q.Position);
        Add("messagesOffset", q.RingOffset);
        Add("timeout0", q.Timeouts, 8);
        Add("timeout1", q.Timeouts + 8, 8);
        Add("clientID0", q.ClientIds);
        Add("clientID1", q.ClientIds + 4);
        Add("lock", q.Lock);
        Add("subs", q.Subscriptions, q.WideSubscriptions ? 8 : 4);
        Add("start", q.Start);
        Add("msgTimeout", q.MessageTimeout, 8);
        Add("count", q.Count);
        Add("cMsgLock", q.ClientLock);
        Add("cMsgAvail", q.ClientAvailable);
        Add("cMsgWPos", q.ClientWritePosition);
        Add("cMsgWSerial", q.ClientWriteSerial);
        Add("cMsgRSerial", q.ClientReadSerial);
        var e = Layout.Entry;
        for (var i = 0u; i < Math.Min(queue.RingLength, 32); i++)
        {
            fields.Add(new($"queue[{queue.Index}].entry[{i}].udata", queue.Entry(i, 0), e.WideWord ? 8 : 4));
            fields.Add(new($"queue[{queue.Index}].entry[{i}].size", queue.Entry(i, e.Size), 4));
            fields.Add(new($"queue[{queue.Index}].entry[{i}].offset", queue.Entry(i, e.Offset), 4));
            fields.Add(new($"queue[{queue.Index}].entry[{i}].pendingSubs", queue.Entry(i, e.Pending), 4));
        }
    }

    private void AddFrame(List<Field> fields, int index)
    {
        // Words up to the first rectangle cover every field of every version; names are known for those that matter.
        for (var at = 0; at < Math.Min(FrameFields.Damage, 200); at += 4)
        {
            fields.Add(new($"frame[{index}]+{at}", Frames[index] + (uint)at, 4));
        }

        for (var at = 0; at < 16; at += 4)
        {
            fields.Add(new($"frame[{index}].damage+{at}", Frames[index] + (uint)(FrameFields.Damage + at), 4));
        }

        fields.Add(new($"frame[{index}].flags", Frames[index] + (uint)FrameFields.Flags, 4));
        fields.Add(new($"frame[{index}].writePointer", WritePointers[index], 4));
    }

    private void AddCursor(List<Field> fields, int index)
    {
        for (var at = 0; at < CursorHeaderBytes; at += 4)
        {
            fields.Add(new($"cursor[{index}]+{at}", Cursors[index] + (uint)at, 4));
        }
    }
}
