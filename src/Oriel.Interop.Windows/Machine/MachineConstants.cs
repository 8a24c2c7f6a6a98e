namespace Oriel.Interop.Windows.Machine;

/// <summary>Numbers of the functions in <see cref="MachineApi"/>; offsets are those of SYSTEM_LOGICAL_PROCESSOR_INFORMATION_EX, whose size varies.</summary>
internal static class MachineConstants
{
    /// <summary>'RSMB'.</summary>
    public const uint RawSmbios = 0x52534D42;

    public const uint RelationProcessorCore = 0;
    public const uint RelationProcessorPackage = 3;
    public const uint RelationAll = 0xFFFF;

    public const int RelationshipOffset = 0;
    public const int SizeOffset = 4;
    public const int GroupCountOffset = 30;
    public const int GroupsOffset = 32;
    public const int GroupBytes = 16;
    public const int GroupMaskOffset = 0;
}
