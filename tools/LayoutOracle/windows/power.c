#include "oracle.h"

int main(void)
{
    ORACLE_BEGIN();
    STRUCT(REASON_CONTEXT);
    FIELD(REASON_CONTEXT, Version);
    FIELD(REASON_CONTEXT, Flags);
    FIELD_AS(REASON_CONTEXT, Reason, Reason.SimpleReasonString);

    CONSTANT(PowerConstants, ContextVersion, POWER_REQUEST_CONTEXT_VERSION);
    CONSTANT(PowerConstants, ContextSimpleString, POWER_REQUEST_CONTEXT_SIMPLE_STRING);
    CONSTANT(PowerConstants, DisplayRequired, PowerRequestDisplayRequired);
    CONSTANT(PowerConstants, SystemRequired, PowerRequestSystemRequired);
    return 0;
}
