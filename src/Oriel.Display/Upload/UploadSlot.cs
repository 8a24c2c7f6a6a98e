using Oriel.Protocol.Kvmfr;
using Oriel.Relay.Consumer;

namespace Oriel.Display.Upload;

/// <summary>Who owns an upload slot.</summary>
internal enum SlotOwner
{
    /// <summary>Nobody; the feed may lend it.</summary>
    Nobody,

    /// <summary>The feed is filling it.</summary>
    Feed,

    /// <summary>It lies in the mailbox.</summary>
    Mailbox,

    /// <summary>The render thread uploads from it, or the GPU still reads it.</summary>
    Render,
}

/// <summary>One upload buffer with the frame it carries. All fields belong to the owner; ownership moves by <see cref="Owner"/> (release) and the mailbox.</summary>
internal sealed class UploadSlot(int index)
{
    private int _owner;
    private MappedBuffer? _offered;

    /// <summary>The part the feed sees.</summary>
    public FrameSlot Lent { get; } = new() { Index = index };

    /// <summary>The frame it was filled with.</summary>
    public FrameHeader Frame { get; set; }

    /// <summary>Format of what is in the buffer.</summary>
    public FrameHeader Format { get; set; }

    /// <summary>Stages passed.</summary>
    public FrameTimes Times { get; set; }

    /// <summary>What changed since the previous frame that the render thread took.</summary>
    public DamageList Damage { get; } = new();

    /// <summary>The GL buffer behind <see cref="FrameSlot.Buffer"/>; null = plain private memory.</summary>
    public MappedBuffer? Mapping { get; set; }

    /// <summary>Which of the ring's loans it was last, counted from one; 0 = never. Feed thread.</summary>
    public long LastLoan { get; set; }

    /// <summary>It has a buffer with memory behind it. Feed thread.</summary>
    public bool IsResident { get; set; }

    /// <summary>Fence behind the last upload from it; 0 = none. Render thread.</summary>
    public nint Fence { get; set; }

    /// <summary>The owner.</summary>
    public SlotOwner Owner
    {
        get => (SlotOwner)Volatile.Read(ref _owner);
        set => Volatile.Write(ref _owner, (int)value);
    }

    /// <summary>The render thread offers a mapped buffer; returns one that was offered before and not taken.</summary>
    public MappedBuffer? Offer(MappedBuffer? mapping) => Interlocked.Exchange(ref _offered, mapping);

    /// <summary>Size of the mapped buffer on offer, 0 without.</summary>
    public nuint OfferedBytes => Volatile.Read(ref _offered)?.Memory.Length ?? 0;
}
