namespace Oriel.Agent.Windows.Service;

/// <summary>What an administrator must know, with the numbers the event log shows. Never renumbered; docs/windows.md lists them.</summary>
internal enum JournalEvent
{
    /// <summary>The service runs.</summary>
    Started = 100,

    /// <summary>The service ended as it was told to.</summary>
    Stopped = 101,

    /// <summary>The service itself failed; the service manager restarts it.</summary>
    Crashed = 102,

    /// <summary>The capture process ends again and again.</summary>
    CaptureFailing = 110,

    /// <summary>The capture process stays up again.</summary>
    CaptureRecovered = 111,

    /// <summary>The capture process had to be ended by force.</summary>
    CaptureHung = 112,

    /// <summary>The shared memory is missing or cannot be used.</summary>
    RegionMissing = 120,

    /// <summary>The shared memory is in use now.</summary>
    RegionFound = 121,
}
