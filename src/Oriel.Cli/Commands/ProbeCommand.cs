using System.CommandLine;
using Oriel.Cli.Doctor.Probes;

namespace Oriel.Cli.Commands;

/// <summary><c>oriel probe</c>: one probe of the doctor in a process of its own. For the doctor, so not in the help.</summary>
internal static class ProbeCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        var name = new Argument<string>("NAME") { Description = "Which probe" };
        var about = new Argument<string>("ARGUMENT") { Description = "What it is asked about", DefaultValueFactory = static _ => "" };
        name.AcceptOnlyFromAmong([.. MachineProbes.InProcess.Keys]);
        var command = new Command("probe", "Tries out one thing for the doctor and prints JSON.") { name, about };
        command.Hidden = true;
        command.SetAction(result =>
        {
            Console.Out.WriteLine(MachineProbes.InProcess[result.GetRequiredValue(name)](result.GetRequiredValue(about)));
            return ExitCodes.Success;
        });
        return command;
    }
}
