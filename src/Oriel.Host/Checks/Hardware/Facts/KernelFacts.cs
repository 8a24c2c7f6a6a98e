namespace Oriel.Host.Checks.Hardware.Facts;

/// <summary>The kernel that runs, and how its parameters are changed on this machine.</summary>
internal sealed record KernelFacts : IHostFacts<KernelFacts>
{
    private readonly IReadOnlyList<string> _parameters = [];
    private readonly BootLoader _loader;

    /// <summary>As <c>uname -r</c> says.</summary>
    public string Release { get; private init; } = "";

    private enum BootLoader
    {
        Unknown,
        Grubby,
        DebianGrub,
        Grub,
        KernelInstall,
    }

    /// <inheritdoc/>
    public static KernelFacts Read(CheckContext context)
    {
        var system = context.System;
        return new KernelFacts(
            system.Text("/proc/cmdline").Split(' ', StringSplitOptions.RemoveEmptyEntries),
            system.HasProgram("grubby") ? BootLoader.Grubby
                : system.HasProgram("update-grub") ? BootLoader.DebianGrub
                : system.Exists("/etc/default/grub") ? BootLoader.Grub
                : system.Exists("/etc/kernel/cmdline") ? BootLoader.KernelInstall
                : BootLoader.Unknown)
        {
            Release = system.Text("/proc/sys/kernel/osrelease"),
        };
    }

    private KernelFacts(IReadOnlyList<string> parameters, BootLoader loader) => (_parameters, _loader) = (parameters, loader);

    /// <summary>The last value of a parameter; null when it is not given. A parameter without a value is empty.</summary>
    public string? Parameter(string name)
    {
        var last = _parameters.LastOrDefault(p => p == name || p.StartsWith(name + "=", StringComparison.Ordinal));
        return last is null ? null : last.Length == name.Length ? "" : last[(name.Length + 1)..];
    }

    /// <summary>Steps that add parameters and take effect at the next boot.</summary>
    /// <param name="parameters">Separated by spaces.</param>
    /// <param name="purpose">Part of a file's name: what is added for one purpose stands beside what is for another.</param>
    public IReadOnlyList<RemedyStep> Adding(string parameters, string purpose) => _loader switch
    {
        BootLoader.Grubby => [Command("Add the kernel parameters", $"sudo grubby --update-kernel=ALL --args=\"{parameters}\""), s_reboot],
        BootLoader.DebianGrub =>
        [
            new RemedyStep("Add the kernel parameters", RemedyKind.File, $"GRUB_CMDLINE_LINUX_DEFAULT=\"$GRUB_CMDLINE_LINUX_DEFAULT {parameters}\"", $"/etc/default/grub.d/oriel-{purpose}.cfg"),
            Command("Make the boot menu anew", "sudo update-grub"),
            s_reboot,
        ],
        BootLoader.Grub =>
        [
            new RemedyStep($"Append {parameters} to GRUB_CMDLINE_LINUX_DEFAULT in /etc/default/grub"),
            Command("Make the boot menu anew", "sudo grub-mkconfig -o /boot/grub/grub.cfg"),
            s_reboot,
        ],
        BootLoader.KernelInstall =>
        [
            new RemedyStep($"Append {parameters} to the line in /etc/kernel/cmdline"),
            Command("Write the boot entries anew", "sudo kernel-install add-all"),
            s_reboot,
        ],
        _ => [new RemedyStep($"Add {parameters} to the kernel's command line, as your boot loader wants it"), s_reboot],
    };

    /// <summary>Steps that take a parameter away.</summary>
    public IReadOnlyList<RemedyStep> Removing(string parameter) => _loader == BootLoader.Grubby
        ? [Command("Remove the kernel parameter", $"sudo grubby --update-kernel=ALL --remove-args=\"{parameter}\""), s_reboot]
        : [new RemedyStep($"Remove {parameter} from the kernel's command line (/etc/default/grub and /etc/default/grub.d, or /etc/kernel/cmdline), and make the boot menu anew"), s_reboot];

    private static readonly RemedyStep s_reboot = new("Restart the machine", RemedyKind.Command, "sudo systemctl reboot");

    private static RemedyStep Command(string text, string command) => new(text, RemedyKind.Command, command);
}
