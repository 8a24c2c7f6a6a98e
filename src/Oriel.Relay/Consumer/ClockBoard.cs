namespace Oriel.Relay.Consumer;

/// <summary>The newest <see cref="ClockEstimate"/> for whoever wants to show it: written by the feed thread, read by any, without a lock or an object.</summary>
internal sealed class ClockBoard
{
    private int _sequence;
    private ClockEstimate _estimate = ClockEstimate.None;

    /// <summary>Feed thread.</summary>
    public void Write(in ClockEstimate estimate)
    {
        // Odd while it changes. Interlocked, so that nothing of the estimate is stored before it.
        Interlocked.Increment(ref _sequence);
        _estimate = estimate;
        Volatile.Write(ref _sequence, _sequence + 1);
    }

    /// <summary>Any thread. Waits only while the feed thread is between two stores.</summary>
    public ClockEstimate Read()
    {
        var spinner = default(SpinWait);
        while (true)
        {
            var before = Volatile.Read(ref _sequence);
            var estimate = _estimate;
            Interlocked.MemoryBarrier();
            if ((before & 1) == 0 && Volatile.Read(ref _sequence) == before)
            {
                return estimate;
            }

            spinner.SpinOnce();
        }
    }
}
