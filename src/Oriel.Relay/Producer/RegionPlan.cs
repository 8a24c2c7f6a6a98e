using System.Numerics;
using Oriel.Memory;

namespace Oriel.Relay.Producer;

/// <summary>
/// Where a producer's rings and payloads lie (kvmfr.md section 3, lgmp.md section 5.1): computed once from private numbers, never read back from the region.
/// </summary>
internal sealed class RegionPlan
{
    /// <summary>Bytes of shape data a cursor message has room for: 512 x 512 x 4.</summary>
    public const uint ShapeBytes = 1 << 20;

    /// <summary>Shape messages.</summary>
    public const int ShapeCount = 3;

    /// <summary>Least pixel bytes a frame buffer must have room for to be worth a session.</summary>
    private const ulong MinFrameBytes = 4096;

    private readonly ulong _size;
    private ulong _nextFree;

    /// <summary>Plans a session; throws <see cref="OrielException"/> when it does not fit.</summary>
    public RegionPlan(Region region, ProducerOptions options, int userDataBytes, uint cursorHeaderBytes)
    {
        // The protocol's offsets are 32 bits wide; what lies beyond 4 GiB is not used.
        _size = Math.Min(region.Length, uint.MaxValue);
        var layout = options.Profile.Layout;
        _nextFree = RoundUp((ulong)layout.HeaderBytes + (uint)userDataBytes, 4);
        FrameRing = PlanRing(options, options.FrameBuffers);
        PointerRing = PlanRing(options, options.Profile.PointerQueueLength);

        Positions = new Payload[options.Profile.PointerQueueLength];
        PlanPayloads(Positions, cursorHeaderBytes, 4);
        Shapes = new Payload[ShapeCount];
        PlanPayloads(Shapes, cursorHeaderBytes + ShapeBytes, 4);
        Frames = new Payload[options.FrameBuffers];
        PlanFrames(region, options.FrameAlignment);
    }

    /// <summary>Ring of the frame queue.</summary>
    public Ring FrameRing { get; }

    /// <summary>Ring of the pointer queue.</summary>
    public Ring PointerRing { get; }

    /// <summary>Messages without a shape.</summary>
    public Payload[] Positions { get; }

    /// <summary>Messages with a shape.</summary>
    public Payload[] Shapes { get; }

    /// <summary>Frame buffers.</summary>
    public Payload[] Frames { get; }

    private static ulong RoundUp(ulong value, ulong unit) => (value + unit - 1) / unit * unit;

    private static OrielException TooSmall(Region region, ulong needed) => new(
        RelayErrors.RegionTooSmall,
        seen: $"{region.Name} has {region.Length} bytes",
        expected: $"at least {needed} bytes for the session, the cursor and the frame buffers",
        remedy: "give the virtual machine more shared memory: width * height * 4 * 2 / 1048576 + 10 MiB, rounded up to a power of two");

    private Ring PlanRing(ProducerOptions options, int requested)
    {
        var layout = options.Profile.Layout;
        var entries = layout.SpareEntry ? (uint)requested + 1 : BitOperations.RoundUpToPowerOf2((uint)Math.Max(2, requested));
        _nextFree = RoundUp(_nextFree, (uint)layout.RingAlignment);
        var ring = new Ring(_nextFree, entries, layout.SpareEntry ? entries - 1 : entries);
        _nextFree += RoundUp(entries * (ulong)layout.Entry.Bytes, (uint)layout.RingAlignment);
        return ring;
    }

    private void PlanPayloads(Payload[] payloads, uint bytes, uint alignment)
    {
        for (var i = 0; i < payloads.Length; i++)
        {
            payloads[i] = Allocate(bytes, alignment);
        }
    }

    private void PlanFrames(Region region, uint alignment)
    {
        var count = (ulong)Frames.Length;
        var least = _nextFree + (alignment * (count + 1)) + (count * (alignment + MinFrameBytes));
        if (_size < least)
        {
            throw TooSmall(region, least);
        }

        var available = _size - _nextFree;

        var each = RoundUp(((available - (alignment - 1)) & ~((ulong)alignment - 1)) / count, alignment);
        var first = RoundUp(_nextFree, alignment);
        if (each * count > _size - first)
        {
            // The rule of kvmfr.md section 3 rounds up at the end; when start and size of the memory are both badly aligned that is one step too many.
            each = (_size - first) / count / alignment * alignment;
        }

        for (var i = 0; i < Frames.Length; i++)
        {
            Frames[i] = Allocate((uint)each, alignment);
        }
    }

    /// <summary>Takes the next free bytes. The frames come last and check that everything fits.</summary>
    private Payload Allocate(uint bytes, uint alignment)
    {
        var size = RoundUp(bytes, alignment);
        var offset = RoundUp(_nextFree, alignment);
        _nextFree = offset + size;
        return new Payload(offset, (uint)size);
    }

    /// <summary>A ring of messages.</summary>
    /// <param name="Offset">Absolute offset.</param>
    /// <param name="Entries">Entries stored.</param>
    /// <param name="Capacity">Messages it can hold.</param>
    internal readonly record struct Ring(ulong Offset, uint Entries, uint Capacity);

    /// <summary>An allocation.</summary>
    /// <param name="Offset">Absolute offset.</param>
    /// <param name="Size">Bytes, rounded up to the alignment.</param>
    internal readonly record struct Payload(ulong Offset, uint Size);
}
