using System.Collections.Concurrent;
using Oriel.Display.Tests.Pixels;
using Oriel.Memory;
using Oriel.Protocol.Kvmfr;
using Oriel.Relay.Consumer;
using Oriel.Testing;

namespace Oriel.Display.Tests.Upload.Direct;

/// <summary>A loop that imports by a double, a region with frame buffers like a guest's, and the feed's part played by the test as <see cref="IDirectFrames"/> asks for it.</summary>
internal sealed class DirectStage : IDisposable
{
    public const ulong RegionBytes = 8 << 20;
    private const ulong BufferBytes = 1 << 20;
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(20);
    private readonly AutoResetEvent _woken = new(false);
    private readonly DamageList _sincePublished = new();

    public DirectStage(string? obstacle = null, DriverDoes does = DriverDoes.Well, bool showHud = false)
    {
        Region = Memory.Make("oriel-direct", RegionBytes);
        Loop = new OffscreenLoop(new ViewSettings { ShowHud = showHud }, upload: UploadPath.DmaBuf, configure: loop =>
        {
            loop.MakeImporter = gl => Driver = new FakeImporter(gl, Memory) { Obstacle = obstacle, Does = does };
            loop.MakeProofMemory = bytes => Memory.Make("oriel-proof", bytes);
            loop.UploadChosen = Said.Enqueue;
            loop.FramePresented = _ => Presented.Set();
        });
        Direct.Attach(() => _woken.Set());
        _sincePublished.SetEverything();
    }

    public LentMemory Memory { get; } = new();

    public Region Region { get; private set; }

    public OffscreenLoop Loop { get; }

    public FakeImporter Driver { get; private set; } = null!;

    /// <summary>Set behind each picture with a new frame.</summary>
    public AutoResetEvent Presented { get; } = new(false);

    public ConcurrentQueue<string> Said { get; } = new();

    public IDirectFrames Direct => Loop.Loop.Sink.Direct!;

    /// <summary>Puts a picture into one of the guest's frame buffers, with a pitch of its own, and gives its header.</summary>
    public FrameHeader Write(GuestPicture picture, int buffer = 0, uint extraPitch = 64)
    {
        var pitch = (uint)picture.RowBytes + extraPitch;
        var header = picture.Header with { PitchBytes = pitch, WritePointerOffset = ((ulong)buffer * BufferBytes) + 4092, HeaderOffset = (ulong)buffer * BufferBytes };
        for (var y = 0; y < picture.RowsPresent; y++)
        {
            Region.CopyIn(header.PixelsOffset + ((ulong)y * pitch), picture.Bytes.AsSpan(y * picture.RowBytes, picture.RowBytes));
        }

        return header;
    }

    /// <summary>Sends a frame by the way the sink wants: true when the GPU read it.</summary>
    public bool Send(GuestPicture picture, int buffer = 0)
    {
        var header = Write(picture, buffer);
        _sincePublished.Add(picture.Damage);
        if (!TryDirect(header))
        {
            Copy(picture, header);
            return false;
        }

        return true;
    }

    /// <summary>As a copy, whatever the sink would take.</summary>
    public void Copy(GuestPicture picture, in FrameHeader header)
    {
        // A slot of the ring is refreshed in full here: which damage it lacks is the feed's knowledge, and other tests'.
        Assert.True(Loop.Loop.Sink.TryLend(header, out var slot));
        for (var y = 0; y < picture.RowsPresent; y++)
        {
            picture.Bytes.AsSpan(y * picture.RowBytes, picture.RowBytes).CopyTo(slot!.Buffer!.AsSpan(slot.Offset + ((nuint)y * slot.PitchBytes), picture.RowBytes));
        }

        Loop.Loop.Sink.Publish(slot!, header, _sincePublished, new FrameTimes { SeenNs = FrameTimes.Now(), CopiedNs = FrameTimes.Now() });
        _sincePublished.Clear();
    }

    public void NoteDamage(DamageList damage) => _sincePublished.Add(damage);

    public bool TryBegin(in FrameHeader header) => Direct.IsReadyFor(Region, header) && Direct.TryBegin(Region, header, _sincePublished);

    public DirectProgress Await()
    {
        while (Direct.Progress == DirectProgress.Pending)
        {
            Assert.True(_woken.WaitOne(s_limit), "the render thread does not come to an end with a frame");
        }

        return Direct.Progress;
    }

    public void Publish(in FrameHeader header)
    {
        if (Direct.Proof is { } read)
        {
            var expected = new byte[header.RowBytes];
            for (var y = 0u; y < header.DataHeight; y++)
            {
                Region.CopyOut(header.PixelsOffset + ((ulong)y * header.PitchBytes), expected);
                Assert.True(read.Buffer!.AsSpan(read.Offset + (nuint)(y * read.PitchBytes), expected.Length).SequenceEqual(expected), $"row {y} was read wrongly");
            }
        }

        Direct.Publish(header, new FrameTimes { SeenNs = FrameTimes.Now(), CopiedNs = FrameTimes.Now() });
        _sincePublished.Clear();
    }

    public bool TryDirect(in FrameHeader header)
    {
        if (!TryBegin(header))
        {
            return false;
        }

        if (Await() != DirectProgress.Read)
        {
            Direct.Abandon(DirectFailure.Failed);
            return false;
        }

        Publish(header);
        return true;
    }

    /// <summary>Sends frames until they go without a copy.</summary>
    public void SendUntilDirect(GuestPicture picture)
    {
        Eventually.True(() => Send(picture.ChangeEverything()), s_limit, () => $"never without a copy: {string.Join(" | ", Said)}");
        // The next must not find the one before still waiting to be taken.
        Loop.Capture();
    }

    public void AssertShown(GuestPicture picture) =>
        PictureAssert.Same(ReferenceRenderer.Render(picture, new ViewSettings()), Loop.Capture(), picture.Type == FrameType.Rgba16F ? 1 : 0);

    /// <summary>Other memory under the same sink, as after a restart of the server.</summary>
    public void ReplaceRegion()
    {
        Direct.Forget();
        Region.Dispose();
        Region = Memory.Make("oriel-direct", RegionBytes);
        _sincePublished.SetEverything();
    }

    public void Dispose()
    {
        Loop.Dispose();
        Region.Dispose();
        _woken.Dispose();
        Presented.Dispose();
    }
}
