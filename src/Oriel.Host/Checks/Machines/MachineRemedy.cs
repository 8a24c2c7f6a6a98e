using Oriel.Host.Machines;
using Oriel.Host.Setup;

namespace Oriel.Host.Checks.Machines;

/// <summary>Commands about a machine, for people to copy. Names come from others, so every word is quoted.</summary>
internal static class MachineRemedy
{
    /// <summary>The machine as virsh and Oriel take it: its name, or its UUID when the name would be taken for an option.</summary>
    public static string Name(VirtualMachine machine) => ShellWords.Quote(machine.Name.StartsWith('-') && machine.Uuid is { } uuid ? uuid.ToString() : machine.Name);

    /// <summary>A command of virsh about the machine.</summary>
    public static string Virsh(VirtualMachine machine, string command) => $"virsh -c {machine.Connection} {command} {Name(machine)}";

    /// <summary>What is done about a fault of the machine's description.</summary>
    public static IReadOnlyList<RemedyStep> Of(VirtualMachine machine, MachineFault fault)
    {
        if (fault.Command.Line.Length > 0)
        {
            return [new RemedyStep(fault.Command.Text, RemedyKind.Command, fault.Command.Line), .. fault.XmlText.Length > 0 ? [new RemedyStep(fault.XmlText)] : (RemedyStep[])[]];
        }

        if (machine.Connection.Length == 0)
        {
            return [new RemedyStep(fault.Arguments.Length > 0 ? $"Start QEMU {fault.Arguments}" : fault.Expected), .. fault.SetupDoesIt ? [new RemedyStep("All arguments that Oriel wants", RemedyKind.Command, "oriel setup --qemu")] : (RemedyStep[])[]];
        }

        var steps = new List<RemedyStep>();
        if (fault.SetupDoesIt)
        {
            steps.Add(Setup(machine));
        }

        if (fault.XmlText.Length > 0)
        {
            steps.Add(new RemedyStep($"{(fault.SetupDoesIt ? "Or by" : "By")} hand", RemedyKind.Command, Virsh(machine, "edit")));
            steps.Add(new RemedyStep(fault.XmlText, fault.Xml.Length > 0 ? RemedyKind.Xml : RemedyKind.Words, fault.Xml));
        }

        return !machine.IsRunning ? steps : steps.Count == 0 ? Restart(machine, "Power it off (a restart from within is not enough), then start it again")
            : [.. steps, new RemedyStep("It takes effect when the machine was powered off and is started again; a restart from within is not enough")];
    }

    /// <summary>Lets set-up make the change.</summary>
    public static RemedyStep Setup(VirtualMachine machine) => new(
        "Let set-up change it: it shows the difference first, and can undo it",
        RemedyKind.Command,
        SetupCommand(machine));

    /// <summary>The command that makes set-up look at the machine.</summary>
    public static string SetupCommand(VirtualMachine machine) =>
        machine.Connection == LibvirtConnection.SystemUri ? $"oriel setup {Name(machine)}" : $"oriel setup --connect {machine.Connection} {Name(machine)}";

    /// <summary>Powers the machine off and starts it.</summary>
    public static IReadOnlyList<RemedyStep> Restart(VirtualMachine machine, string text) => machine.Connection.Length == 0
        ? [new RemedyStep(text)]
        : [new RemedyStep(text, RemedyKind.Command, $"{Virsh(machine, "shutdown")}   # wait until it is off\n{Virsh(machine, "start")}")];
}
