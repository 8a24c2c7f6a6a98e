using System.CommandLine;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Oriel.Agent.Configuration;
using Oriel.Agent.Windows.Cursor;
using Oriel.Agent.Windows.SelfTest;
using Oriel.Agent.Windows.Service;
using Oriel.Interop.Windows.User;
using Oriel.Memory;

namespace Oriel.Agent.Windows;

/// <summary>What the commands do on Windows.</summary>
internal static class WindowsCommands
{
    /// <summary>Captures and publishes until the flag is raised. Throws <see cref="OrielException"/>.</summary>
    public static void Run(AgentOptions options, AgentIni ini, ILogger log, WakeFlag stop)
    {
        _ = DesktopLayout.TryUsePixels();
        using var parts = new WindowsParts();
        using var sources = new WindowsSources(options.Capture, new WindowsCaptureOptions(options.Output, options.FramesPerSecond, ini, log, parts), log);
        using var guest = WindowsGuest.Enter(options, parts.Signals, log, stop);
        new AgentRunner(options, sources, guest.Log, stop, guest.WakeLock).Run();
    }

    /// <summary><c>outputs</c>.</summary>
    public static Command Outputs()
    {
        var command = new Command("outputs", "Lists the heads that --output takes.");
        command.SetAction(parsed =>
        {
            _ = DesktopLayout.TryUsePixels();
            var heads = DesktopLayout.ReadHeads();
            WindowsOutputs.Write(heads, Console.Out);
            return heads.Any(h => h.Attached) ? AgentExitCodes.Success : AgentExitCodes.Capture;
        });
        return command;
    }

    /// <summary><c>pointer</c>.</summary>
    public static Command Pointer()
    {
        var sample = new Option<string?>("--sample") { Description = "Make a shape of this kind and print what a viewer would be sent: " + string.Join(", ", PointerCommand.Samples) + ".", HelpName = "KIND" };
        sample.AcceptOnlyFromAmong([.. PointerCommand.Samples]);
        var command = new Command("pointer", "Says where the pointer is and what shape it has.");
        command.Options.Add(sample);
        command.SetAction(parsed =>
        {
            _ = DesktopLayout.TryUsePixels();
            return parsed.GetValue(sample) is { } kind ? PointerCommand.ShowSample(kind, Console.Out) : PointerCommand.Show(Console.Out);
        });
        return command;
    }

    /// <summary><c>capture-methods</c>.</summary>
    public static Command CaptureMethods(AgentOptionSet options)
    {
        var command = new Command("capture-methods", "Tries every capture method once and says which work here, and why the others do not.");
        command.Options.Add(options.Output);
        command.SetAction(parsed =>
        {
            _ = DesktopLayout.TryUsePixels();
            var ini = AgentIni.Load(parsed.GetValue(options.Config));
            using var parts = new WindowsParts();
            var capture = new WindowsCaptureOptions(parsed.GetValue(options.Output) ?? ini.Get("app:output"), 0, ini, NullLogger.Instance, parts);
            return CaptureMethodsCommand.Run(WindowsSources.Backends, capture, Console.Out);
        });
        return command;
    }
    /// <summary><c>selftest</c>: the way of frames from the GPU into memory, byte by byte, and how fast.</summary>
    public static Command SelfTest()
    {
        var json = new Option<bool>("--json") { Description = "The result as JSON." };
        var software = new Option<bool>("--software") { Description = "On the software renderer." };
        var command = new Command("selftest", "Moves patterns from the GPU to memory as frames are moved, compares every byte, and says how fast.") { json, software };
        command.SetAction(parsed => SelfTestCommand.Run(Console.Out, parsed.GetValue(json), parsed.GetValue(software)));
        return command;
    }

}
