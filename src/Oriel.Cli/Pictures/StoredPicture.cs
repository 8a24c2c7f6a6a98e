using Oriel.Protocol.Kvmfr;
using Oriel.Relay.Consumer;

namespace Oriel.Cli.Pictures;

/// <summary>Who may touch a slot.</summary>
internal enum PictureOwner
{
    /// <summary>Nobody: it can be lent.</summary>
    Nobody,

    /// <summary>The feed fills it.</summary>
    Feed,

    /// <summary>It waits for the reader.</summary>
    Waiting,

    /// <summary>The reader looks at it.</summary>
    Reader,
}

/// <summary>One frame in private memory, as the guest sent it.</summary>
internal sealed class StoredPicture(int index)
{
    private int _owner;

    /// <summary>What the feed gets.</summary>
    public FrameSlot Lent { get; } = new() { Index = index };

    /// <summary>What is in it.</summary>
    public FrameHeader Frame { get; set; }

    /// <summary>When the guest captured it, host clock; when we saw it where that is not known well.</summary>
    public long TimeNs { get; set; }

    /// <summary>+1 per filled picture: a larger one has less to refresh.</summary>
    public long Order { get; set; }

    /// <summary>Who has it.</summary>
    public PictureOwner Owner
    {
        get => (PictureOwner)Volatile.Read(ref _owner);
        set => Volatile.Write(ref _owner, (int)value);
    }

    /// <summary>The bytes of rows that are really there, of <see cref="FrameSlot.PitchBytes"/> each.</summary>
    public ReadOnlySpan<byte> Rows(int first, int count) =>
        Lent.Buffer!.AsSpan((nuint)first * Lent.PitchBytes, count == 0 ? 0 : checked((int)(((long)(count - 1) * Lent.PitchBytes) + Frame.RowBytes)));
}
