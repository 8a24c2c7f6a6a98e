namespace Oriel.Relay.Producer;

/// <content>When frames were captured, published and filled (docs/protocol-extensions.md section 4).</content>
public sealed partial class RelayProducer
{
    private readonly FrameTimesWriter _times;

    /// <summary>The producer's clock, nanoseconds: for the capture time of a frame. With the system's clock it is <see cref="Consumer.FrameTimes.Now"/>.</summary>
    public long ClockNs => _times.NowNs;

    /// <summary>After the pixels, under the frame queue's gate: by now consumers may have seen the frame and written their clocks.</summary>
    private void TellFilled(long filledNs)
    {
        // Pixels go where they are ours in every session; these words lie where another producer may have its header by now.
        if (_options.ReportsTimes && _session.IsIntact())
        {
            _times.Fill(_serial, filledNs);
            _times.Echo(_frames.ActiveSlots);
        }
    }

    /// <summary>Under the frame queue's gate, so that it never meets a session that is just being written.</summary>
    private void EchoClocks()
    {
        lock (_frames.Gate)
        {
            if (!IsLost)
            {
                _times.Echo(_frames.ActiveSlots);
            }
        }
    }
}
