using System.CommandLine;
using System.Runtime.Versioning;
using Oriel.Agent.Configuration;

namespace Oriel.Agent.Windows.Service;

/// <summary><c>oriel-agent bundle</c>: everything somebody needs who is to find out why there is no picture, in one file.</summary>
[SupportedOSPlatform("windows")]
internal static class BundleCommand
{
    private const string Explanation =
        "Writes a zip for a problem report. In it: logs of agent and service; the settings file; version of agent and Windows; graphics cards with their drivers; outputs; state of the IVSHMEM device; "
        + "state of the service and of the region; the service's last entries in the event log. Not in it: pictures, keys, clipboard, passwords, names of the computer, its users or its files other than the agent's own. "
        + "Works without administrator rights; what could not be read is named inside.";

    /// <summary>Makes the command.</summary>
    public static Command Create(AgentOptionSet options)
    {
        var file = new Argument<string>("FILE.zip") { Description = "File to write; an existing one is replaced.", DefaultValueFactory = _ => $"oriel-agent-{DateTimeOffset.UtcNow:yyyyMMdd-HHmmss}.zip" };
        var command = new Command("bundle", Explanation) { file };
        command.Options.Add(options.Region);
        command.SetAction(parsed =>
        {
            var path = parsed.GetValue(file)!;
            var region = options.ResolveRegion(parsed, AgentIni.Load(parsed.GetValue(options.Config)));
            BundleWriter.Write(path, WindowsBundle.Entries(parsed.GetValue(options.Config), region));
            Console.WriteLine($"written: {Path.GetFullPath(path)}");
            return AgentExitCodes.Success;
        });
        return command;
    }
}
