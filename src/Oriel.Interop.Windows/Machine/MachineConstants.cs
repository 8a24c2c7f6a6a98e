namespace Oriel.Interop.Windows.Machine;

/// <summary>Numbers of the functions in <see cref="MachineApi"/>.</summary>
internal static class MachineConstants
{
    /// <summary>'RSMB'.</summary>
    public const uint RawSmbios = 0x52534D42;

    public const uint RelationProcessorCore = 0;
    public const uint RelationProcessorPackage = 3;
    public const uint RelationAll = 0xFFFF;
}
