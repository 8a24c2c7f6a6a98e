using Oriel.Display.Upload;
using Oriel.Interop.Linux.Gl;
using Oriel.Protocol.Kvmfr;
using Oriel.Relay.Consumer;

namespace Oriel.Display.Drawing;

/// <summary>
/// One place pictures come from, with everything of its own: the ring a writer fills, the textures, the pointer. Two of them can stand side by side, so changing from one to the other
/// is a matter of which textures are drawn. Render role, except <see cref="Sink"/>, which is for the one thread that feeds it.
/// </summary>
internal sealed class PictureSource : IDisposable
{
    private readonly CursorMailbox _mailbox = new();
    private bool _isInTexture;

    public PictureSource(GlFunctions gl, int maxTextureSize, bool allowMapping, AllocationLedger ledger, Action<LoopRequest> request)
    {
        Ring = new UploadRing(maxTextureSize, request);
        Buffers = new MappedBuffers(gl, Ring, allowMapping);
        Frame = new FrameTexture(gl);
        Shape = new CursorTexture(gl, ledger);
        Sink = new FeedSink(Ring, _mailbox, request);
        Cursor = _mailbox.Read();
    }

    /// <summary>What the feed sees.</summary>
    public FeedSink Sink { get; }

    public UploadRing Ring { get; }

    public MappedBuffers Buffers { get; }

    /// <summary>The picture.</summary>
    public FrameTexture Frame { get; }

    /// <summary>The pointer's shape.</summary>
    public CursorTexture Shape { get; }

    /// <summary>Where the pointer is, and whether it is shown.</summary>
    public CursorState Cursor { get; private set; }

    /// <summary>What the frame taken last changed.</summary>
    public DamageList Damage { get; } = new();

    /// <summary>Stages of the frame taken last.</summary>
    public FrameTimes Times { get; private set; }

    /// <summary>A frame waits, but the GPU still reads the one before.</summary>
    public bool IsStuck { get; private set; }

    /// <summary>The last <see cref="TakeFrame"/> brought a frame that can be shown.</summary>
    public bool HasNewFrame { get; private set; }

    /// <summary>The last <see cref="TakeFrame"/> brought another size, type or rotation.</summary>
    public bool HasNewFormat { get; private set; }

    /// <summary>What the texture holds is the picture as it is now: its writer is alive, and the frame is one of the running session.</summary>
    public bool IsCurrent => _isInTexture && Frame.HasPicture && Ring.Refusal is null;

    /// <summary>Uploads the newest frame; false when there is none, or none can be taken yet.</summary>
    public bool TakeFrame()
    {
        // Asked before the mailbox is looked at: the frame that made the source current is in the texture afterwards, unless it has to wait.
        var isCurrent = Sink.IsCurrent;
        var isTaken = TryTake();
        _isInTexture = isCurrent && (_isInTexture || !IsStuck);
        return isTaken;
    }

    /// <summary>Takes the pointer's newest state; true when that can be seen.</summary>
    public bool TakeCursor()
    {
        var cursor = _mailbox.Read();
        var isNewShape = cursor.IsVisible && Shape.Update(cursor.Shape);
        var isSeen = isNewShape || cursor.IsVisible != Cursor.IsVisible || (cursor.IsVisible && (cursor.X != Cursor.X || cursor.Y != Cursor.Y));
        Cursor = cursor;
        return isSeen;
    }

    /// <summary>Deletes everything; the writer must have left (<see cref="UploadRing.Close"/>).</summary>
    public void Dispose()
    {
        Buffers.Dispose();
        Frame.Dispose();
        Shape.Dispose();
        Ring.Dispose();
    }

    private bool TryTake()
    {
        HasNewFrame = HasNewFormat = false;
        if (!Ring.HasFrame)
        {
            IsStuck = false;
            return false;
        }

        IsStuck = !Buffers.TryFinishPrevious();
        if (IsStuck || Ring.Take() is not { } slot)
        {
            return false;
        }

        var hadPicture = Frame.HasPicture;
        var before = Frame.Frame;
        HasNewFrame = Frame.TryUpload(slot);
        Damage.CopyFrom(slot.Damage);
        Times = slot.Times with { UploadedNs = FrameTimes.Now() };
        Buffers.Fence(slot);
        var after = Frame.Frame;
        HasNewFormat = !hadPicture || !before.SameFormat(after) || before.ScreenWidth != after.ScreenWidth || before.ScreenHeight != after.ScreenHeight;
        return true;
    }
}
