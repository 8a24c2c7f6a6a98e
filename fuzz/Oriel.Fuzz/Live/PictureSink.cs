using Oriel.Memory;
using Oriel.Protocol.Kvmfr;
using Oriel.Relay.Consumer;
using Oriel.Relay.Synthetic;

namespace Oriel.Fuzz.Live;

/// <summary>
/// A sink that looks at every pixel: is this a picture of the expected pattern, and is all of it right? Counters may be read from any thread.
/// </summary>
public sealed class PictureSink(TestPattern expected) : IPictureWitness
{
    private readonly PatternVerifier _verifier = new();
    private readonly FrameSlot[] _slots = [new() { Index = 0 }, new() { Index = 1 }, new() { Index = 2 }];
    private FrameHeader _format;
    private int _next;
    private long _good, _wrong, _other, _run, _cursors, _shapeBytes;
    private uint _lastGood;
    private PatternCheck _lastWrong;
    private volatile RelayStatus? _status;

    /// <summary>False = take pictures without looking at them: the load is then the feed's own.</summary>
    public bool Looks { get; set; } = true;

    /// <inheritdoc/>
    public Action<RelayStatus>? StatusChanged { get; set; }

    /// <inheritdoc/>
    public long Good => Volatile.Read(ref _good);

    /// <inheritdoc/>
    public long Wrong => Volatile.Read(ref _wrong);

    /// <inheritdoc/>
    public long Other => Volatile.Read(ref _other);

    /// <inheritdoc/>
    public long GoodRun => Volatile.Read(ref _run);

    /// <inheritdoc/>
    public uint LastGood => Volatile.Read(ref _lastGood);

    /// <summary>Pointer messages.</summary>
    public long Cursors => Volatile.Read(ref _cursors);

    /// <summary>The newest status.</summary>
    public RelayStatus? Status => _status;

    /// <inheritdoc/>
    public void Look()
    {
        // Every picture is looked at when it is published.
    }

    /// <inheritdoc/>
    public string Describe() => _lastWrong.ToString();

    /// <inheritdoc/>
    public bool TryLend(in FrameHeader frame, out FrameSlot? slot)
    {
        if (!frame.SameFormat(in _format))
        {
            _format = frame;
            var bytes = (nuint)frame.DataHeight * frame.RowBytes;
            foreach (var s in _slots)
            {
                if (s.Buffer is null || s.Buffer.Length < bytes || s.Buffer.Length > (bytes * 4) + 65536)
                {
                    s.Buffer?.Dispose();
                    s.Buffer = PixelBuffer.Allocate(bytes);
                }

                s.Offset = 0;
                s.PitchBytes = frame.RowBytes;
                s.Stale.SetEverything();
            }
        }

        slot = _slots[_next];
        _next = (_next + 1) % _slots.Length;
        return true;
    }

    /// <inheritdoc/>
    public void Publish(FrameSlot slot, in FrameHeader frame, DamageList damage, in FrameTimes times)
    {
        if (!Looks)
        {
            return;
        }

        if (frame.Type != expected.Type || frame.FrameWidth != expected.Width || frame.FrameHeight != expected.Height || frame.DataHeight != expected.Height
            || frame.Rotation != FrameRotation.None)
        {
            Count(ref _other);
            Volatile.Write(ref _run, 0);
            return;
        }

        var check = _verifier.Verify(frame.Type, frame.FrameWidth, frame.FrameHeight, frame.DataHeight, slot.Buffer!, slot.Offset, slot.PitchBytes);
        if (check.Ok)
        {
            Volatile.Write(ref _lastGood, check.Tag.Frame);
            Count(ref _good);
            Count(ref _run);
        }
        else
        {
            _lastWrong = check;
            Count(ref _wrong);
            Volatile.Write(ref _run, 0);
        }
    }

    /// <inheritdoc/>
    public void Abandon(FrameSlot slot) => slot.Stale.SetEverything();

    /// <inheritdoc/>
    public void UpdateCursor(in CursorUpdate cursor, ReadOnlySpan<byte> shape)
    {
        // What the validator promised: the shape is as long as its numbers say, and no longer than the protocol allows.
        if (cursor.HasShape && ((ulong)shape.Length != (ulong)cursor.Height * cursor.PitchBytes || cursor.Width > 512 || cursor.VisibleHeight > 512))
        {
            throw new InvalidOperationException($"cursor {cursor.Width}x{cursor.Height} pitch {cursor.PitchBytes} came with {shape.Length} bytes");
        }

        _shapeBytes += shape.Length;
        Count(ref _cursors);
    }

    /// <inheritdoc/>
    public void UpdateStatus(RelayStatus status)
    {
        _status = status;
        StatusChanged?.Invoke(status);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var slot in _slots)
        {
            slot.Buffer?.Dispose();
        }
    }

    private static void Count(ref long counter) => Volatile.Write(ref counter, counter + 1);
}
