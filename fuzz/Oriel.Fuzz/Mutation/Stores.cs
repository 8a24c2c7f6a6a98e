namespace Oriel.Fuzz.Mutation;

/// <summary>Short words for the stores of an attack.</summary>
internal static class Stores
{
    /// <summary>A u32 of the session header.</summary>
    public static Patch Header(this RegionMap map, int field, uint value) => new((ulong)field, value, 4);

    /// <summary>A u32 of the user data block.</summary>
    public static Patch UserData(this RegionMap map, int at, uint value) => new((ulong)(map.Layout.UserDataOffset + at), value, 4);

    /// <summary>
    /// Another session id, the same for the whole attack: makes the viewer read header and queues again, as it does when the guest's own
    /// program starts with bad data from the beginning.
    /// </summary>
    public static Patch NewSession(this RegionMap map) => new((ulong)map.Layout.SessionIdOffset, map.SessionId ^ 0x5A5A5A5A, 4);

    /// <summary>The same field of every queue record.</summary>
    public static IEnumerable<Patch> EachQueue(this RegionMap map, int field, ulong value, int bytes = 4) =>
        map.Queues.Select(q => new Patch(q.At(field), value, bytes));

    /// <summary>A field of the frame queue's record.</summary>
    public static IEnumerable<Patch> FrameQueueField(this RegionMap map, int field, ulong value, int bytes = 4) =>
        map.FrameQueue is { } q ? [new Patch(q.At(field), value, bytes)] : [];

    /// <summary>The subscription word of every queue: ON and BAD masks.</summary>
    public static IEnumerable<Patch> EachSubscription(this RegionMap map, uint on, uint bad) => map.Layout.Queue.WideSubscriptions
        ? map.EachQueue(map.Layout.Queue.Subscriptions, ((ulong)on << 32) | bad, 8)
        : map.EachQueue(map.Layout.Queue.Subscriptions, ((on & 0xFFFF) << 16) | (bad & 0xFFFF));

    /// <summary>A u32 of every entry of the frame ring.</summary>
    public static IEnumerable<Patch> EachFrameEntry(this RegionMap map, int field, uint value) => EachEntry(map.FrameQueue, field, value);

    /// <summary>A u32 of every entry of the pointer ring.</summary>
    public static IEnumerable<Patch> EachPointerEntry(this RegionMap map, int field, uint value) => EachEntry(map.PointerQueue, field, value);

    /// <summary>A u32 of every frame header.</summary>
    public static IEnumerable<Patch> EachFrame(this RegionMap map, int field, uint value) =>
        field < 0 ? [] : map.Frames.Select(f => new Patch(f + (uint)field, value, 4));

    /// <summary>Every write pointer.</summary>
    public static IEnumerable<Patch> EachWritePointer(this RegionMap map, uint value) => map.WritePointers.Select(w => new Patch(w, value, 4));

    /// <summary>A damage list of one rectangle in every frame header.</summary>
    public static IEnumerable<Patch> EachDamage(this RegionMap map, uint count, uint x, uint y, uint width, uint height)
    {
        var f = map.FrameFields;
        return
        [
            .. map.EachFrame(f.Damage, x), .. map.EachFrame(f.Damage + 4, y), .. map.EachFrame(f.Damage + 8, width),
            .. map.EachFrame(f.Damage + 12, height), .. map.EachFrame(f.DamageCount, count),
        ];
    }

    /// <summary>A field of every pointer payload.</summary>
    public static IEnumerable<Patch> EachCursor(this RegionMap map, int field, ulong value, int bytes = 4) =>
        map.Cursors.Select(c => new Patch(c + (uint)field, value, bytes));

    /// <summary>Two values that take turns.</summary>
    public static uint Flip(int round, uint even, uint odd) => round % 2 == 0 ? even : odd;

    private static IEnumerable<Patch> EachEntry(QueueMap? queue, int field, uint value) => queue is null
        ? []
        : Enumerable.Range(0, (int)Math.Min(queue.RingLength, 64)).Select(i => new Patch(queue.Entry((uint)i, field), value, 4));
}
