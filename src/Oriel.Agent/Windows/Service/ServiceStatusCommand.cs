using System.ComponentModel;
using Oriel.Agent.Configuration;
using Oriel.Interop.Windows.Services;
using Oriel.Memory;

namespace Oriel.Agent.Windows.Service;

/// <summary><c>oriel-agent status</c> on Windows: the service, its capture process, and then the region as on every system.</summary>
internal static class ServiceStatusCommand
{
    /// <summary>Prints what it finds; status 0 when a producer is alive in the region, 4 when not.</summary>
    /// <param name="region">Region as options name it.</param>
    /// <param name="output">For the text.</param>
    public static int Run(string region, TextWriter output)
    {
        var service = QueryService(output);
        var report = ReadReport();
        var isRunning = service?.State == ServiceState.Running;
        if (isRunning && report is not null)
        {
            output.WriteLine($"capture     {Describe(report)}");
            if (report.RemoteSessions.Length > 0)
            {
                output.WriteLine($"remote      session {report.RemoteSessions} is shown by Remote Desktop, not on the console");
            }
        }

        if (report?.LastProblem is { } problem)
        {
            output.WriteLine($"last error  {problem}");
        }

        output.WriteLine($"logs        {AgentFolders.Logs}");
        return LookAtRegion(region, isRunning && report?.Phase == SupervisorPhase.Capturing, output);
    }

    /// <summary>What the service said last; null when it said nothing that can be read.</summary>
    public static SupervisorReport? ReadReport()
    {
        try
        {
            return File.Exists(AgentFolders.ServiceReport) ? SupervisorReport.Parse(File.ReadAllText(AgentFolders.ServiceReport)) : null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Says how the service is; null when there is none, or nobody says.</summary>
    public static ServiceReport? QueryService(TextWriter output)
    {
        try
        {
            using var database = ServiceDatabase.Open(toCreate: false);
            using var service = database.TryOpen(EventSourceRegistration.Source, toChange: false);
            if (service is null)
            {
                output.WriteLine("service     not installed ('oriel-agent install' does)");
                return null;
            }

            var report = service.Query();
            var end = report.State != ServiceState.Stopped || report.ExitCode == 0 ? "" : $", exit code {report.ExitCode}{(report.OwnExitCode == 0 ? "" : $" ({report.OwnExitCode})")}";
            output.WriteLine($"service     {report.State}{(report.ProcessId == 0 ? "" : $", process {report.ProcessId}")}{end}: {service.CommandLine()}");
            return report;
        }
        catch (Win32Exception error)
        {
            output.WriteLine($"service     unknown: {error.Message}");
            return null;
        }
    }

    private static string Describe(SupervisorReport report)
    {
        var where = report.Session is { } session ? $"session {session}" : "no session";
        var what = report.Phase switch
        {
            SupervisorPhase.Capturing => $"process {report.ProcessId} in {where}",
            SupervisorPhase.Ending => $"process {report.ProcessId} in {where} is ending",
            SupervisorPhase.Delaying => $"waiting to start again in {where}",
            SupervisorPhase.NoConsole => "no session has the console",
            _ => "stopped",
        };
        return report.Failures == 0 ? what : $"{what}; failed {report.Failures} times in a row";
    }

    // The driver lets one process in at a time: while an agent has the region, the claim is what can be looked at.
    private static int LookAtRegion(string region, bool isCapturing, TextWriter output)
    {
        try
        {
            return StatusCommand.Run(AgentRunner.RegionSource(region), output);
        }
        catch (OrielException error)
        {
            if (isCapturing && RegionClaim.IsTaken(AgentRunner.RegionSource(region)))
            {
                output.WriteLine("region      in use by the capture process");
                return AgentExitCodes.Success;
            }

            output.WriteLine($"region      {error.Code.Id}: {error.Seen} (remedy: {error.Remedy})");
            WriteDevices(output);
            return AgentExitCodes.NoProducer;
        }
    }

    /// <summary>The IVSHMEM devices of this machine, a line each.</summary>
    public static void WriteDevices(TextWriter output)
    {
        foreach (var device in IvshmemDriver.List())
        {
            output.WriteLine($"device      {device.Source ?? "(not usable)"}: {device.Description}, {device.Location}, {device.SizeBytes >> 20} MiB{(device.Problem is null ? "" : $"; {device.Problem}")}");
        }
    }
}
