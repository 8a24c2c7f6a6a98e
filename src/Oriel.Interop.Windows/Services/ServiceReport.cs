namespace Oriel.Interop.Windows.Services;

/// <summary>What the service manager knows of a service now.</summary>
/// <param name="State">State.</param>
/// <param name="ProcessId">Process; 0 = none.</param>
/// <param name="ExitCode">Error it ended with; 1066 = see <paramref name="OwnExitCode"/>; 1077 = never started.</param>
/// <param name="OwnExitCode">Number of the service's own.</param>
public readonly record struct ServiceReport(ServiceState State, uint ProcessId, uint ExitCode, uint OwnExitCode);
