using System.CommandLine;
using System.Runtime.Versioning;
using Oriel.Agent.Configuration;
using Oriel.Interop.Windows.Services;

namespace Oriel.Agent.Windows.Service;

/// <summary>The commands that exist on Windows only: <c>install</c>, <c>uninstall</c>, <c>service</c> and <c>bundle</c>.</summary>
[SupportedOSPlatform("windows")]
internal static class ServiceCommands
{
    /// <summary>Adds them.</summary>
    /// <param name="root">The program's commands.</param>
    /// <param name="options">Options that <c>bundle</c> shares with <c>run</c>.</param>
    public static void AddTo(RootCommand root, AgentOptionSet options)
    {
        root.Subcommands.Add(Install());
        root.Subcommands.Add(Uninstall());
        root.Subcommands.Add(Service());
        root.Subcommands.Add(BundleCommand.Create(options));
    }

    private static Command Install()
    {
        var noStart = new Option<bool>("--no-start") { Description = "Only register the service; it starts with the next start of Windows." };
        var command = new Command("install", "Installs or updates the service and starts it, from the folder this program is in. Needs an administrator.") { noStart };
        command.SetAction(parsed =>
        {
            ServiceInstaller.Install(Environment.ProcessPath!, !parsed.GetValue(noStart), Console.Out);
            return AgentExitCodes.Success;
        });
        return command;
    }

    private static Command Uninstall()
    {
        var purge = new Option<bool>("--purge") { Description = "Remove settings and logs, too." };
        var command = new Command("uninstall", "Stops and removes the service. Settings and logs stay, and so does this program. Needs an administrator.") { purge };
        command.SetAction(parsed =>
        {
            ServiceInstaller.Uninstall(parsed.GetValue(purge), Console.Out);
            return AgentExitCodes.Success;
        });
        return command;
    }

    private static Command Service()
    {
        var command = new Command("service", "What the service manager starts.") { Hidden = true };
        command.SetAction(_ =>
        {
            using var program = new OrielService(Environment.ProcessPath!);
            return ServiceDispatcher.TryRun(EventSourceRegistration.Source, program)
                ? AgentExitCodes.Success
                : throw new OrielException(AgentErrors.NotAService, "'oriel-agent service' from a terminal", "a start by the service manager", "use 'oriel-agent install', or 'oriel-agent run' to capture from this terminal");
        });
        return command;
    }
}
