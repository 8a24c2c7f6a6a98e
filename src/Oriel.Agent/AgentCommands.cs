using System.CommandLine;
using Microsoft.Extensions.Logging;
using Oriel.Agent.Configuration;
using Oriel.Agent.Logging;
using Oriel.Agent.Windows;
using Oriel.Agent.Windows.Service;
using Oriel.Agent.X11;
using Oriel.Manual;
using Oriel.Memory;

namespace Oriel.Agent;

/// <summary>The commands of <c>oriel-agent</c>.</summary>
internal static class AgentCommands
{
    /// <summary>Runs what the command line says and returns the exit status (see <see cref="AgentExitCodes"/>).</summary>
    public static int Invoke(string[] args)
    {
        try
        {
            var parsed = Create().Parse(args);
            var status = parsed.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });
            return parsed.Errors.Count > 0 ? AgentExitCodes.Usage : status;
        }
        catch (OrielException error)
        {
            Console.Error.WriteLine($"oriel-agent: {error.Code.Id}: {error.Code.Title}");
            Console.Error.WriteLine($"  seen:     {error.Seen}");
            Console.Error.WriteLine($"  expected: {error.Expected}");
            Console.Error.WriteLine($"  remedy:   {error.Remedy}");
            return error.Code.ExitCode;
        }
    }

    private static RootCommand Create()
    {
        var root = new RootCommand("Copies this machine's finished frames into memory shared with the host, where 'oriel' shows them. Without a command it runs.");
        var options = new AgentOptionSet();
        root.Options.Add(options.Config);
        options.AddTo(root);
        root.SetAction(parsed => Run(options, parsed));

        var run = new Command("run", "Captures and publishes until it is ended (the default).");
        options.AddTo(run);
        run.SetAction(parsed => Run(options, parsed));
        root.Subcommands.Add(run);

        root.Subcommands.Add(OperatingSystem.IsWindows() ? WindowsCommands.Outputs() : CreateX11Outputs(options));
        if (OperatingSystem.IsWindows())
        {
            root.Subcommands.Add(WindowsCommands.CaptureMethods(options));
            root.Subcommands.Add(WindowsCommands.Pointer());
            root.Subcommands.Add(WindowsCommands.SelfTest());
        }

        var status = new Command("status", "Says whether an agent is alive in the region, and who watches.");
        status.Options.Add(options.Region);
        status.SetAction(parsed =>
        {
            var region = options.ResolveRegion(parsed, AgentIni.Load(parsed.GetValue(options.Config)));
            return OperatingSystem.IsWindows() ? ServiceStatusCommand.Run(region, Console.Out) : StatusCommand.Run(AgentRunner.RegionSource(region), Console.Out);
        });
        root.Subcommands.Add(status);
        root.Subcommands.Add(CreateDoorbell(options));
        root.Subcommands.Add(ManualCommands.CreateManual(() => AgentManual.Of(root)));
        var completion = ManualCommands.CreateCompletion(AgentManual.Name, () => AgentManual.Of(root), examples: false);
        completion.Hidden = OperatingSystem.IsWindows();
        root.Subcommands.Add(completion);
        if (OperatingSystem.IsWindows())
        {
            ServiceCommands.AddTo(root, options);
        }

        return root;
    }

    private static Command CreateDoorbell(AgentOptionSet options)
    {
        var ring = new Option<string?>("--ring") { HelpName = "PEER[:VECTOR]", Description = "Ring this peer; without it nothing is rung." };
        var count = new Option<int>("--count") { HelpName = "N", Description = "How often.", DefaultValueFactory = _ => 1 };
        var doorbell = new Command("doorbell", "Says whether the region's device has doorbells, and rings one: for finding out why the host is not woken.") { options.Region, ring, count };
        doorbell.SetAction(parsed =>
        {
            var region = options.ResolveRegion(parsed, AgentIni.Load(parsed.GetValue(options.Config)));
            return DoorbellCommand.Run(AgentRunner.RegionSource(region), parsed.GetValue(ring), parsed.GetValue(count), Console.Out);
        });
        return doorbell;
    }

    private static Command CreateX11Outputs(AgentOptionSet options)
    {
        var outputs = new Command("outputs", "Lists the heads that --output takes.");
        outputs.Options.Add(options.Display);
        outputs.SetAction(parsed => ListOutputs(parsed.GetValue(options.Display) ?? AgentIni.Load(parsed.GetValue(options.Config)).Get("x11:display")));
        return outputs;
    }

    private static int Run(AgentOptionSet set, ParseResult parsed) =>
        set.IsChild(parsed) ? CaptureChild.Run(() => Capture(set, parsed), AgentFolders.CaptureLog, AgentFolders.LastWords) : Capture(set, parsed);

    private static int Capture(AgentOptionSet set, ParseResult parsed)
    {
        var ini = AgentIni.Load(parsed.GetValue(set.Config));
        var options = set.Resolve(parsed, ini);
        using var file = options.LogFile is null ? null : new RotatingLogFile(options.LogFile, options.LogBytes);
        using var provider = new AgentLoggerProvider(options.IsChild ? null : Console.Error, file, options.Verbose ? LogLevel.Debug : LogLevel.Information, TimeProvider.System);
        var log = provider.CreateLogger("oriel-agent");
        foreach (var name in ini.Unknown)
        {
            log.UnknownSetting(name);
        }

        foreach (var (name, replacement) in ini.Retired)
        {
            log.RetiredSetting(name, replacement);
        }

        using var stop = new StopSignals();
        if (OperatingSystem.IsWindows())
        {
            WindowsCommands.Run(options, ini, log, stop.Flag);
        }
        else
        {
            new AgentRunner(options, new X11Sources(options.Display, options.Output), log, stop.Flag).Run();
        }

        return AgentExitCodes.Success;
    }

    private static int ListOutputs(string? display)
    {
        using var stop = new WakeFlag();
        using var connection = X11Display.Open(display, stop);
        _ = connection.TryGetSize(out var width, out var height);
        Console.WriteLine($"{"screen",-16} {width}x{height}+0+0 (the whole screen; the default)");
        var index = 0;
        foreach (var monitor in connection.TryGetMonitors() ?? [])
        {
            Console.WriteLine($"{index++,2} {monitor.Name,-13} {monitor.Width}x{monitor.Height}+{monitor.X}+{monitor.Y}{(monitor.Primary ? " primary" : "")}");
        }

        return AgentExitCodes.Success;
    }
}
