using Oriel.Cli.Commands;
using Oriel.Host.Setup;
using Oriel.Host.Setup.Steps;
using Oriel.Host.Systems;

namespace Oriel.Cli.Setup;

/// <summary>Prints what set-up would do as arguments of QEMU, to be copied into a script.</summary>
internal static class QemuText
{
    /// <summary>Does it. Returns the exit status.</summary>
    public static int Print(SetupRequest request, IHostSystem system)
    {
        var target = SetupChoices.Target(system, request, isSystem: false, isRunning: false);
        var (wish, _) = SetupChoices.Complete(system, request.Wish, target, request.Wish.Name.Length > 0 ? request.Wish.Name : "oriel", [], json: true);
        var groups = QemuArguments.For(wish);
        var output = Console.Out;
        output.WriteLine("# In this order:");
        foreach (var group in groups)
        {
            output.WriteLine($"# {group.What}");
        }

        output.WriteLine();
        output.WriteLine("qemu-system-x86_64 \\");
        output.WriteLine(string.Join(" \\\n", groups.SelectMany(group => group.Arguments.Chunk(2).Select(pair => PlainText.Safe($"  {ShellWords.Join(pair)}")))));
        var memory = QemuArguments.Memory(wish);
        output.WriteLine();
        output.WriteLine(PlainText.Safe($"# then: oriel view --region {ShellWords.Quote(memory.Source)}{(wish.SpiceSocket.Length > 0 ? $" --spice {ShellWords.Quote(wish.SpiceSocket)}" : wish.Spice ? "" : " --spice off")}"));
        var host = HostPlanner.Plan(system, memory, target);
        foreach (var line in host.Steps.SelectMany(step => (string[])[$"# {step.What}", .. step.ToShell()]).Concat(host.Notes.Select(note => $"# note: {note}")))
        {
            output.WriteLine(PlainText.Safe(line));
        }

        return ExitCodes.Success;
    }
}
