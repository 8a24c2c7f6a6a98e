using Oriel.Memory;
using Oriel.Protocol.Kvmfr;
using Oriel.Relay.Consumer;

namespace Oriel.Relay.Producer;

/// <content>Frames: one publishing thread.</content>
public sealed partial class RelayProducer
{
    private readonly StaleRects[] _stale;
    private readonly byte[] _frameHeader;
    private readonly DamageList _announced = new();
    private readonly ByteRect[] _byteRects = new ByteRect[StaleRects.Capacity];
    private readonly DamageRect[] _staleRects = new DamageRect[StaleRects.Capacity];
    private FrameDescription _format;
    private uint _formatRows;
    private uint _formatVersion;
    private uint _serial;
    private int _lastFrame = -1;
    private long _copiedBytes;
    private long _damagedBytes;

    /// <summary>Bytes of pixels copied into the region, or written there by a filler, in the life of this object. Any thread.</summary>
    public long CopiedBytes => Volatile.Read(ref _copiedBytes);

    /// <summary>Bytes of pixels that changed, as announced with the frames; with <see cref="CopiedBytes"/>, what keeping several buffers costs. Any thread.</summary>
    public long DamagedBytes => Volatile.Read(ref _damagedBytes);

    /// <summary>
    /// Publishes one frame: header, write pointer 0, post, then the pixels behind the write pointer. <paramref name="damage"/> is what changed since the
    /// last frame handed in with outcome Published; the producer keeps per-buffer lists and copies only what each buffer lacks. When the picture does not fit
    /// <see cref="MaxFrameBytes"/>, the rows that do are sent and the frame is marked truncated.
    /// </summary>
    /// <param name="frame">What it is.</param>
    /// <param name="source">Its pixels.</param>
    /// <param name="sourceOffset">Offset of row 0 in the source, bytes.</param>
    /// <param name="sourcePitchBytes">Bytes from one row to the next in the source.</param>
    /// <param name="damage">What changed.</param>
    /// <param name="capturedNs">When it was captured, on <see cref="ClockNs"/>; told in the timing record, if there is one.</param>
    /// <exception cref="ArgumentException">The description is impossible (see <see cref="FramePitch.IsValid"/>) or the source is too small for it.</exception>
    public PublishOutcome Publish(
        in FrameDescription frame, PixelBuffer source, nuint sourceOffset, uint sourcePitchBytes, DamageList damage, long capturedNs = FrameTimes.Unknown)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(damage);
        var rows = CheckFrame(frame);
        CheckSource(frame, rows, source, sourceOffset, sourcePitchBytes);
        var outcome = Begin(frame, rows, damage, capturedNs, out var buffer, out var generation);
        if (outcome != PublishOutcome.Published)
        {
            return outcome;
        }

        Fill(frame, rows, source, sourceOffset, sourcePitchBytes, buffer);
        return End(buffer, generation, filled: true);
    }

    /// <summary>
    /// Publishes one frame whose pixels <paramref name="filler"/> writes: header, write pointer 0, post, then the filler, then the write pointer at the end. A filler that
    /// fails leaves a frame with stale content, whose pointer is set to the end as well so that nobody waits for it (kvmfr.md section 5): the outcome is
    /// <see cref="PublishOutcome.FillFailed"/>, the frame is never repeated, and the next one is announced and filled whole.
    /// </summary>
    /// <param name="frame">What it is.</param>
    /// <param name="filler">Who writes its pixels.</param>
    /// <param name="damage">What changed.</param>
    /// <param name="capturedNs">When it was captured, on <see cref="ClockNs"/>; told in the timing record, if there is one.</param>
    /// <exception cref="ArgumentException">The description is impossible (see <see cref="FramePitch.IsValid"/>).</exception>
    public PublishOutcome Publish(in FrameDescription frame, IFrameFiller filler, DamageList damage, long capturedNs = FrameTimes.Unknown)
    {
        ArgumentNullException.ThrowIfNull(filler);
        ArgumentNullException.ThrowIfNull(damage);
        var rows = CheckFrame(frame);
        var outcome = Begin(frame, rows, damage, capturedNs, out var buffer, out var generation);
        if (outcome != PublishOutcome.Published)
        {
            return outcome;
        }

        var count = _stale[buffer].ToRects(frame.FrameWidth, rows, _staleRects);
        var filled = count == 0
            || filler.TryFill(new FrameTarget(_places[buffer], frame.Type, frame.FrameWidth, rows, frame.PitchBytes), _staleRects.AsSpan(0, count));
        FrameCopy.Complete(_region, Extent(frame, rows, buffer));
        var pixels = 0UL;
        foreach (ref readonly var rect in _staleRects.AsSpan(0, count))
        {
            pixels += (ulong)rect.Width * rect.Height;
        }

        CountCopied(pixels * FrameGeometry.BytesPerPixel(frame.Type));
        return End(buffer, generation, filled);
    }

    /// <summary>
    /// Posts the last frame again with its serial, for a new subscriber. <see cref="PublishOutcome.Busy"/> when the ring is full (its buffer may well be in the ring
    /// already: each message counts), <see cref="PublishOutcome.NoSubscriber"/> also when no frame was published in this session.
    /// </summary>
    public PublishOutcome Repeat()
    {
        if (IsLost || !_session.HasMagic())
        {
            return Lose();
        }

        PublishOutcome outcome;
        lock (_frames.Gate)
        {
            if (_lastFrame < 0)
            {
                return PublishOutcome.NoSubscriber;
            }

            outcome = ToOutcome(_frames.Post(_lastFrame, _plan.Frames[_lastFrame], 0, Now()));
        }

        return Tell(outcome);
    }

    /// <summary>Rings for what was just posted; outside the gate, because ringing may be a request to a driver.</summary>
    private PublishOutcome Tell(PublishOutcome outcome)
    {
        if (outcome == PublishOutcome.Published)
        {
            _ringer.Ring();
        }

        return outcome == PublishOutcome.SessionLost ? Lose() : outcome;
    }

    /// <summary>Everything before the pixels. On Published the buffer is announced and belongs to the caller until <see cref="End"/>.</summary>
    private PublishOutcome Begin(in FrameDescription frame, uint rows, DamageList damage, long capturedNs, out int buffer, out int generation)
    {
        buffer = generation = -1;
        if (IsLost || !_session.HasMagic())
        {
            return Lose();
        }

        lock (_frames.Gate)
        {
            var outcome = Announce(frame, rows, damage, capturedNs, out buffer);
            if (outcome != PublishOutcome.Published)
            {
                return outcome == PublishOutcome.SessionLost ? Lose() : outcome;
            }

            (generation, _filling) = (_generation, buffer);
        }

        // Before the pixels: the consumer follows the write pointer.
        return Tell(PublishOutcome.Published);
    }

    /// <summary>Everything after the pixels.</summary>
    private PublishOutcome End(int buffer, int generation, bool filled)
    {
        var filledNs = _times.NowNs;
        lock (_frames.Gate)
        {
            _filling = -1;
            if (generation != _generation || IsLost)
            {
                // Another thread lost or restarted the session while pixels were copied; they went to an allocation that is ours in every session.
                _stale[buffer].SetEverything();
                return PublishOutcome.SessionLost;
            }

            TellFilled(filled ? filledNs : FrameTimes.Unknown);
            if (filled)
            {
                _stale[buffer].Clear();
                _lastFrame = buffer;
            }
            else
            {
                // Consumers now hold pixels that are not what the header said: without a last frame the next one is whole for everybody.
                _stale[buffer].SetEverything();
                _lastFrame = -1;
            }
        }

        return _region.IsFaulted ? Lose() : filled ? PublishOutcome.Published : PublishOutcome.FillFailed;
    }

    private static PublishOutcome ToOutcome(PostOutcome post) => post switch
    {
        PostOutcome.Posted => PublishOutcome.Published,
        PostOutcome.NoSubscriber => PublishOutcome.NoSubscriber,
        PostOutcome.Full => PublishOutcome.Busy,
        _ => PublishOutcome.SessionLost,
    };

    /// <summary>Header, write pointer 0 and the message. Serial, format version and damage lists change only when the message is in the ring.</summary>
    private PublishOutcome Announce(in FrameDescription frame, uint rows, DamageList damage, long capturedNs, out int buffer)
    {
        buffer = -1;
        if (!_frames.HasActive)
        {
            return PublishOutcome.NoSubscriber;
        }

        if (!_frames.Process(Now()))
        {
            return PublishOutcome.SessionLost;
        }

        buffer = _frames.IsFull ? -1 : NextFreeFrame();
        if (buffer < 0)
        {
            return PublishOutcome.Busy;
        }

        // Who sleeps takes longer to wake than we to write a header: rung now, there when the message is. Who is quicker than that waits a moment, and is rung again if it slept.
        _ringer.Ring();

        // What the desktop asks for says nothing about pixels: it changes the version that receivers look at, and costs no copy.
        var sameFormat = _lastFrame >= 0 && rows == _formatRows && WithoutWishes(frame) == WithoutWishes(_format);
        var formatVersion = frame == _format && rows == _formatRows ? _formatVersion : unchecked(_formatVersion + 1);
        var serial = NextSerial();
        ClipDamage(frame, rows, damage, sameFormat);
        var place = _plan.Frames[buffer];
        var pointerOffset = _options.FrameAlignment - 4;
        FrameHeaderWriter.Write(_version.Number, _frameHeader, ToHeader(frame, rows, serial, formatVersion, pointerOffset), _announced);
        _region.CopyIn(place.Offset, _frameHeader);
        _region.WriteUInt32(place.Offset + pointerOffset, 0);
        _times.Announce(serial, capturedNs);
        var outcome = ToOutcome(_frames.Post(buffer, place, 0, Now()));
        if (outcome != PublishOutcome.Published)
        {
            // The header of this buffer is overwritten, its pixels are not; nobody sees it before the next announcement.
            return outcome;
        }

        _serial = serial;
        _formatVersion = formatVersion;
        _format = frame;
        _formatRows = rows;
        CountDamage(frame, rows);
        foreach (var stale in _stale)
        {
            stale.Add(_announced);
        }

        return PublishOutcome.Published;
    }

    private static FrameDescription WithoutWishes(in FrameDescription frame) =>
        frame with { Flags = frame.Flags & ~(FrameFlags.BlockScreensaver | FrameFlags.RequestActivation) };

    private FrameExtent Extent(in FrameDescription frame, uint rows, int buffer)
    {
        var pixels = _places[buffer].PixelsOffset;
        return new FrameExtent(pixels - 4, pixels, frame.PitchBytes, (uint)FrameGeometry.RowBytes(frame.Type, frame.FrameWidth), rows);
    }

    private void Fill(in FrameDescription frame, uint rows, PixelBuffer source, nuint sourceOffset, uint sourcePitchBytes, int buffer)
    {
        var extent = Extent(frame, rows, buffer);
        var count = _stale[buffer].ToRects(frame.FrameWidth, rows, _staleRects);
        if (count == 0)
        {
            // "No rectangle" means the whole frame to the copy, and nothing at all here.
            FrameCopy.Complete(_region, extent);
            return;
        }

        var pixel = FrameGeometry.BytesPerPixel(frame.Type);
        for (var i = 0; i < count; i++)
        {
            ref readonly var rect = ref _staleRects[i];
            _byteRects[i] = new ByteRect(rect.X * pixel, rect.Y, rect.Width * pixel, rect.Height);
        }

        CountCopied(FrameCopy.Fill(_region, extent, source, sourceOffset, sourcePitchBytes, _byteRects.AsSpan(0, count)));
    }

    // One writer, the publishing thread.
    private void CountCopied(ulong bytes) => Volatile.Write(ref _copiedBytes, unchecked(_copiedBytes + (long)bytes));

    private void CountDamage(in FrameDescription frame, uint rows)
    {
        var pixels = _announced.IsEverything ? (long)frame.FrameWidth * rows : _announced.Pixels;
        Volatile.Write(ref _damagedBytes, unchecked(_damagedBytes + (pixels * FrameGeometry.BytesPerPixel(frame.Type))));
    }

    /// <summary>The buffers are used in turn; one that is still in the ring, is the last frame (which may be repeated), or is written by somebody else is passed over.</summary>
    private int NextFreeFrame()
    {
        var count = _plan.Frames.Length;
        for (var step = 1; step <= count; step++)
        {
            var candidate = (_lastFrame + step) % count;
            if (candidate != _lastFrame && candidate != _reserved && candidate != _filling && _frames.IsFree(candidate))
            {
                return candidate;
            }
        }

        return -1;
    }

    private uint NextSerial()
    {
        var next = unchecked(_serial + 1);
        return next == 0 ? 1 : next;
    }

    private void ClipDamage(in FrameDescription frame, uint rows, DamageList damage, bool sameFormat)
    {
        _announced.Clear();
        if (!sameFormat || damage.IsEverything)
        {
            _announced.SetEverything();
            return;
        }

        foreach (var rect in damage.Rects)
        {
            _announced.Add(FrameGeometry.Clip(rect, frame.FrameWidth, rows));
        }
    }

    private static FrameHeaderValues ToHeader(in FrameDescription frame, uint rows, uint serial, uint formatVersion, uint pointerOffset) => new()
    {
        FormatVersion = formatVersion,
        Serial = serial,
        Type = frame.Type,
        ScreenWidth = frame.ScreenWidth,
        ScreenHeight = frame.ScreenHeight,
        FrameWidth = frame.FrameWidth,
        FrameHeight = frame.FrameHeight,
        DataHeight = rows,
        PitchBytes = frame.PitchBytes,
        Offset = pointerOffset,
        Rotation = frame.Rotation,
        Flags = rows < frame.FrameHeight ? frame.Flags | FrameFlags.Truncated : frame.Flags & ~FrameFlags.Truncated,
    };

    /// <summary>Refuses what no consumer would take, and returns the rows that fit a buffer.</summary>
    private uint CheckFrame(in FrameDescription frame)
    {
        if (frame.FrameWidth is 0 or > 65535 || frame.FrameHeight is 0 or > 65535 || frame.Type == FrameType.Invalid || frame.Type > _version.LastFrameType)
        {
            throw new ArgumentException($"{frame.Type} {frame.FrameWidth} x {frame.FrameHeight} is no frame of KVMFR {_version.Number}", nameof(frame));
        }

        if (!FramePitch.IsValid(frame.Type, frame.FrameWidth, frame.PitchBytes))
        {
            throw new ArgumentException($"a pitch of {frame.PitchBytes} bytes is wrong for {frame.FrameWidth} pixels of {frame.Type}", nameof(frame));
        }

        var rows = (uint)Math.Min(frame.FrameHeight, MaxFrameBytes / frame.PitchBytes);
        if (rows == 0)
        {
            throw new ArgumentException($"not even one row of {frame.PitchBytes} bytes fits a buffer of {MaxFrameBytes} bytes", nameof(frame));
        }

        return rows;
    }

    private static void CheckSource(in FrameDescription frame, uint rows, PixelBuffer source, nuint sourceOffset, uint sourcePitchBytes)
    {
        var rowBytes = FrameGeometry.RowBytes(frame.Type, frame.FrameWidth);
        var last = (ulong)(rows - 1) * sourcePitchBytes;
        if (sourcePitchBytes < rowBytes || sourceOffset > source.Length || last + rowBytes > source.Length - sourceOffset)
        {
            throw new ArgumentException(
                $"{rows} rows of {rowBytes} bytes with pitch {sourcePitchBytes} do not lie in {source.Length} bytes from {sourceOffset}", nameof(source));
        }
    }
}
