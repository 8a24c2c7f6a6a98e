#include <xcb/xcb.h>
#include <xcb/present.h>
#include <wayland-util.h>
#include "oracle.h"

typedef struct wl_interface wl_interface;
typedef struct wl_message wl_message;

int main(void)
{
    CONSTANT(XcbPresent, XCB_PRESENT_EVENT_MASK_NO_EVENT, XCB_PRESENT_EVENT_MASK_NO_EVENT);
    CONSTANT(XcbPresent, XCB_PRESENT_EVENT_MASK_COMPLETE_NOTIFY, XCB_PRESENT_EVENT_MASK_COMPLETE_NOTIFY);
    CONSTANT(XcbPresent, XCB_PRESENT_COMPLETE_NOTIFY, XCB_PRESENT_COMPLETE_NOTIFY);
    CONSTANT(XcbPresent, XCB_PRESENT_COMPLETE_KIND_PIXMAP, XCB_PRESENT_COMPLETE_KIND_PIXMAP);
    CONSTANT(XcbPresent, XCB_PRESENT_COMPLETE_KIND_NOTIFY_MSC, XCB_PRESENT_COMPLETE_KIND_NOTIFY_MSC);
    CONSTANT(XcbPresent, XCB_PRESENT_COMPLETE_MODE_SKIP, XCB_PRESENT_COMPLETE_MODE_SKIP);
    CONSTANT(XcbPresent, XCB_ATOM_CARDINAL, XCB_ATOM_CARDINAL);

    STRUCT(xcb_present_complete_notify_event_t);
    FIELD(xcb_present_complete_notify_event_t, response_type);
    FIELD(xcb_present_complete_notify_event_t, extension);
    FIELD(xcb_present_complete_notify_event_t, sequence);
    FIELD(xcb_present_complete_notify_event_t, length);
    FIELD(xcb_present_complete_notify_event_t, event_type);
    FIELD(xcb_present_complete_notify_event_t, kind);
    FIELD(xcb_present_complete_notify_event_t, mode);
    FIELD(xcb_present_complete_notify_event_t, event);
    FIELD(xcb_present_complete_notify_event_t, window);
    FIELD(xcb_present_complete_notify_event_t, serial);
    FIELD(xcb_present_complete_notify_event_t, ust);
    FIELD(xcb_present_complete_notify_event_t, full_sequence);
    FIELD(xcb_present_complete_notify_event_t, msc);

    STRUCT(wl_interface);
    FIELD(wl_interface, name);
    FIELD(wl_interface, version);
    FIELD(wl_interface, method_count);
    FIELD(wl_interface, methods);
    FIELD(wl_interface, event_count);
    FIELD(wl_interface, events);

    STRUCT(wl_message);
    FIELD(wl_message, name);
    FIELD(wl_message, signature);
    FIELD(wl_message, types);
    return 0;
}
