using Oriel.Display.Drawing;
using Oriel.Interop.Linux.Gl;
using Oriel.Memory;
using Oriel.Protocol.Kvmfr;
using Oriel.Relay.Consumer;
using static Oriel.Interop.Linux.Gl.GlConstants;

namespace Oriel.Display.Upload.Direct;

/// <content>The render thread's half: proofs, imports, copies on the GPU, and the fence behind each.</content>
internal sealed partial class DirectPath
{
    /// <summary>Waited for at once; what takes longer is looked at again a millisecond later.</summary>
    private const ulong PatienceNs = 2_000_000;

    private readonly GlFunctions _gl;
    private readonly IDmaImporter _importer;
    private readonly AllocationLedger _ledger;
    private readonly Func<ulong, Region> _makeMemory;
    private readonly UploadPlan _plan = new();
    private readonly FrameSlot _readBack = new() { Index = 0 };
    private DirectBlit? _blit;
    private FormatProof? _tried;
    private DirectBuffer? _reading;
    private string? _noteTaken;
    private nint _fence;

    /// <summary>A frame was begun and must go before anything else is uploaded, but after what lies in the ring.</summary>
    public bool IsBegun => _reading is null && Volatile.Read(ref _state) is Begun;

    /// <summary>Frames of the current format go this way.</summary>
    public bool IsInUse => !_isMemoryOff && _gpuObstacle is null && Volatile.Read(ref _proof) is { IsDone: true };

    /// <summary>There is a proof to be made, a buffer to be released or something to be said.</summary>
    public bool HasWork => !_retired.IsEmpty || !ReferenceEquals(_note, _noteTaken) || (Volatile.Read(ref _proof) is { IsDone: false } wanted && !ReferenceEquals(wanted, _tried));

    /// <summary>Does it. Returns what is to be said in the log; null = nothing.</summary>
    public string? Tend()
    {
        for (var left = _retired.Count; left > 0 && _retired.TryDequeue(out var buffer); left--)
        {
            if (ReferenceEquals(buffer, _reading))
            {
                _retired.Enqueue(buffer);
            }
            else
            {
                Release(buffer);
            }
        }

        if (Volatile.Read(ref _proof) is { IsDone: false } wanted && !ReferenceEquals(wanted, _tried))
        {
            _tried = wanted;
            Prove(wanted);
        }

        if (ReferenceEquals(_note, _noteTaken))
        {
            return null;
        }

        _noteTaken = _note;
        return $"dmabuf not used: {_noteTaken}";
    }

    /// <summary>Takes the frame the feed has published; false when there is none. It is in the texture given to <see cref="Step"/>.</summary>
    public bool TryTakePublished(DamageList damage, out FrameTimes times)
    {
        times = default;
        if (Volatile.Read(ref _state) != Published)
        {
            return false;
        }

        times = _times;
        damage.CopyFrom(_damage);
        Volatile.Write(ref _state, Idle);
        return true;
    }

    /// <summary>Goes on with a frame that was begun. True when the GPU still reads: look again soon.</summary>
    /// <param name="target">Where it goes; not the texture that is shown.</param>
    /// <param name="stale">What that texture lacks; everything, from the beginning of the copy on.</param>
    public bool Step(FrameTexture target, DamageList stale)
    {
        if (_reading is not null)
        {
            return !TryEnd();
        }

        switch (Volatile.Read(ref _state))
        {
            case Abandoned:
                Volatile.Write(ref _state, Idle);
                return false;
            case Begun when _job is { } job && TryStart(job, target, stale):
                _reading = job;
                return !TryEnd();
            case Begun:
                End(Failed);
                return false;
            default:
                return false;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _isDisposed = true;
        _gl.Finish();
        _gl.DeleteSync(_fence);
        Forget();
        while (_retired.TryDequeue(out var buffer))
        {
            Release(buffer);
        }

        _blit?.Dispose();
        _readBack.Buffer?.Dispose();
    }

    private void Prove(FormatProof wanted)
    {
        try
        {
            _blit ??= new DirectBlit(_gl);
            if (ImportProof.Try(_gl, _importer, _blit, wanted.Frame, _makeMemory) is { } obstacle)
            {
                _gpuObstacle = obstacle;
                Say(obstacle);
                return;
            }

            wanted.IsDone = true;
        }
        catch (OrielException refused)
        {
            _gpuObstacle = refused.Seen;
            Say(refused.Seen);
        }
    }

    private bool TryStart(DirectBuffer job, FrameTexture target, DamageList stale)
    {
        var mark = AllocationLedger.Mark();
        var isPrepared = TryPrepare(job, target, out var isNew);
        _ledger.Exempt(mark);
        if (!isPrepared)
        {
            return false;
        }

        if (isNew || Volatile.Read(ref _unproven) > 0)
        {
            stale.SetEverything();
        }

        stale.Add(_damage);
        _plan.Make(stale, _frame.FrameWidth, _frame.DataHeight);
        stale.SetEverything();
        if (!_importer.TryRefresh(job.Texture!) || !_blit!.TryCopy(job.Texture!.Name, target.Name, (int)_frame.FrameWidth, (int)_frame.DataHeight, _plan.Parts))
        {
            return false;
        }

        _fence = _gl.FenceSync(SyncGpuCommandsComplete, 0);
        if (_fence == 0)
        {
            _gl.Finish();
        }

        return true;
    }

    private bool TryPrepare(DirectBuffer job, FrameTexture target, out bool isNew)
    {
        isNew = false;
        if (job.Texture is null)
        {
            job.Texture = _importer.TryImport(job.Memory, _frame, _frame.DataHeight, out var reason);
            if (job.Texture is null)
            {
                _failure = reason;
                return false;
            }
        }

        return target.TryPrepare(_frame, out isNew);
    }

    private bool TryEnd()
    {
        if (_fence != 0)
        {
            var result = _gl.ClientWaitSync(_fence, SyncFlushCommandsBit, PatienceNs);
            if (result == TimeoutExpired)
            {
                return false;
            }

            _gl.DeleteSync(_fence);
            _fence = 0;
            if (result == WaitFailed)
            {
                End(Failed);
                return true;
            }
        }

        if (Volatile.Read(ref _unproven) > 0)
        {
            ReadBack();
        }

        End(Read);
        return true;
    }

    private void ReadBack()
    {
        var mark = AllocationLedger.Mark();
        var pitch = PixelStorage.SlotPitch(_frame);
        var bytes = (nuint)pitch * _frame.DataHeight;
        if (_readBack.Buffer is null || _readBack.Buffer.Length < bytes)
        {
            _readBack.Buffer?.Dispose();
            _readBack.Buffer = PixelBuffer.Allocate(bytes);
        }

        _readBack.PitchBytes = pitch;
        _blit!.ReadBack(PixelStorage.Of(_frame.Type), (int)_frame.FrameWidth, (int)_frame.DataHeight, _readBack.Buffer, pitch);
        _ledger.Exempt(mark);
    }

    private void End(int state)
    {
        _reading = null;
        if (Interlocked.CompareExchange(ref _state, state, Begun) != Begun)
        {
            Volatile.Write(ref _state, Idle);
        }

        try
        {
            Volatile.Read(ref _wake)();
        }
        catch (ObjectDisposedException)
        {
            // A feed that has ended waits for nothing.
        }
    }

    private void Release(DirectBuffer buffer)
    {
        if (buffer.Texture is { } texture)
        {
            _importer.Release(texture);
            buffer.Texture = null;
        }

        buffer.Memory.Dispose();
    }
}
