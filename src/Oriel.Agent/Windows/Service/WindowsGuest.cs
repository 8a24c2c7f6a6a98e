using System.ComponentModel;
using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Oriel.Agent.Configuration;
using Oriel.Agent.Session;
using Oriel.Agent.Windows.Cursor;
using Oriel.Memory;

namespace Oriel.Agent.Windows.Service;

/// <summary>What a capturing agent holds of Windows while it runs: the claim on its region, its priority, the event that ends it, a power request. Belongs to the main thread.</summary>
internal sealed class WindowsGuest : IDisposable
{
    private readonly RegionClaim _claim;
    private readonly ExitEvent? _exit;
    private readonly PowerWakeLock? _wakeLock;
    private readonly EventLogJournal? _journal;

    private WindowsGuest(RegionClaim claim, ExitEvent? exit, PowerWakeLock? wakeLock, EventLogJournal? journal, ILogger log)
    {
        _claim = claim;
        _exit = exit;
        _wakeLock = wakeLock;
        _journal = journal;
        Log = log;
    }

    /// <summary>The log to use from here on: the service's child tells administrators, too.</summary>
    public ILogger Log { get; }

    /// <summary>Keeps Windows awake; null when that is not wanted.</summary>
    public IWakeLock? WakeLock => _wakeLock;

    /// <summary>Takes everything. Throws <see cref="OrielException"/> when another agent has the region or a setting cannot be used.</summary>
    /// <param name="options">Settings.</param>
    /// <param name="signals">Told while the agent itself keeps the display on.</param>
    /// <param name="log">Log.</param>
    /// <param name="stop">Raised when somebody asks this process to end.</param>
    public static WindowsGuest Enter(AgentOptions options, DesktopSignals signals, ILogger log, WakeFlag stop)
    {
        var claim = RegionClaim.Take(AgentRunner.RegionSource(options.Region));
        try
        {
            Raise(options.Priority, log);
            var exit = options.ExitEvent is { } name ? ExitEvent.Watch(name, stop) : null;
            var journal = options.IsChild ? new EventLogJournal(log) : null;
            return new WindowsGuest(claim, exit, options.PreventSleep ? new PowerWakeLock(log, signals) : null, journal, journal is null ? log : new JournalingLogger(log, journal));
        }
        catch
        {
            claim.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _journal?.Dispose();
        _wakeLock?.Dispose();
        _exit?.Dispose();
        _claim.Dispose();
    }

    private static void Raise(CapturePriority priority, ILogger log)
    {
        try
        {
            using var own = Process.GetCurrentProcess();
            own.PriorityClass = priority switch
            {
                CapturePriority.High => ProcessPriorityClass.High,
                CapturePriority.Above => ProcessPriorityClass.AboveNormal,
                _ => ProcessPriorityClass.Normal,
            };
        }
        catch (Win32Exception error)
        {
            log.PriorityRefused(priority, error.Message);
        }
    }
}
