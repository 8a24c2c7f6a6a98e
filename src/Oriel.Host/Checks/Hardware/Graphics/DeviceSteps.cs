using Oriel.Host.Checks.Hardware.Facts;

namespace Oriel.Host.Checks.Hardware.Graphics;

/// <summary>How a device gets into a guest, as exact commands and XML.</summary>
internal static class DeviceSteps
{
    /// <summary>Gives all functions of a card to a machine.</summary>
    public static IReadOnlyList<RemedyStep> PassThrough(CheckContext context, PciDevice device)
    {
        var card = context.Facts<PciDevices>().CardOf(device);
        return
        [
            new RemedyStep("In the machine's devices; libvirt binds them to vfio-pci when it starts the machine", RemedyKind.Xml, string.Join("\n", card.Select(Hostdev))),
            .. SetAside(context, card),
        ];
    }

    /// <summary>One device as libvirt names it.</summary>
    public static string Hostdev(PciDevice device)
    {
        var parts = device.Address.Split(':', '.');
        return $"<hostdev mode='subsystem' type='pci' managed='yes'>\n  <source>\n    <address domain='0x{parts[0]}' bus='0x{parts[1]}' slot='0x{parts[2]}' function='0x{parts[3]}'/>\n  </source>\n</hostdev>";
    }

    /// <summary>Keeps the host's driver away from a card from the next boot on.</summary>
    private static IReadOnlyList<RemedyStep> SetAside(CheckContext context, IReadOnlyList<PciDevice> card)
    {
        var system = context.System;
        if (system.HasProgram("driverctl"))
        {
            return [new RemedyStep("Where the host's driver will not let go of it while the desktop runs: set it aside for good", RemedyKind.Command, string.Join(" && ", card.Select(d => $"sudo driverctl set-override {d.Address} vfio-pci")))];
        }

        // By number, not by place: a second card of the same kind would go too.
        var ids = card.Select(device => device.Ids).Distinct(StringComparer.Ordinal).ToList();
        var twins = context.Facts<PciDevices>().Displays.Any(other => ids.Contains(other.Ids, StringComparer.Ordinal) && card.All(mine => mine.Address != other.Address));
        if (twins)
        {
            return [new RemedyStep("Where the host's driver will not let go of it while the desktop runs: install driverctl, which tells two cards of the same kind apart, and set this one aside", RemedyKind.Command, string.Join(" && ", card.Select(d => $"sudo driverctl set-override {d.Address} vfio-pci")))];
        }

        var drivers = card.Select(device => device.Driver).Where(driver => driver.Length > 0 && driver != "vfio-pci").Distinct(StringComparer.Ordinal);
        return
        [
            new RemedyStep("Where the host's driver will not let go of it while the desktop runs: set it aside from the next boot on", RemedyKind.File,
                $"options vfio-pci ids={string.Join(',', ids)}\n{string.Concat(drivers.Select(driver => $"softdep {driver} pre: vfio-pci\n"))}", "/etc/modprobe.d/oriel-vfio.conf"),
            new RemedyStep("Take that into the early boot", RemedyKind.Command, system.HasProgram("update-initramfs") ? "sudo update-initramfs -u" : system.HasProgram("mkinitcpio") ? "sudo mkinitcpio -P" : "sudo dracut --force"),
        ];
    }
}
