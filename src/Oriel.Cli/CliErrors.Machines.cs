namespace Oriel.Cli;

/// <content>Errors about virtual machines named on a command line, ORL800 to ORL819.</content>
internal static partial class CliErrors
{
    /// <summary>Nothing has that name or UUID.</summary>
    public static readonly ErrorCode UnknownMachine = new("ORL800", "there is no such virtual machine", ExitCodes.Region);

    /// <summary>Several machines are meant.</summary>
    public static readonly ErrorCode AmbiguousMachine = new("ORL801", "several virtual machines are meant", ExitCodes.Region);

    /// <summary>The machine has no ivshmem device.</summary>
    public static readonly ErrorCode MachineWithoutRegion = new("ORL802", "the virtual machine has no shared memory", ExitCodes.Region);
}
