using Oriel.Memory;

namespace Oriel.Relay.Consumer;

/// <summary>What ended a wait of the feed.</summary>
[Flags]
internal enum WakeReason
{
    /// <summary>The deadline.</summary>
    Clock = 0,

    /// <summary>One of our own threads.</summary>
    Asked = 1,

    /// <summary>The doorbell.</summary>
    Rang = 2,

    /// <summary>It did not wait: there was news before it slept.</summary>
    News = 4,
}

/// <summary>How the feed waits: by the clock with microsecond precision, for its own threads, and for a doorbell. One system call to sleep and one to take the signal; allocates nothing.</summary>
internal sealed class FeedWakeup : IDisposable
{
    private readonly WakeEvent _own = new();

    /// <summary>Feed thread.</summary>
    /// <param name="deadline">Host ticks; one that has passed only looks.</param>
    /// <param name="bell">What a ring raises; null = not listened to.</param>
    public WakeReason Wait(long deadline, WakeEvent? bell) => (WakeReason)WakeEvent.WaitAny(_own, bell, deadline);

    /// <summary>Ends the current or the next wait early. Any thread.</summary>
    public void Wake() => _own.Signal();

    /// <inheritdoc/>
    public void Dispose() => _own.Dispose();
}
