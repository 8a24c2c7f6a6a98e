using System.Collections.Concurrent;
using System.Security.Cryptography;
using Oriel.Memory;
using Oriel.Protocol.Kvmfr;
using Oriel.Relay.Consumer;

namespace Oriel.Relay.Tests.Consumer;

/// <summary>A frame as the sink got it.</summary>
internal sealed record SeenFrame(FrameHeader Header, string Sha256, DamageRect[] Damage, bool IsEverything, int Slot, FrameTimes Times, byte[] Pixels);

/// <summary>A cursor message as the sink got it.</summary>
internal sealed record SeenCursor(CursorUpdate Update, string? Sha256, int ShapeBytes);

/// <summary>A sink in plain memory that keeps everything it is given, and checks that the feed keeps to the contract.</summary>
internal sealed class MemorySink : IFrameSink, IDisposable
{
    private readonly FrameSlot[] _slots;
    private readonly bool[] _lent;
    private int _next;

    public MemorySink(int slots = 3)
    {
        _slots = [.. Enumerable.Range(0, slots).Select(i => new FrameSlot { Index = i })];
        _lent = new bool[slots];
        foreach (var slot in _slots)
        {
            slot.Stale.SetEverything();
        }
    }

    public ConcurrentQueue<SeenFrame> Frames { get; } = new();

    public ConcurrentQueue<SeenCursor> Cursors { get; } = new();

    public ConcurrentQueue<RelayStatus> Statuses { get; } = new();

    public int Abandoned;

    public volatile bool RefuseToLend = false;

    /// <summary>Runs on the feed thread between the look at a frame's header and its copy.</summary>
    public Action? Lending { get; set; }

    /// <summary>Extra bytes per row, to see that the feed honours the sink's own pitch.</summary>
    public uint ExtraPitch { get; set; } = 64;

    public bool KeepPixels { get; set; }

    public bool TryLend(in FrameHeader frame, out FrameSlot? slot)
    {
        slot = null;
        Lending?.Invoke();
        if (RefuseToLend)
        {
            return false;
        }

        slot = _slots[_next];
        Assert.False(_lent[slot.Index], "lent twice");
        _lent[slot.Index] = true;
        _next = (_next + 1) % _slots.Length;
        var pitch = frame.RowBytes + ExtraPitch;
        var bytes = (nuint)(frame.DataHeight * pitch);
        if (slot.Buffer is null || slot.Buffer.Length < bytes || slot.PitchBytes != pitch)
        {
            slot.Buffer?.Dispose();
            slot.Buffer = PixelBuffer.Allocate(bytes);
            slot.PitchBytes = pitch;
            slot.Stale.SetEverything();
        }

        return true;
    }

    public void Publish(FrameSlot slot, in FrameHeader frame, DamageList damage, in FrameTimes times)
    {
        Assert.True(_lent[slot.Index]);
        _lent[slot.Index] = false;
        Assert.True(slot.Stale.IsEmpty, "a filled slot lacks nothing");
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var pixels = KeepPixels ? new byte[frame.DataHeight * frame.RowBytes] : [];
        for (var y = 0u; y < frame.DataHeight; y++)
        {
            var row = slot.Buffer!.AsSpan(slot.Offset + (nuint)(y * slot.PitchBytes), (int)frame.RowBytes);
            hash.AppendData(row);
            if (KeepPixels)
            {
                row.CopyTo(pixels.AsSpan((int)(y * frame.RowBytes)));
            }
        }

        Frames.Enqueue(new SeenFrame(frame, Convert.ToHexStringLower(hash.GetHashAndReset()), damage.Rects.ToArray(), damage.IsEverything, slot.Index, times, pixels));
    }

    public void Abandon(FrameSlot slot)
    {
        Assert.True(_lent[slot.Index]);
        _lent[slot.Index] = false;
        Interlocked.Increment(ref Abandoned);
    }

    public void UpdateCursor(in CursorUpdate cursor, ReadOnlySpan<byte> shape)
    {
        Assert.Equal(cursor.HasShape, !shape.IsEmpty);
        Cursors.Enqueue(new SeenCursor(cursor, cursor.HasShape ? Convert.ToHexStringLower(SHA256.HashData(shape)) : null, shape.Length));
    }

    public void UpdateStatus(RelayStatus status) => Statuses.Enqueue(status);

    public void Dispose()
    {
        foreach (var slot in _slots)
        {
            slot.Buffer?.Dispose();
        }
    }
}
