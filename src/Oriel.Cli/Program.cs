using System.CommandLine;
using Oriel.Cli;

var root = new RootCommand("Shows a virtual machine that owns a real GPU in a window, losslessly and less than a frame late.");
root.Subcommands.Add(Oriel.Cli.Commands.PatternCommand.Create());
root.Subcommands.Add(Oriel.Cli.Commands.ListCommand.Create());
root.Subcommands.Add(Oriel.Cli.Commands.InspectCommand.Create());
root.Subcommands.Add(Oriel.Cli.Commands.ScreenshotCommand.Create());
return CommandRunner.Run(root, args);
