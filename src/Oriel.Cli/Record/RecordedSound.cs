using System.Buffers.Binary;
using Oriel.Cli.Sound;
using Oriel.Relay.Consumer;
using Oriel.Sound;
using Oriel.Spice;
using Oriel.Spice.Sound;

namespace Oriel.Cli.Record;

/// <summary>
/// The guest's sound for a recording: SPICE's playback channel on one side, blocks of 10 ms on the recording's clock on the other. A thread of its own (oriel-record-sound) reads the elastic
/// buffer between both, so a slow encoder does not disturb it; finished blocks wait in line, ten seconds of them at most. Every block is there, silent or not.
/// </summary>
internal sealed class RecordedSound : IDisposable
{
    /// <summary>Length of a block.</summary>
    public const long BlockNs = 10_000_000;

    private const int Rate = 48_000;
    private const int Channels = 2;
    private const int BlockFrames = Rate / 100;
    private const int BlockBytes = BlockFrames * Channels * 2;
    private const int MostBlocks = 1000;

    // What a recording can afford: nobody waits for it, and it is taken off the times.
    private const long LatencyNs = 100_000_000;

    // A server sends what its machine played during the last packet.
    private const long PacketNs = 10_000_000;

    private readonly SoundTap _tap = new(new AudioFormat(Channels, Rate), TimeSpan.FromMicroseconds(LatencyNs / 1000), BlockFrames);
    private readonly PlaybackChannel _channel;
    private readonly SpiceSession _session;
    private readonly ManualResetEventSlim _connected = new();
    private readonly ManualResetEvent _stop = new(initialState: false);
    private readonly byte[] _blocks = new byte[MostBlocks * BlockBytes];
    private readonly long[] _numbers = new long[MostBlocks];
    private Thread? _thread;
    private long _beginNs;
    private long _lastBlock = long.MaxValue;
    private long _head;
    private long _tail;
    private long _lost;

    /// <summary>Prepares a session; nothing is connected yet.</summary>
    public RecordedSound(SpiceOptions server)
    {
        _channel = new PlaybackChannel(new Sink(_tap), server.UnixPath is null && SpiceClients.IsConnected(server) is null ? SystemOpus.Instance : null);
        _session = new SpiceSession(server, [_channel])
        {
            StatusChanged = status =>
            {
                if (status.State == SpiceState.Connected)
                {
                    _connected.Set();
                }
            },
        };
    }

    /// <summary>What comes out.</summary>
    public static SoundStreamFormat Format => new(Channels, Rate);

    /// <summary>The session's state.</summary>
    public SpiceStatus Status => _session.Status;

    /// <summary>Sound that was received, seconds.</summary>
    public double ReceivedSeconds => _tap.Received / (double)Rate;

    /// <summary>Blocks that found no room.</summary>
    public long LostBlocks => Volatile.Read(ref _lost);

    /// <summary>Connects; true when that was done in time. It goes on trying if not.</summary>
    public bool Connect(TimeSpan patience)
    {
        _session.Start();
        return _connected.Wait(patience);
    }

    /// <summary>The recording begins now.</summary>
    /// <param name="beginNs">Its time 0, host clock.</param>
    public void Begin(long beginNs)
    {
        _beginNs = beginNs;
        _thread = new Thread(Run) { Name = "oriel-record-sound", IsBackground = true, Priority = ThreadPriority.AboveNormal };
        _thread.Start();
    }

    /// <summary>The next block; the span is valid until the next call. False when there is none yet.</summary>
    /// <param name="timeUs">Of its first sample, from the beginning.</param>
    /// <param name="samples">16-bit samples, interleaved.</param>
    public bool TryTake(out long timeUs, out ReadOnlySpan<byte> samples)
    {
        if (_tail == Volatile.Read(ref _head))
        {
            timeUs = 0;
            samples = default;
            return false;
        }

        var at = (int)(_tail % MostBlocks);
        timeUs = _numbers[at] * BlockNs / 1000;
        samples = _blocks.AsSpan(at * BlockBytes, BlockBytes);
        return true;
    }

    /// <summary>The block of the last <see cref="TryTake"/> was used.</summary>
    public void Next() => Volatile.Write(ref _tail, _tail + 1);

    /// <summary>Ends the thread when it has everything up to this moment, at once where that lies in the past.</summary>
    public void Finish(long endNs)
    {
        Volatile.Write(ref _lastBlock, (endNs - _beginNs + BlockNs - 1) / BlockNs);
        _stop.Set();
        _thread?.Join();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Finish(_beginNs);

        // It bounds itself.
        Task.Run(async () => await _session.DisposeAsync()).Wait();
        _channel.Dispose();
        _connected.Dispose();
        _stop.Dispose();
    }

    private void Run()
    {
        var floats = new float[BlockFrames * Channels];
        for (long block = 0; block < Volatile.Read(ref _lastBlock); block++)
        {
            var due = _beginNs + (block * BlockNs) + LatencyNs + PacketNs;
            while (due - FrameTimes.Now() is var left and > 0 && !_stop.WaitOne((int)((left + 999_999) / 1_000_000)))
            {
            }

            if (block >= Volatile.Read(ref _lastBlock))
            {
                return;
            }

            _tap.Read(floats);
            Put(block, floats);
        }
    }

    private void Put(long block, float[] floats)
    {
        if (_head - Volatile.Read(ref _tail) == MostBlocks)
        {
            Volatile.Write(ref _lost, _lost + 1);
            return;
        }

        var at = (int)(_head % MostBlocks);
        _numbers[at] = block;
        var target = _blocks.AsSpan(at * BlockBytes, BlockBytes);
        for (var i = 0; i < floats.Length; i++)
        {
            BinaryPrimitives.WriteInt16LittleEndian(target[(2 * i)..], (short)Math.Clamp(MathF.Round(floats[i] * 32768), short.MinValue, short.MaxValue));
        }

        Volatile.Write(ref _head, _head + 1);
    }

    private sealed class Sink(SoundTap tap) : IPlaybackSink
    {
        public void Start(SoundFormat format) => tap.Start(new AudioFormat(format.Channels, format.FrequencyHz));

        public void Write(ReadOnlySpan<short> samples) => tap.Write(samples);

        public void Stop() => tap.Stop();

        public void SetVolume(ReadOnlySpan<ushort> channels) => tap.SetGuestVolume(channels);

        public void SetMute(bool muted) => tap.SetGuestMute(muted);
    }
}
