#include <xcb/xcb.h>
#include <xcb/sync.h>
#include "oracle.h"

// The list of counters is taken apart by hand: its entries have no padding between the fixed part and the name.
_Static_assert(offsetof(xcb_sync_systemcounter_t, name_len) == 12, "counter");

int main(void)
{
    STRUCT(xcb_sync_int64_t);
    FIELD(xcb_sync_int64_t, hi);
    FIELD(xcb_sync_int64_t, lo);

    STRUCT(xcb_sync_list_system_counters_reply_t);
    FIELD(xcb_sync_list_system_counters_reply_t, response_type);
    FIELD(xcb_sync_list_system_counters_reply_t, pad0);
    FIELD(xcb_sync_list_system_counters_reply_t, sequence);
    FIELD(xcb_sync_list_system_counters_reply_t, length);
    FIELD(xcb_sync_list_system_counters_reply_t, counters_len);
    FIELD(xcb_sync_list_system_counters_reply_t, pad1);

    STRUCT(xcb_sync_query_counter_reply_t);
    FIELD(xcb_sync_query_counter_reply_t, response_type);
    FIELD(xcb_sync_query_counter_reply_t, pad0);
    FIELD(xcb_sync_query_counter_reply_t, sequence);
    FIELD(xcb_sync_query_counter_reply_t, length);
    FIELD(xcb_sync_query_counter_reply_t, counter_value);

    STRUCT(xcb_sync_alarm_notify_event_t);
    FIELD(xcb_sync_alarm_notify_event_t, response_type);
    FIELD(xcb_sync_alarm_notify_event_t, kind);
    FIELD(xcb_sync_alarm_notify_event_t, sequence);
    FIELD(xcb_sync_alarm_notify_event_t, alarm);
    FIELD(xcb_sync_alarm_notify_event_t, counter_value);
    FIELD(xcb_sync_alarm_notify_event_t, alarm_value);
    FIELD(xcb_sync_alarm_notify_event_t, timestamp);
    FIELD(xcb_sync_alarm_notify_event_t, state);
    FIELD(xcb_sync_alarm_notify_event_t, pad0);

    CONSTANT(XcbSync, XCB_SYNC_ALARM_NOTIFY, XCB_SYNC_ALARM_NOTIFY);
    CONSTANT(XcbSync, XCB_SYNC_CA_COUNTER, XCB_SYNC_CA_COUNTER);
    CONSTANT(XcbSync, XCB_SYNC_CA_VALUE_TYPE, XCB_SYNC_CA_VALUE_TYPE);
    CONSTANT(XcbSync, XCB_SYNC_CA_VALUE, XCB_SYNC_CA_VALUE);
    CONSTANT(XcbSync, XCB_SYNC_CA_TEST_TYPE, XCB_SYNC_CA_TEST_TYPE);
    CONSTANT(XcbSync, XCB_SYNC_CA_DELTA, XCB_SYNC_CA_DELTA);
    CONSTANT(XcbSync, XCB_SYNC_CA_EVENTS, XCB_SYNC_CA_EVENTS);
    CONSTANT(XcbSync, XCB_SYNC_VALUETYPE_ABSOLUTE, XCB_SYNC_VALUETYPE_ABSOLUTE);
    CONSTANT(XcbSync, XCB_SYNC_TESTTYPE_POSITIVE_TRANSITION, XCB_SYNC_TESTTYPE_POSITIVE_TRANSITION);
    CONSTANT(XcbSync, XCB_SYNC_TESTTYPE_NEGATIVE_TRANSITION, XCB_SYNC_TESTTYPE_NEGATIVE_TRANSITION);
    return 0;
}
