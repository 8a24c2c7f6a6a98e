using Oriel.Host.Checks.Hardware.Facts;
using Oriel.Host.Systems;

namespace Oriel.Host.Checks.Hardware.Processor;

/// <summary>Whether this machine can run guests at the processor's speed.</summary>
internal sealed class VirtualisationCheck : ReportingCheck
{
    private const string Device = "/dev/kvm";

    /// <inheritdoc/>
    public override string Id => "H20";

    /// <inheritdoc/>
    public override CheckGroup Group => CheckGroup.Processor;

    /// <inheritdoc/>
    public override string Title => "Virtual machines run on the processor itself (KVM)";

    /// <inheritdoc/>
    public override string Symptom => "QEMU says \"Could not access KVM kernel module\", or the guest is ten times slower than it should be";

    /// <inheritdoc/>
    public override string LooksAt => "/dev/kvm, flags vmx and svm in /proc/cpuinfo";

    /// <inheritdoc/>
    public override string Why => "Without KVM every instruction of the guest is translated, and no device can be passed through.";

    /// <inheritdoc/>
    public override string Remedy => "Switch virtualisation on in the firmware set-up, load the module kvm_intel or kvm_amd, and be in the group of /dev/kvm.";

    /// <inheritdoc/>
    public override void Run(CheckContext context, ICollection<Finding> findings)
    {
        var processor = context.Facts<ProcessorFacts>();
        var device = context.System.Stat(Device);
        if (device.Value is { } facts)
        {
            findings.Add(facts is { CanRead: true, CanWrite: true } ? Ready(processor) : NotOurs(context.System.User, facts));
        }
        else if (processor.CanVirtualise)
        {
            var module = processor.Maker == Maker.Intel ? "kvm_intel" : "kvm_amd";
            findings.Add(Problem(Device, "KVM is not loaded", $"no {Device}, although the processor has {processor.VirtualisationName}", $"{Device}, made by the module {module}") with
            {
                Remedy =
                [
                    new RemedyStep("Load the module", RemedyKind.Command, $"sudo modprobe {module}"),
                    new RemedyStep($"If that says \"Operation not supported\", switch {processor.VirtualisationName} on in the firmware set-up (BIOS/UEFI)"),
                ],
            });
        }
        else if (processor.IsVirtual)
        {
            findings.Add(Note("", "No virtual machine with KVM can run here", $"no {Device}: this host is a virtual machine whose hypervisor does not hand virtualisation on"));
        }
        else
        {
            findings.Add(Problem("", $"{processor.VirtualisationName} is off", $"no {Device}, and neither vmx nor svm among the flags of {Name(processor)}", $"{processor.VirtualisationName} switched on in the firmware") with
            {
                Confidence = Confidence.Likely,
                Remedy = [new RemedyStep($"Switch {processor.VirtualisationName} on in the firmware set-up (BIOS/UEFI), under processor or advanced settings; power the machine off and on again")],
            });
        }
    }

    private Finding Ready(ProcessorFacts processor) => processor.IsVirtual
        ? Note("", "This host is itself a virtual machine", $"{Device} may be opened; the processor is {Name(processor)} as a hypervisor shows it") with
        {
            Why = "Guests inside a guest run slower, some not at all, and a device reaches them only if both hypervisors pass it on.",
        }
        : Good("", "KVM is ready", $"{Device} may be opened; {Name(processor)}, {processor.Count} logical processors");

    private Finding NotOurs(HostUser user, FileFacts facts) =>
        Warning(Device, $"{user.Name} may not use KVM", $"{Device} belongs to user {facts.Uid} and group {facts.Gid} with mode {Convert.ToString((int)facts.Mode, 8)}; {user.Name} may not read and write it", $"{user.Name} may read and write {Device}") with
        {
            Why = "Machines of the system's libvirt run anyway, as its own user. QEMU started by hand and libvirt's session machines do not.",
            Remedy =
            [
                new RemedyStep("Join the group (log in again afterwards)", RemedyKind.Command, $"sudo usermod -aG kvm {user.Name}"),
            ],
        };

    private static string Name(ProcessorFacts processor) => processor.Model.Length > 0 ? processor.Model : "this processor";
}
