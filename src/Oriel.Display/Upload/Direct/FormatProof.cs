using Oriel.Protocol.Kvmfr;

namespace Oriel.Display.Upload.Direct;

/// <summary>A format the feed wants to have proven, and whether it was. Asked by the feed, answered by the render thread.</summary>
/// <param name="frame">Its type, width, rows and pitch count.</param>
/// <param name="askedNs">When.</param>
internal sealed class FormatProof(FrameHeader frame, long askedNs)
{
    /// <summary>Shortest time between two.</summary>
    public const long LeastIntervalNs = 500_000_000;

    private bool _isDone;

    public FrameHeader Frame => frame;

    public long AskedNs => askedNs;

    /// <summary>It was seen to work.</summary>
    public bool IsDone
    {
        get => Volatile.Read(ref _isDone);
        set => Volatile.Write(ref _isDone, value);
    }

    /// <summary>A frame needs no other proof.</summary>
    public bool IsFor(in FrameHeader other) =>
        other.Type == frame.Type && other.FrameWidth == frame.FrameWidth && other.DataHeight == frame.DataHeight && other.PitchBytes == frame.PitchBytes;
}
