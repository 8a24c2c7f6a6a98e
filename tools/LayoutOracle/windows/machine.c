// flags: -Wno-multichar
#include "oracle.h"

int main(void)
{
    ORACLE_BEGIN();
    CONSTANT(MachineConstants, RawSmbios, 'RSMB');
    CONSTANT(MachineConstants, RelationProcessorCore, RelationProcessorCore);
    CONSTANT(MachineConstants, RelationProcessorPackage, RelationProcessorPackage);
    CONSTANT(MachineConstants, RelationAll, RelationAll);
    CONSTANT(MachineConstants, RelationshipOffset, offsetof(SYSTEM_LOGICAL_PROCESSOR_INFORMATION_EX, Relationship));
    CONSTANT(MachineConstants, SizeOffset, offsetof(SYSTEM_LOGICAL_PROCESSOR_INFORMATION_EX, Size));
    CONSTANT(MachineConstants, GroupCountOffset, offsetof(SYSTEM_LOGICAL_PROCESSOR_INFORMATION_EX, Processor.GroupCount));
    CONSTANT(MachineConstants, GroupsOffset, offsetof(SYSTEM_LOGICAL_PROCESSOR_INFORMATION_EX, Processor.GroupMask));
    CONSTANT(MachineConstants, GroupBytes, sizeof(GROUP_AFFINITY));
    CONSTANT(MachineConstants, GroupMaskOffset, offsetof(GROUP_AFFINITY, Mask));
    return 0;
}
