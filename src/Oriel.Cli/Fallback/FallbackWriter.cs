using Oriel.Protocol.Kvmfr;
using Oriel.Relay.Consumer;
using Oriel.Spice.Picture;

namespace Oriel.Cli.Fallback;

/// <summary>Writes the emulated screen's picture into the renderer's slots, each by what it lacks. Fallback thread.</summary>
internal sealed class FallbackWriter(IFrameSink sink)
{
    private const int MaxSlots = 8;
    private static readonly RelayStatus s_live = new(RelayState.Live, "SPICE display", "the emulated screen is shown");
    private static readonly RelayStatus s_waiting = new(RelayState.WaitingForFrame, "SPICE display", "the emulated screen has no picture");
    private readonly FrameSlot?[] _slots = new FrameSlot?[MaxSlots];
    private readonly DamageList _damage = new();
    private readonly DamageList _unpublished = new();
    private long _pictures;
    private uint _serial;
    private int _generation;
    private bool _isCurrent;

    /// <summary>Pictures published; any thread.</summary>
    public long Pictures => Volatile.Read(ref _pictures);

    /// <summary>Where the picture begins on the primary surface.</summary>
    public int OriginX { get; private set; }

    /// <summary>Where the picture begins on the primary surface.</summary>
    public int OriginY { get; private set; }

    /// <summary>What was published is out of date from now on.</summary>
    public void Pause()
    {
        if (_isCurrent)
        {
            _isCurrent = false;
            sink.UpdateStatus(s_waiting);
        }
    }

    /// <summary>Copies what changed and publishes it. Always true: what could not be published is remembered here.</summary>
    public bool Take(in PictureContent content)
    {
        if (content.Width == 0)
        {
            Pause();
            return true;
        }

        var times = new FrameTimes { SeenNs = FrameTimes.Now() };
        if (!Note(content) && _isCurrent)
        {
            return true;
        }

        var frame = FrameHeader.ForBgra((uint)content.Width, (uint)content.Height, unchecked(++_serial));
        if (!sink.TryLend(frame, out var slot) || slot is null)
        {
            Pause();
            return true;
        }

        if (slot.Index >= MaxSlots)
        {
            slot.Stale.SetEverything();
        }
        else if (!ReferenceEquals(_slots[slot.Index], slot))
        {
            _slots[slot.Index] = slot;
            slot.Stale.SetEverything();
        }

        Fill(slot, content);
        slot.Stale.Clear();
        times.CopiedNs = FrameTimes.Now();
        sink.Publish(slot, frame, _unpublished, times);
        _unpublished.Clear();
        Volatile.Write(ref _pictures, _pictures + 1);
        if (!_isCurrent)
        {
            _isCurrent = true;
            sink.UpdateStatus(s_live);
        }

        return true;
    }

    // False when nothing changed.
    private bool Note(in PictureContent content)
    {
        (OriginX, OriginY) = (content.OriginX, content.OriginY);
        _damage.Clear();
        if (content.IsEverything || content.Generation != _generation)
        {
            _generation = content.Generation;
            _damage.SetEverything();
        }

        foreach (var rect in content.Damage)
        {
            _damage.Add(new DamageRect((uint)rect.X, (uint)rect.Y, (uint)rect.Width, (uint)rect.Height));
        }

        _unpublished.Add(_damage);
        foreach (var slot in _slots)
        {
            slot?.Stale.Add(_damage);
        }

        return !_unpublished.IsEmpty;
    }

    private static void Fill(FrameSlot slot, in PictureContent content)
    {
        if (slot.Stale.IsEverything)
        {
            Copy(slot, content, new DamageRect(0, 0, (uint)content.Width, (uint)content.Height));
            return;
        }

        foreach (var rect in slot.Stale.Rects)
        {
            Copy(slot, content, rect);
        }
    }

    private static void Copy(FrameSlot slot, in PictureContent content, DamageRect rect)
    {
        var bytes = (int)rect.Width * 4;
        for (var y = rect.Y; y < rect.Y + rect.Height; y++)
        {
            content.Pixels.Slice(((int)y * content.PitchBytes) + ((int)rect.X * 4), bytes)
                .CopyTo(slot.Buffer!.AsSpan(slot.Offset + ((nuint)y * slot.PitchBytes) + (rect.X * 4), bytes));
        }
    }
}
