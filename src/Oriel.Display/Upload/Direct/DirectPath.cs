using System.Collections.Concurrent;
using Oriel.Interop.Linux.Gl;
using Oriel.Memory;
using Oriel.Protocol.Kvmfr;
using Oriel.Relay.Consumer;

namespace Oriel.Display.Upload.Direct;

/// <summary>
/// Frames that the GPU reads out of the guest's memory: a DMA buffer of exactly the frame's pages, imported as a texture, copied by the GPU (what changed only) into a texture of ours. Nothing is trusted before it was
/// seen to work: a pattern of ours in each new format (<see cref="ImportProof"/>), then the first frames of each session byte by byte (the feed's part). This file is the feed's half; it says no
/// whenever something is not as it must be, and the frame is copied.
/// <para>
/// One word, <see cref="_state"/>, says whose turn it is. The feed moves it Idle → Begun, Read → Published, and by giving up Begun → Abandoned, Read or Failed → Idle; the render thread moves it
/// Begun → Read or Failed, Abandoned → Idle, Published → Idle. So the order between this way and the upload ring is clear: while a frame is Begun or Read the feed publishes nothing in the ring, and the render thread
/// empties the ring before it begins, and takes what is Published before anything that lies in the ring.
/// </para>
/// </summary>
internal sealed partial class DirectPath : IDirectFrames, IDisposable
{
    /// <summary>Frames of a session that are compared byte by byte.</summary>
    private const int ProvenFrames = 3;

    /// <summary>Frame buffers remembered; producers have two or three.</summary>
    private const int MostBuffers = 8;

    private const int Idle = 0;
    private const int Begun = 1;
    private const int Read = 2;
    private const int Failed = 3;
    private const int Published = 4;
    private const int Abandoned = 5;

    private readonly UploadRing _ring;
    private readonly Action<LoopRequest> _request;
    private readonly DirectBuffer?[] _buffers = new DirectBuffer?[MostBuffers];
    private readonly ConcurrentQueue<DirectBuffer> _retired = new();
    private readonly ulong _page = (ulong)Environment.SystemPageSize;
    private Action _wake = static () => { };
    private int _state;
    private int _bufferCount;
    private int _unproven = ProvenFrames;
    private bool _isDisposed;
    private Region? _region;
    private bool _isMemoryOff;
    private bool _hasSaidFormat;
    private volatile string? _gpuObstacle;
    private volatile string? _note;
    private volatile string? _failure;
    private FormatProof? _proof;

    // The frame on its way; written by whose turn it is.
    private DirectBuffer? _job;
    private FrameHeader _frame;
    private FrameTimes _times;
    private readonly DamageList _damage = new();

    /// <param name="gl">The current context's functions.</param>
    /// <param name="importer">How buffers become textures.</param>
    /// <param name="ring">The other way, which knows what can be shown.</param>
    /// <param name="request">Wakes the render thread.</param>
    /// <param name="ledger">One-off work is no cost of a frame.</param>
    /// <param name="makeMemory">Makes the memory file of a proof; null = the system's.</param>
    public DirectPath(GlFunctions gl, IDmaImporter importer, UploadRing ring, Action<LoopRequest> request, AllocationLedger ledger, Func<ulong, Region>? makeMemory = null)
    {
        _gl = gl;
        _ledger = ledger;
        _importer = importer;
        _ring = ring;
        _request = request;
        _makeMemory = makeMemory ?? (static size => Region.CreateMemfd("oriel-proof", size));
        _gpuObstacle = importer.Obstacle;
        _note = _gpuObstacle;
    }

    /// <summary>Feed: called behind each publication. Set before the first frame.</summary>
    public Action? FramePublished { get; set; }

    /// <inheritdoc/>
    public DirectProgress Progress => Volatile.Read(ref _state) switch { Begun => DirectProgress.Pending, Read => DirectProgress.Read, _ => DirectProgress.Failed };

    /// <inheritdoc/>
    public FrameSlot? Proof => _unproven > 0 ? _readBack : null;

    /// <inheritdoc/>
    public bool IsReadyFor(Region region, in FrameHeader frame)
    {
        if (_isDisposed || _isMemoryOff || _gpuObstacle is not null || Volatile.Read(ref _state) != Idle || !_ring.IsShowable(frame))
        {
            return false;
        }

        if (frame.PixelsOffset % _page != 0 || EglDmaImporter.FormatOf(frame.Type) == 0)
        {
            // Not for ever: another mode may fit.
            if (!_hasSaidFormat)
            {
                _hasSaidFormat = true;
                Say($"{frame.Type} pixels at offset {frame.PixelsOffset} cannot be imported");
            }

            return false;
        }

        if (!IsLendable(region) || !IsProven(frame) || FindOrMake(region, frame) is not { } buffer)
        {
            return false;
        }

        _job = buffer;
        return true;
    }

    /// <inheritdoc/>
    public bool TryBegin(Region region, in FrameHeader frame, DamageList damage)
    {
        if (Volatile.Read(ref _state) != Idle || _job is not { } buffer || !buffer.IsFor(region, frame))
        {
            return false;
        }

        _frame = frame;
        _damage.CopyFrom(damage);
        Volatile.Write(ref _state, Begun);
        _request(LoopRequest.Frame);
        return true;
    }

    /// <inheritdoc/>
    public void Publish(in FrameHeader frame, in FrameTimes times)
    {
        _times = times;
        Volatile.Write(ref _unproven, Math.Max(0, _unproven - 1));
        Volatile.Write(ref _state, Published);
        _request(LoopRequest.Frame);
        FramePublished?.Invoke();
    }

    /// <inheritdoc/>
    public void Abandon(DirectFailure failure)
    {
        if (failure != DirectFailure.Torn)
        {
            _gpuObstacle = failure switch
            {
                DirectFailure.Late => "the GPU took more than 100 ms to read a frame",
                DirectFailure.Different => "the GPU read another picture than the processor",
                _ => _failure ?? "the GPU could not read a frame",
            };
            Say(_gpuObstacle);
        }

        // A frame the render thread has in hand stays with it until the GPU is done; everything else is over.
        while (Volatile.Read(ref _state) is var state && state is Begun or Read or Failed
            && Interlocked.CompareExchange(ref _state, state == Begun ? Abandoned : Idle, state) != state)
        {
            // The render thread ended it just now.
        }
    }

    /// <inheritdoc/>
    public void Forget()
    {
        _job = null;
        for (var i = 0; i < _bufferCount; i++)
        {
            _retired.Enqueue(_buffers[i]!);
            _buffers[i] = null;
        }

        (_region, _bufferCount, _unproven, _isMemoryOff, _hasSaidFormat) = (null, 0, ProvenFrames, false, false);
        _request(LoopRequest.Buffers);
    }

    /// <inheritdoc/>
    public void Attach(Action wake)
    {
        ArgumentNullException.ThrowIfNull(wake);
        Volatile.Write(ref _wake, wake);
    }

    private bool IsLendable(Region region)
    {
        if (!ReferenceEquals(region, _region))
        {
            _region = region;
            if (region.DmaBufferObstacle is { } obstacle)
            {
                _isMemoryOff = true;
                Say(obstacle.Seen);
            }
        }

        return !_isMemoryOff;
    }

    private bool IsProven(in FrameHeader frame)
    {
        if (_proof is { } proof && proof.IsFor(frame))
        {
            return proof.IsDone;
        }

        // One at a time, and not more often than a guest should change its mode: each costs the render thread some milliseconds.
        var now = FrameTimes.Now();
        if (_proof is null || (_proof.IsDone && now - _proof.AskedNs > FormatProof.LeastIntervalNs))
        {
            Volatile.Write(ref _proof, new FormatProof(frame, now));
            _request(LoopRequest.Buffers);
        }

        return false;
    }

    private DirectBuffer? FindOrMake(Region region, in FrameHeader frame)
    {
        for (var i = 0; i < _bufferCount; i++)
        {
            if (_buffers[i]!.IsFor(region, frame))
            {
                return _buffers[i];
            }
        }

        var bytes = (((ulong)frame.DataHeight * frame.PitchBytes) + _page - 1) / _page * _page;
        if (_bufferCount == MostBuffers || frame.PixelsOffset > region.Length || bytes > region.Length - frame.PixelsOffset)
        {
            return null;
        }

        try
        {
            var buffer = new DirectBuffer(region, frame, region.CreateDmaBuffer(frame.PixelsOffset, bytes));
            _buffers[_bufferCount++] = buffer;
            return buffer;
        }
        catch (OrielException refused)
        {
            // For this session; the next may bring other memory.
            _isMemoryOff = true;
            Say(refused.Seen);
            return null;
        }
    }

    // Rare: a new text is said once, the last one wins.
    private void Say(string note)
    {
        _note = note;
        _request(LoopRequest.Buffers);
    }
}
