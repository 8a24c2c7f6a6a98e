using Oriel.Host.Checks.Hardware.Facts;
using Oriel.Host.Machines;
using Oriel.Host.Systems;

namespace Oriel.Host.Checks.Hardware.Sharing;

/// <summary>The kernel module kvmfr, for those who use it.</summary>
internal sealed class KvmfrModuleCheck : ReportingCheck
{
    private const string Module = "kvmfr";
    private const string Device = "/dev/kvmfr0";

    /// <inheritdoc/>
    public override string Id => "D04";

    /// <inheritdoc/>
    public override CheckGroup Group => CheckGroup.SharedMemory;

    /// <inheritdoc/>
    public override string Title => "The module kvmfr is built for this kernel and loaded";

    /// <inheritdoc/>
    public override string Symptom => "There is no /dev/kvmfr0, often after an update of the kernel; the machine does not start";

    /// <inheritdoc/>
    public override string LooksAt => "/sys/module/kvmfr, /dev/kvmfr0, modinfo kvmfr, dkms status, the kernel's release, Secure Boot (mokutil --sb-state, efivars) and the module's signer";

    /// <inheritdoc/>
    public override string Why => "It is a module from outside the kernel: it has to be built anew for each kernel, and signed where Secure Boot is on. Oriel needs none: a file in /dev/shm or oriel serve does the same.";

    /// <inheritdoc/>
    public override string Remedy => "Install the headers of the running kernel and build it with DKMS, enrol its key; or use a doorbell server or a plain file instead.";

    /// <inheritdoc/>
    public override void Run(CheckContext context, ICollection<Finding> findings)
    {
        var system = context.System;
        if (Evidence(context) is not { } evidence)
        {
            return;
        }

        var release = context.Facts<KernelFacts>().Release;
        var device = system.Stat(Device);
        if (system.HasModule(Module))
        {
            findings.Add(device.IsAbsent
                ? Problem(Module, "kvmfr is loaded, and has made no device", $"/sys/module/{Module} is there, {Device} is not; {evidence}", Device) with
                {
                    Remedy =
                    [
                        new RemedyStep("Tell it how large the device shall be", RemedyKind.File, "options kvmfr static_size_mb=64", "/etc/modprobe.d/kvmfr.conf"),
                        new RemedyStep("Load it anew", RemedyKind.Command, "sudo modprobe -r kvmfr && sudo modprobe kvmfr"),
                    ],
                }
                : Good(Module, "kvmfr is loaded", $"{Device} is there; {evidence}"));
            return;
        }

        findings.Add(WhyNot(context, evidence, release));
    }

    private static string? Evidence(CheckContext context)
    {
        var system = context.System;
        return User(context) is { } machine ? $"{machine.Name} uses it"
            : context.Options.Region.Contains(Module, StringComparison.Ordinal) ? $"--region {context.Options.Region} names it"
            : system.Exists("/etc/modules-load.d/kvmfr.conf") ? "/etc/modules-load.d/kvmfr.conf wants it"
            : system.Exists("/etc/modprobe.d/kvmfr.conf") ? "/etc/modprobe.d/kvmfr.conf configures it"
            : null;
    }

    private static VirtualMachine? User(CheckContext context) =>
        context.Facts<VirtualMachines>().All.FirstOrDefault(machine => machine.SharedMemory.Any(memory => memory.Path.StartsWith("/dev/kvmfr", StringComparison.Ordinal)));

    private Finding WhyNot(CheckContext context, string evidence, string release)
    {
        var system = context.System;
        var info = system.Run("modinfo", Module);
        var dkms = (system.Run("dkms", "status", Module).Value?.Output ?? "").Split('\n').Where(line => line.StartsWith(Module, StringComparison.Ordinal)).Select(line => line.Trim()).ToList();
        if (info.Value is { IsGood: true } module)
        {
            var fields = module.Output.Split('\n');
            var built = Field(fields, "vermagic").Split(' ')[0];
            if (built.Length > 0 && built != release)
            {
                return Problem(Module, "kvmfr was built for another kernel", $"built for {built}, {release} is running; {evidence}", $"a module built for {release}") with { Remedy = Build(context, release) };
            }

            var signer = Field(fields, "signer");
            if (IsSecureBoot(system) && IsStranger(signer))
            {
                return Problem(Module, "Secure Boot keeps kvmfr out", $"Secure Boot is on and the module is {(signer.Length > 0 ? $"signed by \"{signer}\", whose key may not be enrolled" : "not signed")}; it is built for {release} and not loaded; {evidence}", "a signature the firmware knows") with
                {
                    Confidence = Confidence.Likely,
                    Remedy =
                    [
                        new RemedyStep("Enrol the key DKMS signs with: choose a password, restart, confirm in the blue screen", RemedyKind.Command, "sudo mokutil --import /var/lib/dkms/mok.pub"),
                        .. WithoutModule(context),
                    ],
                };
            }

            return Problem(Module, "kvmfr is not loaded", $"it is built for {release}; {evidence}", Device) with
            {
                Remedy =
                [
                    new RemedyStep("Load it now", RemedyKind.Command, "sudo modprobe kvmfr"),
                    new RemedyStep("and at every boot", RemedyKind.File, "kvmfr", "/etc/modules-load.d/kvmfr.conf"),
                ],
            };
        }

        var state = dkms.Count > 0 ? $"dkms says {string.Join("; ", dkms.Take(4))}" : info.IsAbsent ? "modinfo is not there to ask" : "modinfo knows no such module, DKMS none either";
        return Problem(Module, $"kvmfr is not there for kernel {release}", $"{state}; {evidence}", $"a module built for {release}") with { Remedy = Build(context, release) };
    }

    private static List<RemedyStep> Build(CheckContext context, string release)
    {
        var system = context.System;
        var headers = system.HasProgram("dnf") ? $"sudo dnf install kernel-devel-{release}" : system.HasProgram("pacman") ? "sudo pacman -S --needed linux-headers" : $"sudo apt install linux-headers-{release}";
        List<RemedyStep> steps = system.Exists($"/lib/modules/{release}/build") ? [] : [new RemedyStep("Install the headers of the running kernel", RemedyKind.Command, headers)];
        steps.Add(new RemedyStep("Build it for this kernel; a failure is explained in /var/lib/dkms/kvmfr/*/build/make.log, and is cured by a newer version of the module", RemedyKind.Command, $"sudo dkms autoinstall -k {release} && sudo modprobe kvmfr"));
        steps.AddRange(WithoutModule(context));
        return steps;
    }

    private static RemedyStep[] WithoutModule(CheckContext context) => User(context) is { Connection.Length: > 0 } machine
        ? [new("Or do without the module", RemedyKind.Command, $"oriel setup '{machine.Name.Replace("'", "'\\''", StringComparison.Ordinal)}'")]
        : [new("Or do without the module: a file in /dev/shm, or a doorbell server", RemedyKind.Command, "oriel setup --qemu")];

    // The variable's value is behind four bytes of attributes.
    private static bool IsSecureBoot(IHostSystem system) =>
        (system.Run("mokutil", "--sb-state").Value?.Output.Contains("SecureBoot enabled", StringComparison.Ordinal) ?? false)
        || system.Read("/sys/firmware/efi/efivars/SecureBoot-8be4df61-93ca-11d2-aa0d-00e098032b8c").Value is { Length: > 0 } value && value[^1] == '\u0001';

    private static bool IsStranger(string signer) =>
        !signer.Contains("Debian", StringComparison.Ordinal) && !signer.Contains("Canonical", StringComparison.Ordinal) && !signer.Contains("Fedora kernel", StringComparison.Ordinal) && !signer.Contains("Red Hat", StringComparison.Ordinal);

    private static string Field(string[] lines, string name) =>
        lines.FirstOrDefault(line => line.StartsWith(name + ":", StringComparison.Ordinal)) is { } line ? line[(name.Length + 1)..].Trim() : "";
}
