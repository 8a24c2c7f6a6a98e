namespace Oriel.Host.Checks.Machines;

/// <summary>Checks of libvirt domains, running QEMU programs, and what they give the guest.</summary>
public static class MachineChecks
{
    /// <summary>All of them, in the order they are shown.</summary>
    public static IReadOnlyList<HostCheck> All { get; } =
    [
        new SightCheck(), new NoMemoryCheck(), new MemoryPlaceCheck(), new SharedPlaceCheck(), new DoorbellServerCheck(), new PendingChangeCheck(), new VideoCheck(), new BalloonCheck(),
        new SpiceServerCheck(), new SpicePortCheck(), new InputDevicesCheck(), new TabletCheck(), new MouseBusCheck(), new AgentChannelCheck(),
    ];
}
