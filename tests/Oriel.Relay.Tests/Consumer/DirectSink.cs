using Oriel.Memory;
using Oriel.Protocol.Kvmfr;
using Oriel.Relay.Consumer;
using Oriel.Relay.Synthetic;

namespace Oriel.Relay.Tests.Consumer;

/// <summary>What the double's device does with a frame.</summary>
internal enum DeviceDoes
{
    Read,
    Fail,
    Hang,
    ReadWrongly,
}

/// <summary>A sink with a device that reads frames where they lie: a thread of its own copies them out, when the test lets it. Checks that the feed keeps to the contract.</summary>
internal sealed class DirectSink : IFrameSink, IDirectFrames, IDisposable
{
    private readonly MemorySink _copies = new();
    private readonly PatternVerifier _verifier = new();
    private readonly Thread _device;
    private readonly SemaphoreSlim _begun = new(0);
    private readonly SemaphoreSlim _go = new(0);
    private readonly FrameSlot _picture = new() { Index = 0 };
    private Region? _region;
    private FrameHeader _frame;
    private Action? _wake;
    private int _progress;
    private bool _isBegun;
    private volatile bool _stop;

    public DirectSink()
    {
        _device = new Thread(RunDevice) { IsBackground = true, Name = "device" };
        _device.Start();
    }

    public MemorySink Copies => _copies;

    public IDirectFrames Direct => this;

    /// <summary>False: every frame is to be copied.</summary>
    public volatile bool IsReady = true;

    /// <summary>True: the device waits for <see cref="Let"/> before each frame.</summary>
    public volatile bool IsStepped = false;

    public volatile bool WantsProof = false;

    /// <summary>Nothing is kept of what is published.</summary>
    public volatile bool IsQuiet = false;

    public FrameHeader Frame => _frame;

    public volatile DeviceDoes Does = DeviceDoes.Read;

    /// <summary>Frames published without a copy, and the pattern's number in each picture; -1 = not a picture of the pattern.</summary>
    public System.Collections.Concurrent.ConcurrentQueue<(uint Serial, long Pattern, FrameTimes Times)> Published { get; } = new();

    public System.Collections.Concurrent.ConcurrentQueue<DirectFailure> Failures { get; } = new();

    public int Begun;

    public int Forgotten;

    public DirectProgress Progress => (DirectProgress)Volatile.Read(ref _progress);

    public FrameSlot? Proof => WantsProof ? _picture : null;

    public void Let() => _go.Release();

    public bool IsReadyFor(Region region, in FrameHeader frame) => IsReady;

    public bool TryBegin(Region region, in FrameHeader frame, DamageList damage)
    {
        Assert.False(_isBegun, "one frame at a time");
        _isBegun = true;
        (_region, _frame) = (region, frame);
        Volatile.Write(ref _progress, (int)DirectProgress.Pending);
        Interlocked.Increment(ref Begun);
        _begun.Release();
        return true;
    }

    public void Publish(in FrameHeader frame, in FrameTimes times)
    {
        _isBegun = false;
        if (IsQuiet)
        {
            return;
        }

        Assert.Equal(DirectProgress.Read, Progress);
        Assert.Equal(_frame, frame);
        var check = _verifier.Verify(frame.Type, frame.FrameWidth, frame.FrameHeight, frame.DataHeight, _picture.Buffer!, 0, _picture.PitchBytes);
        Published.Enqueue((frame.Serial, check.Ok ? check.Tag.Frame : -1, times));
    }

    public void Abandon(DirectFailure failure)
    {
        Assert.True(_isBegun);
        _isBegun = false;
        Failures.Enqueue(failure);
        IsReady &= failure == DirectFailure.Torn;
    }

    public void Forget() => Interlocked.Increment(ref Forgotten);

    public void Attach(Action wake) => _wake = wake;

    public bool TryLend(in FrameHeader frame, out FrameSlot? slot)
    {
        Assert.False(_isBegun, "nothing is copied while a frame is read");
        return _copies.TryLend(frame, out slot);
    }

    public void Publish(FrameSlot slot, in FrameHeader frame, DamageList damage, in FrameTimes times) => _copies.Publish(slot, frame, damage, times);

    public void Abandon(FrameSlot slot) => _copies.Abandon(slot);

    public void UpdateCursor(in CursorUpdate cursor, ReadOnlySpan<byte> shape) => _copies.UpdateCursor(cursor, shape);

    public void UpdateStatus(RelayStatus status) => _copies.UpdateStatus(status);

    public void Dispose()
    {
        _stop = true;
        _begun.Release();
        _go.Release();
        _device.Join();
        _copies.Dispose();
        _picture.Buffer?.Dispose();
    }

    private void RunDevice()
    {
        while (true)
        {
            _begun.Wait();
            if (_stop)
            {
                return;
            }

            if (IsStepped)
            {
                _go.Wait();
            }

            switch (Does)
            {
                case DeviceDoes.Hang:
                    continue;
                case DeviceDoes.Fail:
                    End(DirectProgress.Failed);
                    continue;
                default:
                    Read();
                    End(DirectProgress.Read);
                    break;
            }
        }
    }

    private void Read()
    {
        var bytes = _frame.DataHeight * _frame.RowBytes;
        if (_picture.Buffer is null || _picture.Buffer.Length < bytes)
        {
            _picture.Buffer?.Dispose();
            _picture.Buffer = PixelBuffer.Allocate(bytes);
        }

        _picture.PitchBytes = _frame.RowBytes;
        for (var y = 0u; y < _frame.DataHeight; y++)
        {
            _region!.CopyOut(_frame.PixelsOffset + ((ulong)y * _frame.PitchBytes), _picture.Buffer.AsSpan((nuint)(y * _frame.RowBytes), (int)_frame.RowBytes));
        }

        if (Does == DeviceDoes.ReadWrongly)
        {
            _picture.Buffer.AsSpan(bytes - 1, 1)[0] ^= 1;
        }
    }

    private void End(DirectProgress progress)
    {
        Volatile.Write(ref _progress, (int)progress);
        _wake!();
    }
}
