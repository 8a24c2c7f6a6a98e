using Oriel.Protocol.Kvmfr;
using Oriel.Relay.Consumer;

namespace Oriel.Cli.Latency.Input;

/// <summary>
/// Stands between feed and renderer while inputs are measured, and tells when the watched place changes. What it adds to a frame's way is one comparison of the patch, and only
/// when the frame's damage touches it. Members say which thread they are for; nothing on the feed and render threads blocks or allocates.
/// </summary>
internal sealed class ReactionWatch(IFrameSink sink) : IFrameSink, IDisposable
{
    // Serials are 32 bits wide; this one says that there is one.
    private const long HasSerial = 1L << 32;

    private readonly ManualResetEventSlim _detected = new();
    private readonly ManualResetEventSlim _presented = new();
    private PatchContent? _patch;
    private TileMap? _tiles;
    private FrameTimes _frame;
    private FrameTimes _shown;
    private long _armedNs;
    private long _wantedSerial;
    private long _changes;
    private long _place;
    private bool _isPointer;

    /// <summary>Signalled by the first change after <see cref="Arm"/>.</summary>
    public WaitHandle Detected => _detected.WaitHandle;

    /// <summary>Signalled when the frame with that change, or a newer one, was shown.</summary>
    public WaitHandle PresentedSignal => _presented.WaitHandle;

    /// <summary>The frame with the change, once <see cref="Detected"/> is signalled.</summary>
    public FrameTimes Frame => _frame;

    /// <summary>The frame that showed it, once <see cref="PresentedSignal"/> is signalled.</summary>
    public FrameTimes Shown => _shown;

    /// <summary>Changes so far of what is watched. Any thread.</summary>
    public long Changes => Volatile.Read(ref _changes);

    /// <summary>Where the guest's pointer is, its image's corner; null until it is told. Any thread.</summary>
    public (int X, int Y)? Pointer => Volatile.Read(ref _place) is not 0 and var place ? ((short)place, (short)(place >> 16)) : null;

    /// <summary>Before the first frame: looks at this patch. (The first look only remembers; a guest that stands still until its first input would have that one lost.)</summary>
    public void WatchPatch(Patch patch) => Volatile.Write(ref _patch, new PatchContent(patch));

    /// <summary>Meter: looks at the guest's pointer instead.</summary>
    public void WatchPointer() => Volatile.Write(ref _isPointer, true);

    /// <summary>Meter: tells these tiles of every frame; a change of those they watch counts.</summary>
    public void Learn(TileMap tiles) => Volatile.Write(ref _tiles, tiles);

    /// <summary>Meter: the next change of what is watched counts. A change that the guest captured before this time does not.</summary>
    public void Arm(long sinceNs)
    {
        Volatile.Write(ref _wantedSerial, 0);
        _detected.Reset();
        _presented.Reset();
        Volatile.Write(ref _armedNs, sinceNs);
    }

    /// <summary>Meter: no change counts any more; false when one was detected just now.</summary>
    public bool Disarm() => Interlocked.Exchange(ref _armedNs, 0) != 0;

    /// <summary>Render: a frame was shown.</summary>
    public void Presented(in FrameTimes times)
    {
        var wanted = Volatile.Read(ref _wantedSerial);
        if (wanted == 0 || (int)(times.Serial - (uint)wanted) < 0 || times.SeenNs < _frame.SeenNs)
        {
            return;
        }

        if (Interlocked.CompareExchange(ref _wantedSerial, 0, wanted) == wanted)
        {
            _shown = times;
            _presented.Set();
        }
    }

    /// <inheritdoc/>
    public bool TryLend(in FrameHeader frame, out FrameSlot? slot) => sink.TryLend(frame, out slot);

    /// <inheritdoc/>
    public void Publish(FrameSlot slot, in FrameHeader frame, DamageList damage, in FrameTimes times)
    {
        // Before it is passed on: afterwards the slot is the renderer's.
        var isAnswer = Volatile.Read(ref _tiles)?.Look(slot, frame, damage) == true;
        if (Volatile.Read(ref _patch)?.Look(slot, frame, damage) == true || isAnswer)
        {
            Changed(times);
        }

        sink.Publish(slot, frame, damage, times);
    }

    /// <inheritdoc/>
    public void Abandon(FrameSlot slot) => sink.Abandon(slot);

    /// <inheritdoc/>
    public void UpdateCursor(in CursorUpdate cursor, ReadOnlySpan<byte> shape)
    {
        if (cursor.HasPosition)
        {
            var place = (ushort)cursor.X | ((long)(ushort)cursor.Y << 16) | HasSerial;
            if (place != _place)
            {
                Volatile.Write(ref _place, place);
                if (Volatile.Read(ref _isPointer))
                {
                    Changed(new FrameTimes { SeenNs = FrameTimes.Now() });
                }
            }
        }

        sink.UpdateCursor(cursor, shape);
    }

    /// <inheritdoc/>
    public void UpdateStatus(RelayStatus status) => sink.UpdateStatus(status);

    /// <inheritdoc/>
    public void Dispose()
    {
        _detected.Dispose();
        _presented.Dispose();
    }

    private void Changed(in FrameTimes times)
    {
        Volatile.Write(ref _changes, _changes + 1);
        var since = Volatile.Read(ref _armedNs);
        if (since == 0 || (times.CapturedNs != FrameTimes.Unknown && times.CapturedNs + Math.Max(0, times.GuestClockErrorNs) < since)
            || Interlocked.CompareExchange(ref _armedNs, 0, since) != since)
        {
            return;
        }

        _frame = times;
        Volatile.Write(ref _wantedSerial, times.Serial | HasSerial);
        _detected.Set();
    }
}
