namespace Oriel.Relay.Consumer;

/// <summary>Counters of one feed, written by the feed thread and readable from any thread (single words, no tearing).</summary>
public sealed class RelayCounters
{
    private readonly long[] _rejects = new long[Enum.GetValues<Protocol.RejectCode>().Length];
    private long _published, _repeats, _superseded, _noSlot, _missed, _stalled, _torn, _evictions, _sessions, _cursors, _bytes, _damagedBytes, _guestFrames, _guestDropped, _guestRestarts, _direct;

    /// <summary>Frames handed to the sink.</summary>
    public long Published => Volatile.Read(ref _published);

    /// <summary>Of them, frames that the sink's device read where they lay.</summary>
    public long Direct => Volatile.Read(ref _direct);

    /// <summary>Messages that repeated the previous serial.</summary>
    public long Repeats => Volatile.Read(ref _repeats);

    /// <summary>Frames finished unread because a newer one was waiting.</summary>
    public long Superseded => Volatile.Read(ref _superseded);

    /// <summary>Frames dropped because the sink had no free slot.</summary>
    public long NoSlot => Volatile.Read(ref _noSlot);

    /// <summary>Serials never seen (gap between two messages).</summary>
    public long Missed => Volatile.Read(ref _missed);

    /// <summary>Frames whose write pointer stalled.</summary>
    public long Stalled => Volatile.Read(ref _stalled);

    /// <summary>Frames replaced while they were copied.</summary>
    public long Torn => Volatile.Read(ref _torn);

    /// <summary>Times we were marked slow.</summary>
    public long Evictions => Volatile.Read(ref _evictions);

    /// <summary>Sessions attached.</summary>
    public long Sessions => Volatile.Read(ref _sessions);

    /// <summary>Pointer messages delivered.</summary>
    public long Cursors => Volatile.Read(ref _cursors);

    /// <summary>Pixel bytes copied out of the region, those of frames that came to nothing included.</summary>
    public long Bytes => Volatile.Read(ref _bytes);

    /// <summary>Pixel bytes that changed, as the frames told; with <see cref="Bytes"/>, what keeping several slots costs. Frames that were skipped unread are not in it.</summary>
    public long DamagedBytes => Volatile.Read(ref _damagedBytes);

    /// <summary>Frames published, as the guest's status record tells; whatever a guest likes.</summary>
    public ulong GuestFrames => unchecked((ulong)Volatile.Read(ref _guestFrames));

    /// <summary>Frames dropped in the guest, as its status record tells.</summary>
    public ulong GuestDropped => unchecked((ulong)Volatile.Read(ref _guestDropped));

    /// <summary>Times the guest's capture source was opened again, as its status record tells.</summary>
    public ulong GuestRestarts => unchecked((ulong)Volatile.Read(ref _guestRestarts));

    /// <summary>How often something was refused for this reason.</summary>
    public long Rejected(Protocol.RejectCode code) => Volatile.Read(ref _rejects[(int)code]);

    /// <summary>All refusals together.</summary>
    public long RejectedTotal
    {
        get
        {
            long sum = 0;
            for (var i = 1; i < _rejects.Length; i++)
            {
                sum += Volatile.Read(ref _rejects[i]);
            }

            return sum;
        }
    }

    internal void CountPublished() => Bump(ref _published);

    internal void CountCopied(ulong bytes) => Volatile.Write(ref _bytes, unchecked(_bytes + (long)bytes));

    internal void CountDamage(long bytes) => Volatile.Write(ref _damagedBytes, unchecked(_damagedBytes + bytes));

    internal void CountDirect()
    {
        Bump(ref _published);
        Bump(ref _direct);
    }

    internal void CountRepeat() => Bump(ref _repeats);

    internal void CountSuperseded() => Bump(ref _superseded);

    internal void CountNoSlot() => Bump(ref _noSlot);

    internal void CountMissed(long serials) => Volatile.Write(ref _missed, _missed + serials);

    internal void CountStalled() => Bump(ref _stalled);

    internal void CountTorn() => Bump(ref _torn);

    internal void CountEviction() => Bump(ref _evictions);

    internal void CountSession() => Bump(ref _sessions);

    internal void CountCursor() => Bump(ref _cursors);

    internal void SetGuest(in Protocol.Kvmfr.GuestCounters counters)
    {
        // Bits, not values: a guest may write any 64-bit number.
        Volatile.Write(ref _guestFrames, unchecked((long)counters.Frames));
        Volatile.Write(ref _guestDropped, unchecked((long)counters.Dropped));
        Volatile.Write(ref _guestRestarts, unchecked((long)counters.Restarts));
    }

    internal void CountReject(Protocol.RejectCode code) => Bump(ref _rejects[(int)code]);

    // One writer, so a plain read before the release store loses nothing.
    private static void Bump(ref long field) => Volatile.Write(ref field, field + 1);
}
