namespace Oriel.Memory.Linux;

/// <summary>Advice for regions that exist but may not be opened, by what they are.</summary>
internal static class Remedies
{
    /// <summary>For the memory of a KVMFR device.</summary>
    public const string KvmfrRule =
        "write to /etc/udev/rules.d/70-kvmfr.rules: SUBSYSTEM==\"kvmfr\", GROUP=\"kvm\", MODE=\"0660\", TAG+=\"uaccess\" ; then: sudo udevadm control --reload && sudo udevadm trigger -s kvmfr";

    /// <summary>For the BAR of an ivshmem device in a guest.</summary>
    public const string PciRule =
        "run the agent as root, or give the group access with a rule in /etc/udev/rules.d/70-ivshmem.rules: SUBSYSTEM==\"pci\", ATTR{vendor}==\"0x1af4\", ATTR{device}==\"0x1110\", "
        + "RUN+=\"/bin/sh -c 'cd /sys$devpath && chgrp kvm enable resource0 resource2* && chmod 0660 enable resource0 resource2*'\"";
}
