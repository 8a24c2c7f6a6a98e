using Oriel.Display.Upload;
using Oriel.Memory;
using Oriel.Protocol.Kvmfr;
using Oriel.Relay.Consumer;

namespace Oriel.Cli.Pictures;

/// <summary>
/// Frames in private memory, as they are, for one reader that is no renderer: a recording, a screenshot. Either the newest one waits for it, or all of them in line, up to a bound; what does not fit is
/// dropped on this side and counted, and the guest never waits. <see cref="IFrameSink"/> is the feed's, the rest the reader's; waiting and counters are for any thread.
/// </summary>
internal sealed class PictureStore : IFrameSink, IDisposable
{
    private const int MostInLine = 8;

    // One is filled, one waits, one is read.
    private const int Least = 3;

    // More in line only as long as they are small together.
    private const ulong MostBytes = 512UL << 20;
    private const ulong MostPixels = 1UL << 27;

    // A guest clock that is less certain than this tells less than the moment a frame was seen.
    private const long MostClockErrorNs = 5_000_000;
    private const uint PitchAlignment = 64;

    private readonly StoredPicture[] _slots = new StoredPicture[MostInLine];
    private readonly StoredPicture?[] _line = new StoredPicture?[MostInLine];
    private readonly AutoResetEvent _news = new(initialState: false);
    private readonly bool _keepsAll;
    private StoredPicture? _newest;
    private RelayStatus? _status;
    private long _head;
    private long _tail;
    private long _published;
    private long _refused;
    private long _cursors;

    /// <summary>Makes an empty one.</summary>
    /// <param name="keepsAll">Keep frames in line instead of the newest only.</param>
    public PictureStore(bool keepsAll)
    {
        _keepsAll = keepsAll;
        for (var i = 0; i < _slots.Length; i++)
        {
            _slots[i] = new StoredPicture(i);
            _slots[i].Lent.Stale.SetEverything();
        }
    }

    /// <summary>Set after every frame, pointer message that shows, and status.</summary>
    public WaitHandle News => _news;

    /// <summary>The pointer. Only the reader may read it.</summary>
    public CursorMailbox Cursor { get; } = new();

    /// <summary>The relay's latest word.</summary>
    public RelayStatus? Status => Volatile.Read(ref _status);

    /// <summary>Frames that got here.</summary>
    public long Published => Volatile.Read(ref _published);

    /// <summary>Frames that found no place: the reader was too slow, or they are too large.</summary>
    public long Refused => Volatile.Read(ref _refused);

    /// <summary>Pointer messages with a place or a shape that got here, and are in <see cref="Cursor"/>.</summary>
    public long Cursors => Volatile.Read(ref _cursors);

    /// <summary>The next frame, or the newest; null when there is none. It is the reader's until <see cref="Return"/>.</summary>
    public StoredPicture? Take()
    {
        StoredPicture? picture;
        if (_keepsAll)
        {
            if (_tail == Volatile.Read(ref _head))
            {
                return null;
            }

            picture = _line[_tail % MostInLine];
            Volatile.Write(ref _tail, _tail + 1);
        }
        else
        {
            picture = Interlocked.Exchange(ref _newest, null);
        }

        if (picture is not null)
        {
            picture.Owner = PictureOwner.Reader;
        }

        return picture;
    }

    /// <summary>Gives a picture back.</summary>
    public static void Return(StoredPicture? picture)
    {
        if (picture is not null)
        {
            picture.Owner = PictureOwner.Nobody;
        }
    }

    /// <inheritdoc/>
    public bool TryLend(in FrameHeader frame, out FrameSlot? slot)
    {
        slot = null;
        var pitch = (frame.RowBytes + PitchAlignment - 1) & ~(PitchAlignment - 1);
        var bytes = (ulong)pitch * frame.DataHeight;
        if ((ulong)frame.FrameWidth * frame.FrameHeight > MostPixels || FindFree(bytes) is not { } picture)
        {
            Volatile.Write(ref _refused, _refused + 1);
            return false;
        }

        if (picture.Lent.Buffer is null || picture.Lent.Buffer.Length < bytes)
        {
            picture.Lent.Buffer?.Dispose();
            picture.Lent.Buffer = PixelBuffer.Allocate((nuint)bytes);
            picture.Lent.Stale.SetEverything();
        }

        if (!picture.Frame.SameFormat(frame) || picture.Lent.PitchBytes != pitch)
        {
            picture.Lent.Stale.SetEverything();
        }

        picture.Lent.PitchBytes = pitch;
        picture.Frame = frame;
        picture.Owner = PictureOwner.Feed;
        slot = picture.Lent;
        return true;
    }

    /// <inheritdoc/>
    public void Publish(FrameSlot slot, in FrameHeader frame, DamageList damage, in FrameTimes times)
    {
        var picture = _slots[slot.Index];
        picture.Frame = frame;
        picture.TimeNs = times.GuestClockErrorNs is >= 0 and <= MostClockErrorNs && times.CapturedNs != FrameTimes.Unknown ? times.CapturedNs : times.SeenNs;
        picture.Order = ++_published;
        picture.Owner = PictureOwner.Waiting;
        if (_keepsAll)
        {
            _line[_head % MostInLine] = picture;
            Volatile.Write(ref _head, _head + 1);
        }
        else
        {
            Return(Interlocked.Exchange(ref _newest, picture));
        }

        _news.Set();
    }

    /// <inheritdoc/>
    public void Abandon(FrameSlot slot)
    {
        slot.Stale.SetEverything();
        _slots[slot.Index].Owner = PictureOwner.Nobody;
    }

    /// <inheritdoc/>
    public void UpdateCursor(in CursorUpdate cursor, ReadOnlySpan<byte> shape)
    {
        var isNews = Cursor.Update(cursor, shape);

        // Counted when it can be read: who waited for the count reads at once. That the pointer of an earlier session is gone says nothing about where the pointer is.
        if (cursor.HasShape || cursor.HasPosition)
        {
            Volatile.Write(ref _cursors, _cursors + 1);
        }

        if (isNews)
        {
            _news.Set();
        }
    }

    /// <inheritdoc/>
    public void UpdateStatus(RelayStatus status)
    {
        Volatile.Write(ref _status, status);
        _news.Set();
    }

    /// <summary>Frees the pictures. The feed must have ended.</summary>
    public void Dispose()
    {
        foreach (var picture in _slots)
        {
            picture.Lent.Buffer?.Dispose();
            picture.Lent.Buffer = null;
        }

        _news.Dispose();
    }

    private StoredPicture? FindFree(ulong bytes)
    {
        var slots = _keepsAll ? (int)Math.Clamp(MostBytes / Math.Max(1, bytes), Least, MostInLine) : Least;
        StoredPicture? best = null;
        for (var i = 0; i < slots; i++)
        {
            var picture = _slots[i];
            if (picture.Owner == PictureOwner.Nobody && (best is null || picture.Order > best.Order))
            {
                best = picture;
            }
        }

        return best;
    }
}
