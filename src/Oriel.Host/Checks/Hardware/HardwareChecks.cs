using Oriel.Host.Checks.Hardware.Graphics;
using Oriel.Host.Checks.Hardware.Memory;
using Oriel.Host.Checks.Hardware.Processor;
using Oriel.Host.Checks.Hardware.Sharing;

namespace Oriel.Host.Checks.Hardware;

/// <summary>Checks of processor, graphics devices, virtual functions, memory, and what confines QEMU.</summary>
public static class HardwareChecks
{
    /// <summary>All of them, in the order they are shown.</summary>
    public static IReadOnlyList<HostCheck> All { get; } =
    [
        new VirtualisationCheck(),
        new IommuCheck(),
        new InterruptRemappingCheck(),
        new GroupCheck(),
        new AddressWidthCheck(),
        new StutterCheck(),
        new GraphicsDeviceCheck(),
        new RenderCheck(),
        new DmaBufferCheck(),
        new VirtualFunctionCheck(),
        new HugePageCheck(),
        new MemoryCheck(),
        new SharedMemoryRoomCheck(),
        new KvmfrModuleCheck(),
        new ConfinementCheck(),
    ];
}
