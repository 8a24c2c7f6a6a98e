using System.Collections.Concurrent;
using System.Diagnostics;
using Oriel.Memory;
using Oriel.Protocol.Kvmfr;
using Oriel.Relay.Consumer;
using Oriel.Relay.Synthetic;

namespace Oriel.Probe;

/// <summary>Upload slots in plain memory. Checks pictures on the feed thread, which makes the probe slow on purpose: what it accepts it has looked at.</summary>
internal sealed class ProbeSink : IFrameSink, IDisposable
{
    private const int WrongShown = 20;

    private readonly ProbeOptions _options;
    private readonly FrameSlot[] _slots;
    private readonly PatternVerifier _verifier = new();
    private readonly WakeEvent _news;
    private int _next;
    private long _wrong;
    private uint _serial;
    private uint _width;
    private uint _height;
    private long _lastFrame = long.MinValue;

    public ProbeSink(ProbeOptions options, WakeEvent news)
    {
        _options = options;
        _news = news;
        _slots = [.. Enumerable.Range(0, options.Slots).Select(i => new FrameSlot { Index = i })];
    }

    public ConcurrentQueue<RelayStatus> Statuses { get; } = new();

    public ConcurrentQueue<(uint Serial, string What)> WrongPictures { get; } = new();

    public long Wrong => Volatile.Read(ref _wrong);

    public uint Serial => Volatile.Read(ref _serial);

    public uint Width => Volatile.Read(ref _width);

    public uint Height => Volatile.Read(ref _height);

    /// <summary>Stopwatch timestamp of the last delivered frame.</summary>
    public long LastFrame => Volatile.Read(ref _lastFrame);

    public bool TryLend(in FrameHeader frame, out FrameSlot? slot)
    {
        slot = _slots[_next];
        _next = (_next + 1) % _slots.Length;
        var pitch = (frame.RowBytes + 63) & ~63u;
        var bytes = (nuint)pitch * frame.DataHeight;
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
        if (_options.Verify)
        {
            var check = _verifier.Verify(frame.Type, frame.FrameWidth, frame.FrameHeight, frame.DataHeight, slot.Buffer!, slot.Offset, slot.PitchBytes, _options.VerifyStep);
            if (!check.Ok)
            {
                Volatile.Write(ref _wrong, _wrong + 1);
                if (_wrong <= WrongShown)
                {
                    WrongPictures.Enqueue((frame.Serial, check.ToString()));
                }
            }
        }

        if (_options.HoldMs > 0)
        {
            MonotonicWait.Until(Stopwatch.GetTimestamp() + (_options.HoldMs * Stopwatch.Frequency / 1000));
        }

        Volatile.Write(ref _serial, frame.Serial);
        Volatile.Write(ref _width, frame.FrameWidth);
        Volatile.Write(ref _height, frame.FrameHeight);
        var first = _lastFrame == long.MinValue;
        Volatile.Write(ref _lastFrame, Stopwatch.GetTimestamp());
        if (first || _options.Frames > 0)
        {
            _news.Signal();
        }
    }

    public void Abandon(FrameSlot slot)
    {
    }

    public void UpdateCursor(in CursorUpdate cursor, ReadOnlySpan<byte> shape)
    {
    }

    public void UpdateStatus(RelayStatus status)
    {
        Statuses.Enqueue(status);
        _news.Signal();
    }

    public void Dispose()
    {
        foreach (var slot in _slots)
        {
            slot.Buffer?.Dispose();
        }
    }
}
