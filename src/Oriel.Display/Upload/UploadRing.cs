using System.Collections.Concurrent;
using Oriel.Memory;
using Oriel.Protocol.Kvmfr;
using Oriel.Relay.Consumer;

namespace Oriel.Display.Upload;

/// <summary>
/// Three upload slots and a latest-wins mailbox between the feed and the render thread.
/// <para>
/// Three are enough to never refuse a frame: the feed holds at most one, the mailbox at most one, and the render thread waits for the
/// fence of its previous upload before it takes another, so it holds at most one as well. A refused frame would be worse than it sounds: on a
/// desktop that then stands still it would stay missing.
/// </para>
/// <para>
/// For the same reason a slot whose buffer is too small is never a reason to refuse. Only the render thread can make mapped GL buffers, and the feed must
/// not wait for it, so the feed takes plain private memory for the new format at once (an allocation, but only when the format changes) and the
/// render thread uploads from that directly. Meanwhile it makes mapped buffers of the new size and offers them; the feed swaps one in
/// when it next lends the slot. The alternatives were to wait for the render thread (which may be inside a swap) or to ask for a repeat (the protocol has
/// no such message). The first picture therefore needs no mapped buffer at all, which keeps it early.
/// </para>
/// <para>
/// One slot does while the render thread keeps up, the others are for moments when it does not: one that was not wanted for some seconds of frames gives its memory back until it is.
/// </para>
/// </summary>
internal sealed class UploadRing : IDisposable
{
    private const int SlotCount = 3;

    /// <summary>A slot that was not lent among so many loans is not needed now.</summary>
    private const int LoansUntilUnused = 240;

    /// <summary>Pictures with more pixels are refused: off-screen, a frame that claims rows it does not have would cost memory for them.</summary>
    private const ulong MaxPixels = 1UL << 27;

    private readonly UploadSlot[] _slots = [new(0), new(1), new(2)];
    private readonly ConcurrentQueue<MappedBuffer> _retired = new();
    private readonly ManualResetEventSlim _returned = new(initialState: false);
    private readonly Action<LoopRequest> _request;
    private readonly int _maxTextureSize;
    private UploadSlot? _mailbox;
    private UploadSlot? _withGpu;
    private FrameRefusal? _refusal;
    private ulong _wantedBytes;
    private long _loans;
    private long _overwritten;
    private bool _isClosed;

    /// <param name="maxTextureSize">Largest texture edge, pixels.</param>
    /// <param name="request">Wakes the render thread; called on the feed thread, must not block.</param>
    public UploadRing(int maxTextureSize, Action<LoopRequest> request)
    {
        _maxTextureSize = maxTextureSize;
        _request = request;
        foreach (var slot in _slots)
        {
            slot.Lent.Stale.SetEverything();
        }
    }

    /// <summary>All slots; for the render thread's buffers.</summary>
    public ReadOnlySpan<UploadSlot> Slots => _slots;

    /// <summary>Frames overwritten in the mailbox.</summary>
    public long Overwritten => Volatile.Read(ref _overwritten);

    /// <summary>Bytes a mapped buffer should have for the current format; 0 before the first frame.</summary>
    public ulong WantedBytes => Volatile.Read(ref _wantedBytes);

    /// <summary>The last frame that could not be shown; null when the latest one could.</summary>
    public FrameRefusal? Refusal => Volatile.Read(ref _refusal);

    /// <summary>Feed: false, with <see cref="Refusal"/> set, for a picture this GPU cannot hold.</summary>
    public bool IsShowable(in FrameHeader frame)
    {
        var isFine = frame.FrameWidth <= (uint)_maxTextureSize && frame.FrameHeight <= (uint)_maxTextureSize
            && (ulong)frame.FrameWidth * frame.FrameHeight <= MaxPixels;
        if (isFine ? _refusal is not null : _refusal is null || _refusal.Width != frame.FrameWidth || _refusal.Height != frame.FrameHeight)
        {
            Volatile.Write(ref _refusal, isFine ? null : new FrameRefusal(frame.FrameWidth, frame.FrameHeight, _maxTextureSize));
            _request(LoopRequest.Status);
        }

        return isFine;
    }

    /// <summary>Feed: lends a slot with room for the frame.</summary>
    public bool TryLend(in FrameHeader frame, out FrameSlot? lent)
    {
        lent = null;
        if (Volatile.Read(ref _isClosed) || !IsShowable(frame) || FindFree() is not { } slot)
        {
            return false;
        }

        var pitch = PixelStorage.SlotPitch(frame);
        var needed = (nuint)pitch * frame.DataHeight;
        if (slot.OfferedBytes >= needed && slot.Offer(null) is { } mapping)
        {
            Replace(slot, mapping.Memory, mapping);
        }

        if (slot.Lent.Buffer is null || slot.Lent.Buffer.Length < needed)
        {
            Replace(slot, PixelBuffer.Reserve(needed), mapping: null);
            ReserveOthers(slot, needed);
        }

        if (_wantedBytes != needed)
        {
            Volatile.Write(ref _wantedBytes, needed);
            _request(LoopRequest.Buffers);
        }

        if (!slot.Format.SameFormat(frame) || slot.Lent.PitchBytes != pitch)
        {
            slot.Lent.Stale.SetEverything();
        }

        slot.Lent.PitchBytes = pitch;
        slot.Format = frame;
        (slot.LastLoan, slot.IsResident) = (++_loans, true);
        if (!Hold(slot))
        {
            Return(slot, SlotOwner.Nobody);
            return false;
        }

        lent = slot.Lent;
        return true;
    }

    /// <summary>Feed: puts a filled slot into the mailbox; a frame still in it is overwritten and its damage carried over.</summary>
    public void Publish(FrameSlot lent, in FrameHeader frame, DamageList damage, in FrameTimes times)
    {
        var slot = _slots[lent.Index];
        slot.Frame = frame;
        slot.Times = times;
        slot.Damage.CopyFrom(damage);
        if (Interlocked.Exchange(ref _mailbox, null) is { } old)
        {
            if (old.Frame.SameFormat(frame))
            {
                slot.Damage.Add(old.Damage);
            }
            else
            {
                slot.Damage.SetEverything();
            }

            Volatile.Write(ref _overwritten, _overwritten + 1);
            old.Owner = SlotOwner.Nobody;
        }

        Return(slot, SlotOwner.Mailbox);
        Volatile.Write(ref _mailbox, slot);
        _request(LoopRequest.Frame);
        DiscardUnused();
    }

    /// <summary>Feed: gives back a slot whose content is undefined.</summary>
    public void Abandon(FrameSlot lent)
    {
        lent.Stale.SetEverything();
        Return(_slots[lent.Index], SlotOwner.Nobody);
    }

    /// <summary>Render: takes the newest frame. The previous upload must have been finished (<see cref="FinishUpload"/>).</summary>
    public UploadSlot? Take()
    {
        var slot = Interlocked.Exchange(ref _mailbox, null);
        if (slot is not null)
        {
            slot.Owner = SlotOwner.Render;
            _withGpu = slot;
        }

        return slot;
    }

    /// <summary>Render: true when a frame waits.</summary>
    public bool HasFrame => Volatile.Read(ref _mailbox) is not null;

    /// <summary>Render: the slot the GPU may still be reading; null = none.</summary>
    public UploadSlot? WithGpu => _withGpu;

    /// <summary>Render: nobody reads the slot any more.</summary>
    public void FinishUpload(UploadSlot slot)
    {
        _withGpu = null;
        slot.Owner = SlotOwner.Nobody;
    }

    /// <summary>Render: a mapped buffer the feed replaced.</summary>
    public bool TryTakeRetired(out MappedBuffer? mapping) => _retired.TryDequeue(out mapping);

    /// <summary>Lends nothing any more and waits until the feed gave back what it holds; false when it did not in time (then its memory must stay).</summary>
    public bool Close(TimeSpan patience)
    {
        Volatile.Write(ref _isClosed, true);
        Interlocked.MemoryBarrier();
        return !IsLent() || _returned.Wait(patience);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var slot in _slots)
        {
            slot.Lent.Buffer?.Dispose();
            slot.Lent.Buffer = null;
        }

        _returned.Dispose();
    }

    // Any free slot is right; the one with the least to refresh costs the least to fill.
    private UploadSlot? FindFree()
    {
        UploadSlot? best = null;
        var bestCost = int.MaxValue;
        foreach (var slot in _slots)
        {
            var cost = !slot.Lent.Stale.IsEverything ? slot.Lent.Stale.Rects.Length : slot.IsResident ? int.MaxValue - 2 : int.MaxValue - 1;
            if (slot.Owner == SlotOwner.Nobody && cost < bestCost)
            {
                best = slot;
                bestCost = cost;
            }
        }

        return best;
    }

    // Feed, after the frame is on its way. It takes the slot for that, as for a loan: closing waits for it.
    private void DiscardUnused()
    {
        foreach (var slot in _slots)
        {
            if (slot.IsResident && _loans - slot.LastLoan >= LoansUntilUnused && slot.Mapping is null && slot.Owner == SlotOwner.Nobody)
            {
                // Once, also where it cannot be done.
                slot.IsResident = false;
                if (Hold(slot) && slot.Lent.Buffer!.TryDiscard())
                {
                    slot.Lent.Stale.SetEverything();
                }

                Return(slot, SlotOwner.Nobody);
            }
        }
    }

    // Feed. The other free slots of a new format get their memory now, though it is not in use before they are lent, so that none is made while frames flow.
    private void ReserveOthers(UploadSlot lent, nuint needed)
    {
        foreach (var slot in _slots)
        {
            if (slot == lent || slot.Owner != SlotOwner.Nobody || slot.OfferedBytes >= needed || slot.Lent.Buffer?.Length >= needed)
            {
                continue;
            }

            if (Hold(slot))
            {
                Replace(slot, PixelBuffer.Reserve(needed), mapping: null);
            }

            Return(slot, SlotOwner.Nobody);
        }
    }

    private void Replace(UploadSlot slot, PixelBuffer memory, MappedBuffer? mapping)
    {
        if (slot.Mapping is { } old)
        {
            _retired.Enqueue(old);
            _request(LoopRequest.Buffers);
        }
        else
        {
            slot.Lent.Buffer?.Dispose();
        }

        slot.Mapping = mapping;
        slot.Lent.Buffer = memory;
        slot.Lent.Stale.SetEverything();
    }

    // Feed: takes a free slot; false when the ring is closed meanwhile, and the slot then only has to be returned. Closing sets its flag first and looks at the slots after it: one of the two sees the other.
    private bool Hold(UploadSlot slot)
    {
        slot.Owner = SlotOwner.Feed;
        Interlocked.MemoryBarrier();
        return !Volatile.Read(ref _isClosed);
    }

    private void Return(UploadSlot slot, SlotOwner owner)
    {
        slot.Owner = owner;
        Interlocked.MemoryBarrier();
        if (Volatile.Read(ref _isClosed))
        {
            _returned.Set();
        }
    }

    private bool IsLent() => Array.Exists(_slots, static s => s.Owner == SlotOwner.Feed);
}
