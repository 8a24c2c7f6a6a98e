using Oriel.Protocol;
using Oriel.Protocol.Kvmfr;

namespace Oriel.Relay.Consumer;

/// <summary>
/// Reads the guest status record (docs/protocol-extensions.md section 2) off the frame path: a bounded number of tries at a copy between two equal sequence words, then the parser.
/// What cannot be read leaves the last good status standing. Allocates only when words changed. Feed thread.
/// </summary>
internal sealed class GuestStatusReader
{
    private const int Tries = 8;
    private const int RelaxedMs = 1000;
    private const int EagerMs = 250;

    private readonly RelayCounters _counters;
    private byte[] _block = new byte[GuestStatusRecord.Bytes];
    private byte[] _last = new byte[GuestStatusRecord.Bytes];
    private GuestStatus? _current;
    private SessionLink? _session;
    private bool _isRefused;
    private long _next;

    public GuestStatusReader(RelayCounters counters) => _counters = counters;

    /// <summary>Last good status of the session; null before there is one.</summary>
    public GuestStatus? Current => _current;

    /// <summary>Managed bytes that changed words took so far.</summary>
    public long AllocatedBytes { get; private set; }

    /// <summary>Looks when it is time to.</summary>
    /// <param name="session">Session whose record it is.</param>
    /// <param name="isEager">There is no picture yet, so the words matter more.</param>
    /// <param name="now">Host ticks.</param>
    public void Look(SessionLink session, bool isEager, long now)
    {
        if (!ReferenceEquals(session, _session))
        {
            (_session, _current, _isRefused, _next) = (session, null, false, now);
        }

        if (now < _next || session.UserData.StatusOffset < 0)
        {
            return;
        }

        _next = now + HostClock.Ms(isEager ? EagerMs : RelaxedMs);
        if (TryCopy(session, out var reject) && Take(out reject))
        {
            _isRefused = false;
        }
        else if (!_isRefused && session.IsCurrent)
        {
            // Once per spell, not once per look.
            _isRefused = true;
            _counters.CountReject(reject.Code);
        }
    }

    private bool TryCopy(SessionLink session, out Reject reject)
    {
        var at = (ulong)(session.Layout.UserDataOffset + session.UserData.StatusOffset);
        var region = session.Region;
        var sequence = 0u;
        for (var i = 0; i < Tries; i++)
        {
            sequence = region.ReadUInt32(at + GuestStatusRecord.SequenceOffset);
            if ((sequence & 1) != 0)
            {
                continue;
            }

            region.CopyOut(at, _block);

            // The copy is over before the second look.
            Interlocked.MemoryBarrier();
            if (region.ReadUInt32(at + GuestStatusRecord.SequenceOffset) == sequence)
            {
                // Another session's bytes are nobody's news.
                reject = new Reject(RejectCode.GuestStatus, sequence, 0);
                return session.IsCurrent;
            }
        }

        reject = new Reject(RejectCode.GuestStatus, sequence, Tries);
        return false;
    }

    private bool Take(out Reject reject)
    {
        reject = Reject.None;
        if (_current is null || !GuestStatusRecord.HasSameWords(_block, _last))
        {
            var mark = GC.GetAllocatedBytesForCurrentThread();
            if (!GuestStatusRecord.TryParse(_block, out var status, out reject))
            {
                return false;
            }

            // What differs only in bytes that mean nothing is the same news.
            _current = status.Equals(_current) ? _current : status;
            (_block, _last) = (_last, _block);
            AllocatedBytes += GC.GetAllocatedBytesForCurrentThread() - mark;
            _counters.SetGuest(GuestStatusRecord.ReadCounters(_last));
            return true;
        }

        _counters.SetGuest(GuestStatusRecord.ReadCounters(_block));
        return true;
    }
}
