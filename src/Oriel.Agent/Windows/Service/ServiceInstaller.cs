using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.Versioning;
using Oriel.Interop.Windows.Services;
using Oriel.Interop.Windows.Sessions;
using Oriel.Memory;

namespace Oriel.Agent.Windows.Service;

/// <summary>Registers, starts, stops and removes the service. Copies nothing: the service runs from where this program is.</summary>
[SupportedOSPlatform("windows")]
internal static class ServiceInstaller
{
    private const long LookNs = 100_000_000;
    private const string DisplayName = "Oriel guest agent";
    private const string Description = "Shows this machine's screen in a window of the virtual machine's host, also while nobody is logged in. Captures only while somebody watches.";
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    /// <summary>Installs or updates the service.</summary>
    /// <param name="program">Full path of the agent.</param>
    /// <param name="start">Starts it, too.</param>
    /// <param name="output">For what was done.</param>
    public static void Install(string program, bool start, TextWriter output)
    {
        RequireElevation("install");
        var isNew = MachineFolder.Prepare(DefaultSettings.Text);
        output.WriteLine($"{(isNew ? "settings written: " : "settings kept:    ")}{Configuration.AgentFolders.MachineIni}");
        EventSourceRegistration.Add();
        var definition = Definition(program);
        Do("install", () =>
        {
            using var database = ServiceDatabase.Open(toCreate: true);
            using var service = database.TryOpen(definition.Name, toChange: true) is { } existing ? Stopped(existing, output) : database.Create(definition);
            foreach (var refused in service.Configure(definition))
            {
                output.WriteLine($"this system refused: {refused}");
            }

            output.WriteLine($"service:          {definition.Name}, {definition.CommandLine}");
            WarnOfOpenFolder(program, output);
            if (start)
            {
                service.Start();
                WaitFor(service, ServiceState.Running);
                output.WriteLine("started");
            }
        });
    }

    /// <summary>Stops and removes the service.</summary>
    /// <param name="removeData">Removes settings and logs, too.</param>
    /// <param name="output">For what was done.</param>
    public static void Uninstall(bool removeData, TextWriter output)
    {
        RequireElevation("uninstall");
        Do("uninstall", () =>
        {
            using var database = ServiceDatabase.Open(toCreate: false);
            using var service = database.TryOpen(EventSourceRegistration.Source, toChange: true);
            if (service is null)
            {
                output.WriteLine("there is no service to remove");
                return;
            }

            Stopped(service, output).Delete();
            output.WriteLine("service removed");
        });
        EventSourceRegistration.Remove();
        if (removeData)
        {
            MachineFolder.Remove();
            output.WriteLine($"removed {Configuration.AgentFolders.Machine}");
        }
        else
        {
            output.WriteLine($"settings and logs are kept: {Configuration.AgentFolders.Machine}");
        }
    }

    /// <summary>The service as it is registered for a program.</summary>
    public static ServiceDefinition Definition(string program) => new(
        EventSourceRegistration.Source,
        DisplayName,
        Description,
        $"\"{program}\" service",
        [TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(60)],
        TimeSpan.FromHours(1),
        SessionSupervisor.EndPatience + TimeSpan.FromSeconds(5));

    private static InstalledService Stopped(InstalledService service, TextWriter output)
    {
        var process = service.Query().ProcessId;
        if (service.RequestStop())
        {
            WaitFor(service, ServiceState.Stopped);
            WaitForEnd(process);
            output.WriteLine("the running service was stopped");
        }

        return service;
    }

    // Its files are free only when the process has ended, which is a little after the service has.
    private static void WaitForEnd(uint id)
    {
        try
        {
            using var process = Process.GetProcessById((int)id);
            _ = process.WaitForExit(s_patience);
        }
        catch (Exception error) when (error is ArgumentException or InvalidOperationException or Win32Exception)
        {
            // It has ended already.
        }
    }

    private static void WarnOfOpenFolder(string program, TextWriter output)
    {
        var programs = Environment.GetFolderPath(Environment.SpecialFolder.ProgramFiles);
        if (!program.StartsWith(programs + Path.DirectorySeparatorChar, StringComparison.OrdinalIgnoreCase))
        {
            output.WriteLine($"note: the service acts as the system from {Path.GetDirectoryName(program)}; whoever may write there may become the system. {programs} is safe.");
        }
    }

    private static void WaitFor(InstalledService service, ServiceState wanted)
    {
        using var clock = new WakeFlag();
        var started = TimeProvider.System.GetTimestamp();
        while (service.Query() is var report && report.State != wanted)
        {
            var isOver = wanted == ServiceState.Running && report.State == ServiceState.Stopped;
            if (isOver || TimeProvider.System.GetElapsedTime(started) > s_patience)
            {
                throw new OrielException(AgentErrors.ServiceRefused, $"the service is {report.State}, exit code {report.ExitCode} ({report.OwnExitCode})", $"{wanted} within {s_patience.TotalSeconds:0} s",
                    $"look into the event log and {Configuration.AgentFolders.ServiceLog}");
            }

            _ = clock.Wait(LookNs);
        }
    }

    private static void RequireElevation(string command)
    {
        if (!AccessToken.IsProcessElevated())
        {
            throw new OrielException(AgentErrors.NotElevated, $"'oriel-agent {command}' without administrator rights", "a terminal with administrator rights",
                "right-click the Terminal or the command prompt in the Start menu, choose 'Run as administrator', and run the command again");
        }
    }

    private static void Do(string command, Action action)
    {
        try
        {
            action();
        }
        catch (Win32Exception error)
        {
            throw new OrielException(AgentErrors.ServiceRefused, error.Message, $"a service manager that allows '{command}'",
                "close the Services window and try again; after an uninstall Windows may need a restart before the name is free", error);
        }
    }
}
