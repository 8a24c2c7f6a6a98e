using Oriel.Memory;
using Oriel.Protocol.Kvmfr;

namespace Oriel.Relay.Producer;

/// <summary>
/// One producer in a region: session, heartbeat, queues, frame buffers (lgmp.md sections 5 and 6, kvmfr.md section 3). Frames may be published on one
/// thread, cursors on another and <see cref="Tick"/> called on a third; <see cref="Restart"/> may come from any of them.
/// <para>
/// Consumers can write anywhere in the region. Therefore every offset, size and index that decides where this class writes is private and set once; words
/// that a consumer may move are believed only within those limits. A consumer can spoil the picture of others and can force a new session; it can do no more.
/// </para>
/// Nothing is allocated after construction. Two producers in one region destroy each other's sessions without end; the owner sees that it is the only one.
/// </summary>
public sealed partial class RelayProducer : IDisposable
{
    private const int FrameQueueIndex = 0;
    private const int PointerQueueIndex = 1;
    private const uint FrameQueueId = 2;
    private const uint PointerQueueId = 1;

    private readonly Region _region;
    private readonly ProducerOptions _options;
    private readonly KvmfrVersion _version;
    private readonly RegionPlan _plan;
    private readonly SessionWriter _session;
    private readonly ProducerQueue _frames;
    private readonly ProducerQueue _pointer;
    private readonly DoorbellRinger _ringer;
    private readonly double _msPerTick;
    private int _lost;
    private int _generation;
    private int _newPointerSubscribers;
    private bool _disposed;

    /// <summary>
    /// Writes a new session into the region. Throws <see cref="OrielException"/> when the region is too small or not writable, and
    /// <see cref="ArgumentException"/> for options that make no sense.
    /// </summary>
    public RelayProducer(Region region, ProducerOptions options)
    {
        ArgumentNullException.ThrowIfNull(region);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.FrameBuffers, 2);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.FrameBuffers, 64);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.FrameAlignment, 4096u);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.FrameAlignment, 1u << 24);
        ArgumentOutOfRangeException.ThrowIfNotEqual(options.FrameAlignment & (options.FrameAlignment - 1), 0u);
        if (!region.IsWritable)
        {
            throw new OrielException(
                RelayErrors.RegionNotWritable,
                seen: $"{region.Name} is mapped read-only",
                expected: "a mapping that can be written",
                remedy: "open it for reading and writing");
        }

        if (!KvmfrVersions.TryGet(options.Profile.KvmfrVersion, out var version))
        {
            throw new ArgumentException($"KVMFR version {options.Profile.KvmfrVersion} cannot be written", nameof(options));
        }

        _region = region;
        _options = options;
        _version = version;
        _msPerTick = 1000.0 / options.Clock.TimestampFrequency;
        var doorbell = options.Doorbell ?? region.Doorbell;
        doorbell = doorbell is { VectorCount: > 0 } ? doorbell : null;
        _userData = WriteUserData(options, doorbell is not null, out var doorbellOffset, out var timingOffset, out _statusOffset);
        if (options.Status is { } status)
        {
            FillStatus(status, default);
        }

        _plan = new RegionPlan(region, options, _userData.Length, (uint)version.CursorHeaderBytes);
        _places = PlacesOf(_plan);
        var layout = options.Profile.Layout;
        _ringer = new DoorbellRinger(region, doorbell, (ulong)layout.UserDataOffset, doorbellOffset);
        _times = new FrameTimesWriter(region, timingOffset < 0 ? 0 : (ulong)(layout.UserDataOffset + timingOffset), options.Clock);
        _session = new SessionWriter(region, layout, _userData, queueCount: 2, options.SessionIds);
        _frames = new ProducerQueue(region, layout, FrameQueueIndex, FrameQueueId, _plan.FrameRing, _plan.Frames.Length, options.LockPatience);
        _pointer = new ProducerQueue(
            region, layout, PointerQueueIndex, PointerQueueId, _plan.PointerRing, _plan.Positions.Length + _plan.Shapes.Length, options.LockPatience);
        _stale = new StaleRects[_plan.Frames.Length];
        for (var i = 0; i < _stale.Length; i++)
        {
            _stale[i] = new StaleRects();
        }

        CopyPlan.BeginMeasuring();
        _frameHeader = new byte[version.FrameHeaderBytes];
        _cursorHeader = new byte[version.CursorHeaderBytes];
        StartSession();
    }

    /// <summary>Largest frame one buffer holds, bytes (rows * pitch).</summary>
    public ulong MaxFrameBytes => _plan.Frames[0].Size - _options.FrameAlignment;

    /// <summary>True when a consumer is subscribed to frames or pointer (kvmfr.md section 11: without one, stop capturing).</summary>
    public bool HasSubscribers => !IsLost && (_frames.HasActive || _pointer.HasActive);

    /// <summary>The session was lost; everything answers <see cref="PublishOutcome.SessionLost"/> until <see cref="Restart"/>.</summary>
    public bool IsLost => Volatile.Read(ref _lost) != 0;

    /// <summary>True while a frame message is in the ring: some consumer has not finished it. As of the last tick or post.</summary>
    public bool HasUnfinishedFrames => !IsLost && _frames.Count != 0;

    /// <summary>True while a frame or a cursor update is still held by somebody.</summary>
    public bool HasUnfinishedMessages => !IsLost && (_frames.Count != 0 || _pointer.Count != 0);

    /// <summary>Id of the running session.</summary>
    public uint SessionId => _session.SessionId;

    /// <summary>Serial of the frame published last; on another thread than the publishing one perhaps that of the one before.</summary>
    public uint LastSerial => _serial;

    /// <summary>Consumers marked bad because they held a message longer than a second, in this and earlier sessions.</summary>
    public long Evictions => _frames.Evictions + _pointer.Evictions;

    /// <summary>Times a consumer's scribbling over queue indices was undone.</summary>
    public long Repairs => _frames.Repairs + _pointer.Repairs;

    /// <summary>Times a sleeping consumer was rung, in this and earlier sessions. Any thread.</summary>
    public long Rings => _ringer.Rings;

    /// <summary>True once after somebody subscribed to frames: publish the current picture again in full, or <see cref="Repeat"/> it.</summary>
    public bool TakeNewFrameSubscribers() => !IsLost && _frames.TakeNewSubscribers();

    /// <summary>True once after <see cref="Tick"/> saw a new subscription to the pointer queue. The producer itself repeats the last cursor; for information only.</summary>
    public bool TakeNewPointerSubscribers() => Interlocked.Exchange(ref _newPointerSubscribers, 0) != 0;

    /// <summary>
    /// Starts a new session in the same region after <see cref="PublishOutcome.SessionLost"/>. The cursor is kept and sent to new subscribers; frames
    /// start with a full copy. Throws <see cref="OrielException"/> when the region itself shrank: open it again and make a new producer.
    /// </summary>
    public void Restart()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (_region.IsFaulted)
        {
            throw new OrielException(
                RelayErrors.RegionShrank,
                seen: $"{_region.Name} no longer has the {_region.Length} bytes that were mapped",
                expected: "shared memory that keeps its size",
                remedy: "open it again");
        }

        lock (_frames.Gate)
        {
            lock (_pointer.Gate)
            {
                StartSession();
            }
        }
    }

    /// <summary>Forgets the region without wiping it: like a producer that ends. The region itself stays open.</summary>
    public void Dispose()
    {
        _disposed = true;
        Lose();
    }

    private static byte[] WriteUserData(ProducerOptions options, bool hasDoorbell, out int doorbellOffset, out int timingOffset, out int statusOffset)
    {
        var data = new KvmfrUserData
        {
            Version = options.Profile.KvmfrVersion,
            ProducerText = options.ProducerText,
            Features = options.Features,
            Vm = options.Vm,
            Os = options.Os,
            ReservesDoorbell = hasDoorbell,
            Timebase = options.ReportsTimes ? FrameTimesWriter.TimebaseOf(options.Clock) : null,
            ReservesStatus = options.Status is not null,
        };
        var bytes = new byte[data.ByteCount];
        data.Write(bytes);
        (doorbellOffset, timingOffset, statusOffset) = KvmfrUserData.TryParse(bytes, out var written, out _)
            ? (written.DoorbellOffset, written.TimingOffset, written.StatusOffset)
            : (-1, -1, -1);
        return bytes;
    }

    /// <summary>The whole start sequence of lgmp.md section 5.1, then the zeroed cursor messages of kvmfr.md section 3.</summary>
    private void StartSession()
    {
        _generation++;
        _ringer.RememberSleepers();
        StartHeader();
        _frames.Create();
        _session.AnnounceQueue(FrameQueueIndex);
        _pointer.Create();
        _session.AnnounceQueue(PointerQueueIndex);
        foreach (var message in _plan.Positions)
        {
            _region.Clear(message.Offset, message.Size);
        }

        foreach (var message in _plan.Shapes)
        {
            _region.Clear(message.Offset, message.Size);
        }

        BlankFrameHeaders();
        _lastFrame = _lastPosition = _lastShape = -1;
        foreach (var stale in _stale)
        {
            stale.SetEverything();
        }

        Volatile.Write(ref _lost, 0);
        _ringer.RingRemembered();
    }

    /// <summary>Headers of frames that do not exist yet: type "invalid", and where the pixels will be, as reference producers leave it.</summary>
    private void BlankFrameHeaders()
    {
        var blank = new FrameHeaderValues
        {
            FormatVersion = 0, Serial = 0, Type = FrameType.Invalid, ScreenWidth = 0, ScreenHeight = 0, FrameWidth = 0, FrameHeight = 0, DataHeight = 0,
            PitchBytes = 0, Offset = _options.FrameAlignment - 4,
        };
        _announced.SetEverything();
        FrameHeaderWriter.Write(_version.Number, _frameHeader, blank, _announced);
        foreach (var frame in _plan.Frames)
        {
            _region.CopyIn(frame.Offset, _frameHeader);
        }
    }

    /// <summary>Milliseconds of the producer's clock; never 0, which the protocol keeps for "no clock".</summary>
    private ulong Now() => Math.Max(1, (ulong)(_options.Clock.GetTimestamp() * _msPerTick));

    private PublishOutcome Lose()
    {
        Volatile.Write(ref _lost, 1);
        return PublishOutcome.SessionLost;
    }
}
