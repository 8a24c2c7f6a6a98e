using System.CommandLine;
using Oriel.Cli.Commands;
using Oriel.Cli.Help;
using Oriel.Manual;

namespace Oriel.Cli;

/// <summary>All commands of <c>oriel</c>.</summary>
internal static class CommandTree
{
    /// <summary>Makes the root command; without a sub-command it is <c>view</c>.</summary>
    public static RootCommand Create()
    {
        var root = new RootCommand("Shows a virtual machine that owns a real GPU in a window, losslessly and less than a frame late.");
        var help = HelpWriter.Install(root);
        var view = ViewCommand.Create(help);
        root.Subcommands.Add(view);
        root.Subcommands.Add(DemoCommand.Create(help));
        root.Subcommands.Add(PatternCommand.Create());
        root.Subcommands.Add(ListCommand.Create());
        root.Subcommands.Add(InspectCommand.Create());
        root.Subcommands.Add(ScreenshotCommand.Create());
        root.Subcommands.Add(RecordCommand.Create(help));
        root.Subcommands.Add(LatencyCommand.Create(help));
        root.Subcommands.Add(ServeCommand.Create());
        root.Subcommands.Add(SetupCommand.Create(help));
        root.Subcommands.Add(ConfigCommand.Create(view));
        root.Subcommands.Add(DoctorCommand.Create(help));
        root.Subcommands.Add(ErrorsCommand.Create());
        root.Subcommands.Add(ChecksCommand.Create());
        root.Subcommands.Add(ManualCommands.CreateCompletion(ViewerManual.Name, () => ViewerManual.Of(root, help), examples: true));
        root.Subcommands.Add(ManualCommands.CreateManual(() => ViewerManual.Of(root, help)));
        root.Subcommands.Add(ProbeCommand.Create());
        ViewCommand.AddTo(
            root,
            help,
            ["[options]            show the guest in a window", "COMMAND [options]"],
            [
                ("oriel", "find the guest's shared memory and show it"),
                ("oriel -F", "the same in full screen"),
                ("oriel demo", "try it without a virtual machine"),
                ("oriel list", "what is there, and what is alive"),
            ]);
        return root;
    }
}
