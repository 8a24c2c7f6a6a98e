using Oriel.Memory;

namespace Oriel.Relay.Consumer;

/// <summary>Waits by the clock alone, with microsecond precision; only our own threads wake it.</summary>
internal sealed class PollingWakeup : IWakeup
{
    private readonly WakeEvent _event = new();

    /// <inheritdoc/>
    public void WaitUntil(long deadline) => _event.Wait(deadline);

    /// <inheritdoc/>
    public void Wake() => _event.Signal();

    /// <inheritdoc/>
    public void Dispose() => _event.Dispose();
}
