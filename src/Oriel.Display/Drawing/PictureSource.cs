using Oriel.Display.Upload;
using Oriel.Display.Upload.Direct;
using Oriel.Interop.Linux.Gl;
using Oriel.Memory;
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
    private readonly FrameTexture _first;
    private readonly FrameTexture? _second;
    private readonly DamageList _spareStale = new();
    private readonly DamageList _part = new();
    private FrameTexture? _spare;
    private bool _isInTexture;

    public PictureSource(GlFunctions gl, int maxTextureSize, bool allowMapping, AllocationLedger ledger, Action<LoopRequest> request, IDmaImporter? importer = null, Func<ulong, Region>? makeMemory = null)
    {
        Ring = new UploadRing(maxTextureSize, request);
        Buffers = new MappedBuffers(gl, Ring, allowMapping);
        Frame = _first = new FrameTexture(gl);
        Direct = importer is null ? null : new DirectPath(gl, importer, Ring, request, ledger, makeMemory);
        _spare = _second = importer is null ? null : new FrameTexture(gl);
        _spareStale.SetEverything();
        Shape = new CursorTexture(gl, ledger);
        Sink = new FeedSink(Ring, _mailbox, request, Direct);
        Cursor = _mailbox.Read();
    }

    /// <summary>What the feed sees.</summary>
    public FeedSink Sink { get; }

    public UploadRing Ring { get; }

    public MappedBuffers Buffers { get; }

    /// <summary>Frames the GPU reads where they lie; null = all are uploaded.</summary>
    public DirectPath? Direct { get; }

    /// <summary>The picture.</summary>
    public FrameTexture Frame { get; private set; }

    /// <summary>Bytes uploaded, and in how many calls; any thread.</summary>
    public (long Bytes, long Calls) Uploaded => (_first.BytesUploaded + (_second?.BytesUploaded ?? 0), _first.Calls + (_second?.Calls ?? 0));

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
        Direct?.Dispose();
        _first.Dispose();
        _second?.Dispose();
        Shape.Dispose();
        Ring.Dispose();
    }

    private bool TryTake()
    {
        HasNewFrame = HasNewFormat = false;
        var hadPicture = Frame.HasPicture;
        var before = Frame.Frame;
        Damage.Clear();
        var isTaken = TakePublished() | TakeUploaded();
        if (Direct is not null)
        {
            // What lies in the ring is older than a frame that was begun, and the frame's damage builds on it.
            IsStuck |= !(Direct.IsBegun && Ring.HasFrame) && Direct.Step(_spare!, _spareStale);
        }

        if (!isTaken)
        {
            return false;
        }

        var after = Frame.Frame;
        HasNewFormat = !hadPicture || !before.SameFormat(after) || before.ScreenWidth != after.ScreenWidth || before.ScreenHeight != after.ScreenHeight;
        return true;
    }

    // The frame the GPU read itself is in the other texture, which becomes the picture; the one that was lacks what it changed.
    private bool TakePublished()
    {
        if (Direct is null || !Direct.TryTakePublished(_part, out var times))
        {
            return false;
        }

        (Frame, _spare) = (_spare!, Frame);
        _spareStale.CopyFrom(_part);
        Damage.Add(_part);
        Times = times with { UploadedNs = FrameTimes.Now() };
        HasNewFrame = true;
        return true;
    }

    private bool TakeUploaded()
    {
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

        // Published before this one: who sees the slot sees that.
        _ = TakePublished();
        HasNewFrame = Frame.TryUpload(slot);
        Damage.Add(slot.Damage);
        _spareStale.Add(slot.Damage);
        Times = slot.Times with { UploadedNs = FrameTimes.Now() };
        Buffers.Fence(slot);
        return true;
    }
}
