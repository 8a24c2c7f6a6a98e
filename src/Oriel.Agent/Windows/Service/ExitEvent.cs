using Oriel.Memory;

namespace Oriel.Agent.Windows.Service;

/// <summary>A named event of another process that ends this one in order.</summary>
internal sealed class ExitEvent : IDisposable
{
    private readonly EventWaitHandle _event;
    private readonly RegisteredWaitHandle _registration;

    private ExitEvent(EventWaitHandle named, WakeFlag stop)
    {
        _event = named;
        _registration = ThreadPool.RegisterWaitForSingleObject(named, (_, _) => stop.Raise(), null, Timeout.Infinite, executeOnlyOnce: true);
    }

    /// <summary>Waits for an event; made when nobody made it yet. Throws <see cref="OrielException"/>.</summary>
    /// <param name="name">Its name, with <c>Global\</c> when another session sets it.</param>
    /// <param name="stop">Raised then.</param>
    public static ExitEvent Watch(string name, WakeFlag stop)
    {
        try
        {
            return new ExitEvent(new EventWaitHandle(initialState: false, EventResetMode.ManualReset, name), stop);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or WaitHandleCannotBeOpenedException or ArgumentException or PlatformNotSupportedException)
        {
            throw new OrielException(AgentErrors.BadOption, $"os:exitEvent = '{name}': {error.Message}", "an event this account may use", "correct the name, or remove the setting", error);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _registration.Unregister(null);
        _event.Dispose();
    }
}
