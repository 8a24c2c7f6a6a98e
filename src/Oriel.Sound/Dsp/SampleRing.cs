using System.Numerics;

namespace Oriel.Sound.Dsp;

/// <summary>
/// Bounded FIFO of interleaved 16-bit frames between one writing and one reading thread, without locks. It also knows when the last frames arrived, so that the
/// reader sees how full it would be if frames came one by one and not in packets.
/// </summary>
internal sealed class SampleRing
{
    private const long NoStamp = long.MinValue;

    private readonly short[] _samples;
    private readonly int _mask;
    private long _head;
    private long _tail;
    private long _stampNs = NoStamp;
    private long _lastFrames;
    private long _dropped;
    private int _ended;

    /// <summary>Makes one.</summary>
    /// <param name="format">Format of the frames.</param>
    /// <param name="atLeast">Frames it has to hold; rounded up to a power of two.</param>
    public SampleRing(AudioFormat format, int atLeast)
    {
        Format = format.Checked();
        var frames = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(atLeast, 64));
        _mask = frames - 1;
        _samples = new short[frames * format.Channels];
    }

    /// <summary>Format of the frames.</summary>
    public AudioFormat Format { get; }

    /// <summary>Frames it holds at most.</summary>
    public int Capacity => _mask + 1;

    /// <summary>Frames that found no room. Any thread.</summary>
    public long Dropped => Volatile.Read(ref _dropped);

    /// <summary>Frames written in all. Any thread.</summary>
    public long Written => Volatile.Read(ref _head);

    /// <summary>The writer said that nothing more comes for now; written frames are to be played.</summary>
    public bool Ended
    {
        get => Volatile.Read(ref _ended) != 0;
        set => Volatile.Write(ref _ended, value ? 1 : 0);
    }

    /// <summary>Length of the last packet. Any thread.</summary>
    public int LastPacket => (int)Volatile.Read(ref _lastFrames);

    /// <summary>Frames that can be read. Reader (exact) or any thread (a moment old).</summary>
    public int Available => (int)(Volatile.Read(ref _head) - Volatile.Read(ref _tail));

    /// <summary>Writer: adds whole frames as far as there is room; the rest is counted and lost.</summary>
    /// <param name="samples">Interleaved.</param>
    /// <param name="nowNs">The moment, on the reader's clock.</param>
    public void Write(ReadOnlySpan<short> samples, long nowNs)
    {
        var channels = Format.Channels;
        var head = _head;
        var free = Capacity - (int)(head - Volatile.Read(ref _tail));
        var frames = samples.Length / channels;
        if (frames > free)
        {
            Volatile.Write(ref _dropped, _dropped + frames - free);
            frames = free;
        }

        if (frames == 0)
        {
            return;
        }

        var at = (int)head & _mask;
        var first = Math.Min(frames, Capacity - at);
        samples[..(first * channels)].CopyTo(_samples.AsSpan(at * channels));
        samples[(first * channels)..(frames * channels)].CopyTo(_samples);

        // A reader between these lines must not pair an old head with a new moment: it sees no moment at all.
        Volatile.Write(ref _stampNs, NoStamp);
        Volatile.Write(ref _lastFrames, frames);
        Volatile.Write(ref _head, head + frames);
        Volatile.Write(ref _stampNs, nowNs);
    }

    /// <summary>
    /// Reader: how many frames lie between the read position and where an even writer would be now. The part since the last packet is made up, at most one packet
    /// long. False when a write is just happening, or nothing was ever written.
    /// </summary>
    public bool TryLevel(long nowNs, out double frames)
    {
        var stamp = Volatile.Read(ref _stampNs);
        var head = Volatile.Read(ref _head);
        var last = Volatile.Read(ref _lastFrames);
        frames = 0;
        if (stamp == NoStamp || stamp != Volatile.Read(ref _stampNs))
        {
            return false;
        }

        var since = Math.Clamp((nowNs - stamp) * 1e-9 * Format.FrequencyHz, 0, last);
        frames = head - _tail + since;
        return true;
    }

    /// <summary>Reader: a sample of a frame ahead of the read position. The frame must be <see cref="Available"/>.</summary>
    public short Peek(int frame, int channel) => _samples[((((int)_tail + frame) & _mask) * Format.Channels) + channel];

    /// <summary>Reader: moves on.</summary>
    public void Advance(int frames) => Volatile.Write(ref _tail, _tail + frames);
}
