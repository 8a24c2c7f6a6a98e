namespace Oriel.Relay.Consumer;

/// <summary>How the feed waits between two looks at the queues: a poll today, a doorbell where the machine has one.</summary>
public interface IWakeup : IDisposable
{
    /// <summary>Returns when the producer may have done something, when <see cref="Wake"/> was called, or at the deadline. Feed thread only; must not allocate.</summary>
    /// <param name="deadline">Timestamp of <see cref="System.Diagnostics.Stopwatch"/>.</param>
    void WaitUntil(long deadline);

    /// <summary>Ends the current or the next wait early. Any thread.</summary>
    void Wake();
}
