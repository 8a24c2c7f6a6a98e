namespace Oriel.Interop.Windows.Services;

/// <summary>How a service is registered. It runs as the system account in a process of its own and starts with the machine.</summary>
/// <param name="Name">Key name.</param>
/// <param name="DisplayName">Name people see.</param>
/// <param name="Description">What it does, one or two sentences.</param>
/// <param name="CommandLine">Quoted program and arguments.</param>
/// <param name="RestartDelays">How long the service manager waits before it restarts the service after the first, second, ... failure; the last one repeats.</param>
/// <param name="ResetAfter">After so long without a failure counting begins anew.</param>
/// <param name="ShutdownPatience">How long the machine's shutdown waits for the service.</param>
public sealed record ServiceDefinition(string Name, string DisplayName, string Description, string CommandLine, IReadOnlyList<TimeSpan> RestartDelays, TimeSpan ResetAfter, TimeSpan ShutdownPatience);
