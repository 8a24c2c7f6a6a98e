using Oriel.Memory;
using Oriel.Protocol.Kvmfr;
using Oriel.Relay.Consumer;

namespace Oriel.Testing;

/// <summary>A consumer's memory: keeps the newest frame and cursor, counts what came. Safe to ask from the test's thread.</summary>
public sealed class ScreenSink : IFrameSink, IDisposable
{
    private readonly object _gate = new();
    private readonly FrameSlot[] _slots = [new() { Index = 0 }, new() { Index = 1 }, new() { Index = 2 }];
    private FrameSlot? _latest;
    private FrameHeader _header;
    private byte[] _shape = [];
    private FrameTimes _lastTimes = new();

    /// <summary>Copies every frame whole, so that what is compared is the region's buffer and not our own bookkeeping of damage.</summary>
    public bool WholeFrames { get; init; }

    public long Frames { get; private set; }

    /// <summary>Frames whose message carried rectangles.</summary>
    public long PartialFrames { get; private set; }

    public int MostRects { get; private set; }

    /// <summary>Times of the newest frame.</summary>
    public FrameTimes LastTimes
    {
        get
        {
            lock (_gate)
            {
                return _lastTimes;
            }
        }
    }

    public uint LastSerial { get; private set; }

    public uint FormatVersion { get; private set; }

    /// <summary>Flags of the newest frame.</summary>
    public FrameFlags Flags { get; private set; }

    public long CursorMessages { get; private set; }

    /// <summary>Everything known about the pointer; position and visibility of the last message, shape of the last one that had a shape.</summary>
    public CursorUpdate Cursor { get; private set; }

    public RelayStatus? Status { get; private set; }

    public (int Width, int Height) Size
    {
        get
        {
            lock (_gate)
            {
                return _latest is null ? (0, 0) : ((int)_header.FrameWidth, (int)_header.FrameHeight);
            }
        }
    }

    public byte[] CursorShape
    {
        get
        {
            lock (_gate)
            {
                return _shape;
            }
        }
    }

    public bool TryLend(in FrameHeader frame, out FrameSlot? slot)
    {
        lock (_gate)
        {
            slot = Array.Find(_slots, s => s != _latest)!;
            var pitch = frame.RowBytes;
            var bytes = (nuint)(frame.DataHeight * pitch);
            if (slot.Buffer is null || slot.Buffer.Length != bytes || slot.PitchBytes != pitch)
            {
                slot.Buffer?.Dispose();
                slot.Buffer = PixelBuffer.Allocate(bytes);
                slot.PitchBytes = pitch;
                slot.Stale.SetEverything();
            }

            if (WholeFrames)
            {
                slot.Stale.SetEverything();
            }

            return true;
        }
    }

    public void Publish(FrameSlot slot, in FrameHeader frame, DamageList damage, in FrameTimes times)
    {
        lock (_gate)
        {
            // The slot before the latest is lent next: rotate so that all three are used.
            if (_latest is not null)
            {
                var last = Array.IndexOf(_slots, _latest);
                (_slots[last], _slots[^1]) = (_slots[^1], _slots[last]);
            }

            _latest = slot;
            _header = frame;
            LastSerial = frame.Serial;
            _lastTimes = times;
            FormatVersion = frame.FormatVersion;
            Flags = frame.Flags;
            Frames++;
            PartialFrames += damage.IsEverything ? 0 : 1;
            MostRects = Math.Max(MostRects, damage.Rects.Length);
        }
    }

    public void Abandon(FrameSlot slot) => slot.Stale.SetEverything();

    public void UpdateCursor(in CursorUpdate cursor, ReadOnlySpan<byte> shape)
    {
        lock (_gate)
        {
            CursorMessages++;
            var next = Cursor with { HasVisibility = true, Visible = cursor.Visible };
            if (cursor.HasPosition)
            {
                next = next with { HasPosition = true, X = cursor.X, Y = cursor.Y };
            }

            if (cursor.HasShape)
            {
                next = next with
                {
                    HasShape = true, Type = cursor.Type, Width = cursor.Width, Height = cursor.Height, PitchBytes = cursor.PitchBytes,
                    HotspotX = cursor.HotspotX, HotspotY = cursor.HotspotY,
                };
                _shape = shape.ToArray();
            }

            Cursor = next;
        }
    }

    public void UpdateStatus(RelayStatus status) => Status = status;

    /// <summary>The newest frame as a picture; null before the first.</summary>
    public RgbImage? Picture()
    {
        lock (_gate)
        {
            if (_latest is null)
            {
                return null;
            }

            var (width, height) = ((int)_header.FrameWidth, (int)_header.DataHeight);
            var rgb = new byte[width * height * 3];
            for (var y = 0; y < height; y++)
            {
                var row = _latest.Buffer!.AsSpan((nuint)y * _latest.PitchBytes, width * 4);
                for (var x = 0; x < width; x++)
                {
                    var to = ((y * width) + x) * 3;
                    (rgb[to], rgb[to + 1], rgb[to + 2]) = (row[(x * 4) + 2], row[(x * 4) + 1], row[x * 4]);
                }
            }

            return new RgbImage(width, height, rgb);
        }
    }

    public void Dispose()
    {
        foreach (var slot in _slots)
        {
            slot.Buffer?.Dispose();
        }
    }
}
