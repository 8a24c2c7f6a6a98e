using Oriel.Protocol.Kvmfr;

namespace Oriel.Relay.Consumer;

/// <summary>
/// Knows what each upload slot, and the sink as a whole, has not seen yet (kvmfr.md section 6). Damage on the wire is relative to the previous
/// serial; anything that breaks the chain (first frame, gap, new format) means everything. Feed thread; allocates only when it meets a new slot.
/// </summary>
internal sealed class DamageTracker
{
    /// <summary>Slots whose content is remembered; more than any sink has. Slots beyond are refreshed in full each time.</summary>
    private const int MaxSlots = 16;

    private readonly FrameSlot?[] _slots = new FrameSlot?[MaxSlots];
    private readonly DamageList[] _stale = new DamageList[MaxSlots];
    private FrameHeader _last;
    private bool _hasLast;

    public DamageTracker()
    {
        for (var i = 0; i < MaxSlots; i++)
        {
            _stale[i] = new DamageList();
            _stale[i].SetEverything();
        }

        SincePublished.SetEverything();
    }

    /// <summary>What changed since the last frame handed to the sink.</summary>
    public DamageList SincePublished { get; } = new();

    /// <summary>The newest frame noted has not reached the sink.</summary>
    public bool IsBehind { get; private set; }

    /// <summary>New session: nothing the slots hold can be built on.</summary>
    public void Reset()
    {
        _hasLast = false;
        IsBehind = false;
        EverythingChanged();
    }

    /// <summary>True when this message only repeats a picture the sink already has (kvmfr.md section 4.3).</summary>
    public bool IsRepeat(in FrameHeader frame) => _hasLast && !IsBehind && frame.Serial == _last.Serial && frame.SameFormat(in _last);

    /// <summary>Takes a frame's damage into account, whether or not its pixels will be copied.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="damage">What changed since the serial before.</param>
    /// <returns>Serials between the previous frame noted and this one that were never seen.</returns>
    public uint Note(in FrameHeader frame, DamageList damage)
    {
        var step = _hasLast ? unchecked(frame.Serial - _last.Serial) : uint.MaxValue;
        if (step > 1 || !frame.SameFormat(in _last))
        {
            EverythingChanged();
        }
        else
        {
            SincePublished.Add(damage);
            foreach (var stale in _stale)
            {
                stale.Add(damage);
            }
        }

        var known = _hasLast;
        _last = frame;
        _hasLast = true;
        IsBehind = true;
        // Backwards or a jump of half the range is a producer that counts anew, not two billion lost frames.
        return known && step is > 1 and < 1u << 31 ? step - 1 : 0;
    }

    /// <summary>Makes <see cref="FrameSlot.Stale"/> say everything the lent slot lacks, and returns it.</summary>
    public DamageList Prepare(FrameSlot slot)
    {
        if ((uint)slot.Index >= MaxSlots || !ReferenceEquals(_slots[slot.Index], slot))
        {
            slot.Stale.SetEverything();
            if ((uint)slot.Index < MaxSlots)
            {
                _slots[slot.Index] = slot;
            }

            return slot.Stale;
        }

        // The sink sets it when the buffer behind the slot is new; that survives the union.
        slot.Stale.Add(_stale[slot.Index]);
        return slot.Stale;
    }

    /// <summary>The slot now holds the newest frame noted.</summary>
    public void Filled(FrameSlot slot)
    {
        slot.Stale.Clear();
        if ((uint)slot.Index < MaxSlots)
        {
            _stale[slot.Index].Clear();
        }
    }

    /// <summary>The slot's content is undefined.</summary>
    public void Spoiled(FrameSlot slot)
    {
        slot.Stale.SetEverything();
        if ((uint)slot.Index < MaxSlots)
        {
            _stale[slot.Index].SetEverything();
        }
    }

    /// <summary>The sink has the newest frame noted.</summary>
    public void Published()
    {
        SincePublished.Clear();
        IsBehind = false;
    }

    private void EverythingChanged()
    {
        SincePublished.SetEverything();
        foreach (var stale in _stale)
        {
            stale.SetEverything();
        }
    }
}
