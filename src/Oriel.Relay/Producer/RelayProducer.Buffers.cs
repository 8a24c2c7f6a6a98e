namespace Oriel.Relay.Producer;

/// <content>The frame buffers as places, for those who write into them without this class.</content>
public sealed partial class RelayProducer
{
    private readonly FrameBufferPlace[] _places;
    private int _reserved = -1;
    private int _filling = -1;

    /// <summary>Where the frame buffers lie; fixed for the life of the producer.</summary>
    public ReadOnlySpan<FrameBufferPlace> FrameBuffers => _places;

    /// <summary>
    /// Sets aside a buffer that no message refers to and that does not hold the last frame, for trying out a way to fill it. While one is set aside a producer with two
    /// buffers answers <see cref="PublishOutcome.Busy"/> to the second frame. False when none is idle now, or one is set aside already. Any thread.
    /// </summary>
    public bool TryReserve(out FrameBufferPlace place)
    {
        lock (_frames.Gate)
        {
            place = default;
            var buffer = _reserved < 0 ? NextFreeFrame() : -1;
            if (buffer < 0)
            {
                return false;
            }

            _reserved = buffer;
            place = _places[buffer];
            return true;
        }
    }

    /// <summary>Gives back what <see cref="TryReserve"/> set aside; its content counts as void. Nobody may be writing there any more. Any thread.</summary>
    public void ReleaseReserved()
    {
        lock (_frames.Gate)
        {
            if (_reserved >= 0)
            {
                _stale[_reserved].SetEverything();
                _reserved = -1;
            }
        }
    }

    private FrameBufferPlace[] PlacesOf(RegionPlan plan)
    {
        var places = new FrameBufferPlace[plan.Frames.Length];
        for (var i = 0; i < places.Length; i++)
        {
            places[i] = new FrameBufferPlace(i, plan.Frames[i].Offset + _options.FrameAlignment, MaxFrameBytes);
        }

        return places;
    }
}
