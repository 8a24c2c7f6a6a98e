namespace Oriel.Agent.Windows.Service;

/// <summary>Words for the exit status of a process: ours, and those the system gives to processes that crashed.</summary>
internal static class ExitStatusText
{
    /// <summary>The number and what it means.</summary>
    public static string Describe(uint exitCode) => exitCode switch
    {
        AgentExitCodes.Success => "0 (ended by itself, or by somebody)",
        AgentExitCodes.Internal => "1 (unexpected failure, or ended by force)",
        AgentExitCodes.Usage => "2 (command line)",
        AgentExitCodes.Region => "3 (shared memory)",
        AgentExitCodes.Capture => "7 (nothing to capture with)",
        AgentExitCodes.Configuration => "8 (settings)",
        0xC0000005 => "0xC0000005 (access violation)",
        0xC00000FD => "0xC00000FD (stack overflow)",
        0xC0000135 => "0xC0000135 (a library is missing)",
        0xC0000142 => "0xC0000142 (a library could not start: the desktop may be closing)",
        0xC0000409 => "0xC0000409 (damaged memory found, or fail-fast)",
        0xC000013A => "0xC000013A (interrupted)",
        0x40010004 => "0x40010004 (the session was logged off)",
        0xE0434352 => "0xE0434352 (unhandled exception)",
        >= 0x80000000 => $"0x{exitCode:X8}",
        _ => $"{exitCode}",
    };
}
