namespace Oriel.Agent.Session;

/// <summary>Leaves the machine's power settings alone.</summary>
internal sealed class NoWakeLock : IWakeLock
{
    /// <summary>The only one.</summary>
    public static readonly NoWakeLock Instance = new();

    private NoWakeLock()
    {
    }

    /// <inheritdoc/>
    public void Hold(bool watched)
    {
    }
}
