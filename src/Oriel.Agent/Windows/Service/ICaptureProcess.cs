namespace Oriel.Agent.Windows.Service;

/// <summary>A capture process that the service started. Service thread.</summary>
internal interface ICaptureProcess : IDisposable
{
    /// <summary>Process id.</summary>
    uint Id { get; }

    /// <summary>Signalled when it has ended.</summary>
    WaitHandle Ended { get; }

    /// <summary>True when it has ended; then with its exit status.</summary>
    bool HasEnded(out uint exitCode);

    /// <summary>What it said about its end; null when it said nothing. Read after it ended.</summary>
    string? LastWords { get; }

    /// <summary>Asks it to end in order.</summary>
    void RequestEnd();

    /// <summary>Ends it by force.</summary>
    void Terminate();
}
