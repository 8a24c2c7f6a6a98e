#include <xcb/xcb.h>
#include <xcb/shm.h>
#include <xcb/damage.h>
#include <xcb/xfixes.h>
#include <xcb/randr.h>
#include <xcb/xinput.h>
#include "oracle.h"

// Two shapes of ours have no native name: both iterators are compared through one alias, and the event mask with its word is what XISelectEvents expects
// on the wire (a mask structure followed by mask_len words).
typedef xcb_screen_iterator_t xcb_iterator_t;
typedef struct { xcb_input_device_id_t deviceid; uint16_t mask_len; uint32_t mask; } xcb_input_event_mask_with_word;
_Static_assert(sizeof(xcb_depth_iterator_t) == sizeof(xcb_iterator_t) && sizeof(xcb_input_event_mask_t) == 4, "shapes");
_Static_assert(sizeof(xcb_xfixes_query_version_reply_t) == sizeof(xcb_damage_query_version_reply_t) && offsetof(xcb_randr_query_version_reply_t, minor_version) == offsetof(xcb_damage_query_version_reply_t, minor_version), "version replies");
_Static_assert(offsetof(xcb_input_xi_query_version_reply_t, major_version) == offsetof(xcb_shm_query_version_reply_t, major_version), "XInput version reply");

int main(void)
{
    STRUCT(xcb_setup_t);
    FIELD(xcb_setup_t, status);
    FIELD(xcb_setup_t, pad0);
    FIELD(xcb_setup_t, protocol_major_version);
    FIELD(xcb_setup_t, protocol_minor_version);
    FIELD(xcb_setup_t, length);
    FIELD(xcb_setup_t, release_number);
    FIELD(xcb_setup_t, resource_id_base);
    FIELD(xcb_setup_t, resource_id_mask);
    FIELD(xcb_setup_t, motion_buffer_size);
    FIELD(xcb_setup_t, vendor_len);
    FIELD(xcb_setup_t, maximum_request_length);
    FIELD(xcb_setup_t, roots_len);
    FIELD(xcb_setup_t, pixmap_formats_len);
    FIELD(xcb_setup_t, image_byte_order);
    FIELD(xcb_setup_t, bitmap_format_bit_order);
    FIELD(xcb_setup_t, bitmap_format_scanline_unit);
    FIELD(xcb_setup_t, bitmap_format_scanline_pad);
    FIELD(xcb_setup_t, min_keycode);
    FIELD(xcb_setup_t, max_keycode);
    FIELD(xcb_setup_t, pad1);

    STRUCT(xcb_screen_t);
    FIELD(xcb_screen_t, root);
    FIELD(xcb_screen_t, default_colormap);
    FIELD(xcb_screen_t, white_pixel);
    FIELD(xcb_screen_t, black_pixel);
    FIELD(xcb_screen_t, current_input_masks);
    FIELD(xcb_screen_t, width_in_pixels);
    FIELD(xcb_screen_t, height_in_pixels);
    FIELD(xcb_screen_t, width_in_millimeters);
    FIELD(xcb_screen_t, height_in_millimeters);
    FIELD(xcb_screen_t, min_installed_maps);
    FIELD(xcb_screen_t, max_installed_maps);
    FIELD(xcb_screen_t, root_visual);
    FIELD(xcb_screen_t, backing_stores);
    FIELD(xcb_screen_t, save_unders);
    FIELD(xcb_screen_t, root_depth);
    FIELD(xcb_screen_t, allowed_depths_len);

    STRUCT(xcb_visualtype_t);
    FIELD(xcb_visualtype_t, visual_id);
    FIELD(xcb_visualtype_t, _class);
    FIELD(xcb_visualtype_t, bits_per_rgb_value);
    FIELD(xcb_visualtype_t, colormap_entries);
    FIELD(xcb_visualtype_t, red_mask);
    FIELD(xcb_visualtype_t, green_mask);
    FIELD(xcb_visualtype_t, blue_mask);
    FIELD(xcb_visualtype_t, pad0);

    STRUCT(xcb_depth_t);
    FIELD(xcb_depth_t, depth);
    FIELD(xcb_depth_t, pad0);
    FIELD(xcb_depth_t, visuals_len);
    FIELD(xcb_depth_t, pad1);

    STRUCT(xcb_format_t);
    FIELD(xcb_format_t, depth);
    FIELD(xcb_format_t, bits_per_pixel);
    FIELD(xcb_format_t, scanline_pad);
    FIELD(xcb_format_t, pad0);

    STRUCT(xcb_iterator_t);
    FIELD(xcb_iterator_t, data);
    FIELD(xcb_iterator_t, rem);
    FIELD(xcb_iterator_t, index);

    STRUCT(xcb_rectangle_t);
    FIELD(xcb_rectangle_t, x);
    FIELD(xcb_rectangle_t, y);
    FIELD(xcb_rectangle_t, width);
    FIELD(xcb_rectangle_t, height);

    STRUCT(xcb_generic_event_t);
    FIELD(xcb_generic_event_t, response_type);
    FIELD(xcb_generic_event_t, pad0);
    FIELD(xcb_generic_event_t, sequence);
    FIELD(xcb_generic_event_t, pad);
    FIELD(xcb_generic_event_t, full_sequence);

    STRUCT(xcb_generic_error_t);
    FIELD(xcb_generic_error_t, response_type);
    FIELD(xcb_generic_error_t, error_code);
    FIELD(xcb_generic_error_t, sequence);
    FIELD(xcb_generic_error_t, resource_id);
    FIELD(xcb_generic_error_t, minor_code);
    FIELD(xcb_generic_error_t, major_code);
    FIELD(xcb_generic_error_t, pad0);
    FIELD(xcb_generic_error_t, pad);
    FIELD(xcb_generic_error_t, full_sequence);

    STRUCT(xcb_ge_generic_event_t);
    FIELD(xcb_ge_generic_event_t, response_type);
    FIELD(xcb_ge_generic_event_t, extension);
    FIELD(xcb_ge_generic_event_t, sequence);
    FIELD(xcb_ge_generic_event_t, length);
    FIELD(xcb_ge_generic_event_t, event_type);

    STRUCT(xcb_query_extension_reply_t);
    FIELD(xcb_query_extension_reply_t, response_type);
    FIELD(xcb_query_extension_reply_t, pad0);
    FIELD(xcb_query_extension_reply_t, sequence);
    FIELD(xcb_query_extension_reply_t, length);
    FIELD(xcb_query_extension_reply_t, present);
    FIELD(xcb_query_extension_reply_t, major_opcode);
    FIELD(xcb_query_extension_reply_t, first_event);
    FIELD(xcb_query_extension_reply_t, first_error);

    STRUCT(xcb_get_geometry_reply_t);
    FIELD(xcb_get_geometry_reply_t, response_type);
    FIELD(xcb_get_geometry_reply_t, depth);
    FIELD(xcb_get_geometry_reply_t, sequence);
    FIELD(xcb_get_geometry_reply_t, length);
    FIELD(xcb_get_geometry_reply_t, root);
    FIELD(xcb_get_geometry_reply_t, x);
    FIELD(xcb_get_geometry_reply_t, y);
    FIELD(xcb_get_geometry_reply_t, width);
    FIELD(xcb_get_geometry_reply_t, height);
    FIELD(xcb_get_geometry_reply_t, border_width);
    FIELD(xcb_get_geometry_reply_t, pad0);

    STRUCT(xcb_get_atom_name_reply_t);
    FIELD(xcb_get_atom_name_reply_t, response_type);
    FIELD(xcb_get_atom_name_reply_t, pad0);
    FIELD(xcb_get_atom_name_reply_t, sequence);
    FIELD(xcb_get_atom_name_reply_t, length);
    FIELD(xcb_get_atom_name_reply_t, name_len);
    FIELD(xcb_get_atom_name_reply_t, pad1);

    STRUCT(xcb_query_pointer_reply_t);
    FIELD(xcb_query_pointer_reply_t, response_type);
    FIELD(xcb_query_pointer_reply_t, same_screen);
    FIELD(xcb_query_pointer_reply_t, sequence);
    FIELD(xcb_query_pointer_reply_t, length);
    FIELD(xcb_query_pointer_reply_t, root);
    FIELD(xcb_query_pointer_reply_t, child);
    FIELD(xcb_query_pointer_reply_t, root_x);
    FIELD(xcb_query_pointer_reply_t, root_y);
    FIELD(xcb_query_pointer_reply_t, win_x);
    FIELD(xcb_query_pointer_reply_t, win_y);
    FIELD(xcb_query_pointer_reply_t, mask);
    FIELD(xcb_query_pointer_reply_t, pad0);

    STRUCT(xcb_damage_query_version_reply_t);
    FIELD(xcb_damage_query_version_reply_t, response_type);
    FIELD(xcb_damage_query_version_reply_t, pad0);
    FIELD(xcb_damage_query_version_reply_t, sequence);
    FIELD(xcb_damage_query_version_reply_t, length);
    FIELD(xcb_damage_query_version_reply_t, major_version);
    FIELD(xcb_damage_query_version_reply_t, minor_version);
    FIELD(xcb_damage_query_version_reply_t, pad1);

    STRUCT(xcb_shm_query_version_reply_t);
    FIELD(xcb_shm_query_version_reply_t, response_type);
    FIELD(xcb_shm_query_version_reply_t, shared_pixmaps);
    FIELD(xcb_shm_query_version_reply_t, sequence);
    FIELD(xcb_shm_query_version_reply_t, length);
    FIELD(xcb_shm_query_version_reply_t, major_version);
    FIELD(xcb_shm_query_version_reply_t, minor_version);
    FIELD(xcb_shm_query_version_reply_t, uid);
    FIELD(xcb_shm_query_version_reply_t, gid);
    FIELD(xcb_shm_query_version_reply_t, pixmap_format);
    FIELD(xcb_shm_query_version_reply_t, pad0);

    STRUCT(xcb_shm_get_image_reply_t);
    FIELD(xcb_shm_get_image_reply_t, response_type);
    FIELD(xcb_shm_get_image_reply_t, depth);
    FIELD(xcb_shm_get_image_reply_t, sequence);
    FIELD(xcb_shm_get_image_reply_t, length);
    FIELD(xcb_shm_get_image_reply_t, visual);
    FIELD(xcb_shm_get_image_reply_t, size);

    STRUCT(xcb_xfixes_fetch_region_reply_t);
    FIELD(xcb_xfixes_fetch_region_reply_t, response_type);
    FIELD(xcb_xfixes_fetch_region_reply_t, pad0);
    FIELD(xcb_xfixes_fetch_region_reply_t, sequence);
    FIELD(xcb_xfixes_fetch_region_reply_t, length);
    FIELD(xcb_xfixes_fetch_region_reply_t, extents);
    FIELD(xcb_xfixes_fetch_region_reply_t, pad1);

    STRUCT(xcb_xfixes_get_cursor_image_reply_t);
    FIELD(xcb_xfixes_get_cursor_image_reply_t, response_type);
    FIELD(xcb_xfixes_get_cursor_image_reply_t, pad0);
    FIELD(xcb_xfixes_get_cursor_image_reply_t, sequence);
    FIELD(xcb_xfixes_get_cursor_image_reply_t, length);
    FIELD(xcb_xfixes_get_cursor_image_reply_t, x);
    FIELD(xcb_xfixes_get_cursor_image_reply_t, y);
    FIELD(xcb_xfixes_get_cursor_image_reply_t, width);
    FIELD(xcb_xfixes_get_cursor_image_reply_t, height);
    FIELD(xcb_xfixes_get_cursor_image_reply_t, xhot);
    FIELD(xcb_xfixes_get_cursor_image_reply_t, yhot);
    FIELD(xcb_xfixes_get_cursor_image_reply_t, cursor_serial);
    FIELD(xcb_xfixes_get_cursor_image_reply_t, pad1);

    STRUCT(xcb_randr_get_monitors_reply_t);
    FIELD(xcb_randr_get_monitors_reply_t, response_type);
    FIELD(xcb_randr_get_monitors_reply_t, pad0);
    FIELD(xcb_randr_get_monitors_reply_t, sequence);
    FIELD(xcb_randr_get_monitors_reply_t, length);
    FIELD(xcb_randr_get_monitors_reply_t, timestamp);
    FIELD(xcb_randr_get_monitors_reply_t, nMonitors);
    FIELD(xcb_randr_get_monitors_reply_t, nOutputs);
    FIELD(xcb_randr_get_monitors_reply_t, pad1);

    STRUCT(xcb_randr_monitor_info_t);
    FIELD(xcb_randr_monitor_info_t, name);
    FIELD(xcb_randr_monitor_info_t, primary);
    FIELD(xcb_randr_monitor_info_t, automatic);
    FIELD(xcb_randr_monitor_info_t, nOutput);
    FIELD(xcb_randr_monitor_info_t, x);
    FIELD(xcb_randr_monitor_info_t, y);
    FIELD(xcb_randr_monitor_info_t, width);
    FIELD(xcb_randr_monitor_info_t, height);
    FIELD(xcb_randr_monitor_info_t, width_in_millimeters);
    FIELD(xcb_randr_monitor_info_t, height_in_millimeters);

    STRUCT(xcb_randr_get_screen_info_reply_t);
    FIELD(xcb_randr_get_screen_info_reply_t, response_type);
    FIELD(xcb_randr_get_screen_info_reply_t, rotations);
    FIELD(xcb_randr_get_screen_info_reply_t, sequence);
    FIELD(xcb_randr_get_screen_info_reply_t, length);
    FIELD(xcb_randr_get_screen_info_reply_t, root);
    FIELD(xcb_randr_get_screen_info_reply_t, timestamp);
    FIELD(xcb_randr_get_screen_info_reply_t, config_timestamp);
    FIELD(xcb_randr_get_screen_info_reply_t, nSizes);
    FIELD(xcb_randr_get_screen_info_reply_t, sizeID);
    FIELD(xcb_randr_get_screen_info_reply_t, rotation);
    FIELD(xcb_randr_get_screen_info_reply_t, rate);
    FIELD(xcb_randr_get_screen_info_reply_t, nInfo);
    FIELD(xcb_randr_get_screen_info_reply_t, pad0);

    STRUCT(xcb_randr_screen_size_t);
    FIELD(xcb_randr_screen_size_t, width);
    FIELD(xcb_randr_screen_size_t, height);
    FIELD(xcb_randr_screen_size_t, mwidth);
    FIELD(xcb_randr_screen_size_t, mheight);

    STRUCT(xcb_randr_set_screen_config_reply_t);
    FIELD(xcb_randr_set_screen_config_reply_t, response_type);
    FIELD(xcb_randr_set_screen_config_reply_t, status);
    FIELD(xcb_randr_set_screen_config_reply_t, sequence);
    FIELD(xcb_randr_set_screen_config_reply_t, length);
    FIELD(xcb_randr_set_screen_config_reply_t, new_timestamp);
    FIELD(xcb_randr_set_screen_config_reply_t, config_timestamp);
    FIELD(xcb_randr_set_screen_config_reply_t, root);
    FIELD(xcb_randr_set_screen_config_reply_t, subpixel_order);
    FIELD(xcb_randr_set_screen_config_reply_t, pad0);

    STRUCT(xcb_input_event_mask_with_word);
    FIELD(xcb_input_event_mask_with_word, deviceid);
    FIELD(xcb_input_event_mask_with_word, mask_len);
    FIELD(xcb_input_event_mask_with_word, mask);

    STRUCT(xcb_intern_atom_reply_t);
    FIELD(xcb_intern_atom_reply_t, response_type);
    FIELD(xcb_intern_atom_reply_t, pad0);
    FIELD(xcb_intern_atom_reply_t, sequence);
    FIELD(xcb_intern_atom_reply_t, length);
    FIELD(xcb_intern_atom_reply_t, atom);

    STRUCT(xcb_get_selection_owner_reply_t);
    FIELD(xcb_get_selection_owner_reply_t, response_type);
    FIELD(xcb_get_selection_owner_reply_t, pad0);
    FIELD(xcb_get_selection_owner_reply_t, sequence);
    FIELD(xcb_get_selection_owner_reply_t, length);
    FIELD(xcb_get_selection_owner_reply_t, owner);

    STRUCT(xcb_get_property_reply_t);
    FIELD(xcb_get_property_reply_t, response_type);
    FIELD(xcb_get_property_reply_t, format);
    FIELD(xcb_get_property_reply_t, sequence);
    FIELD(xcb_get_property_reply_t, length);
    FIELD(xcb_get_property_reply_t, type);
    FIELD(xcb_get_property_reply_t, bytes_after);
    FIELD(xcb_get_property_reply_t, value_len);
    FIELD(xcb_get_property_reply_t, pad0);

    STRUCT(xcb_property_notify_event_t);
    FIELD(xcb_property_notify_event_t, response_type);
    FIELD(xcb_property_notify_event_t, pad0);
    FIELD(xcb_property_notify_event_t, sequence);
    FIELD(xcb_property_notify_event_t, window);
    FIELD(xcb_property_notify_event_t, atom);
    FIELD(xcb_property_notify_event_t, time);
    FIELD(xcb_property_notify_event_t, state);
    FIELD(xcb_property_notify_event_t, pad1);

    STRUCT(xcb_destroy_notify_event_t);
    FIELD(xcb_destroy_notify_event_t, response_type);
    FIELD(xcb_destroy_notify_event_t, pad0);
    FIELD(xcb_destroy_notify_event_t, sequence);
    FIELD(xcb_destroy_notify_event_t, event);
    FIELD(xcb_destroy_notify_event_t, window);

    STRUCT(xcb_selection_clear_event_t);
    FIELD(xcb_selection_clear_event_t, response_type);
    FIELD(xcb_selection_clear_event_t, pad0);
    FIELD(xcb_selection_clear_event_t, sequence);
    FIELD(xcb_selection_clear_event_t, time);
    FIELD(xcb_selection_clear_event_t, owner);
    FIELD(xcb_selection_clear_event_t, selection);

    STRUCT(xcb_selection_request_event_t);
    FIELD(xcb_selection_request_event_t, response_type);
    FIELD(xcb_selection_request_event_t, pad0);
    FIELD(xcb_selection_request_event_t, sequence);
    FIELD(xcb_selection_request_event_t, time);
    FIELD(xcb_selection_request_event_t, owner);
    FIELD(xcb_selection_request_event_t, requestor);
    FIELD(xcb_selection_request_event_t, selection);
    FIELD(xcb_selection_request_event_t, target);
    FIELD(xcb_selection_request_event_t, property);

    STRUCT(xcb_selection_notify_event_t);
    FIELD(xcb_selection_notify_event_t, response_type);
    FIELD(xcb_selection_notify_event_t, pad0);
    FIELD(xcb_selection_notify_event_t, sequence);
    FIELD(xcb_selection_notify_event_t, time);
    FIELD(xcb_selection_notify_event_t, requestor);
    FIELD(xcb_selection_notify_event_t, selection);
    FIELD(xcb_selection_notify_event_t, target);
    FIELD(xcb_selection_notify_event_t, property);

    STRUCT(xcb_xfixes_selection_notify_event_t);
    FIELD(xcb_xfixes_selection_notify_event_t, response_type);
    FIELD(xcb_xfixes_selection_notify_event_t, subtype);
    FIELD(xcb_xfixes_selection_notify_event_t, sequence);
    FIELD(xcb_xfixes_selection_notify_event_t, window);
    FIELD(xcb_xfixes_selection_notify_event_t, owner);
    FIELD(xcb_xfixes_selection_notify_event_t, selection);
    FIELD(xcb_xfixes_selection_notify_event_t, timestamp);
    FIELD(xcb_xfixes_selection_notify_event_t, selection_timestamp);
    FIELD(xcb_xfixes_selection_notify_event_t, pad0);

    CONSTANT(Xcb, XCB_ACCESS, XCB_ACCESS);
    CONSTANT(Xcb, XCB_GC_SUBWINDOW_MODE, XCB_GC_SUBWINDOW_MODE);
    CONSTANT(Xcb, XCB_GC_GRAPHICS_EXPOSURES, XCB_GC_GRAPHICS_EXPOSURES);
    CONSTANT(Xcb, XCB_SUBWINDOW_MODE_INCLUDE_INFERIORS, XCB_SUBWINDOW_MODE_INCLUDE_INFERIORS);
    CONSTANT(Xcb, XCB_IMAGE_FORMAT_Z_PIXMAP, XCB_IMAGE_FORMAT_Z_PIXMAP);
    CONSTANT(Xcb, XCB_IMAGE_ORDER_LSB_FIRST, XCB_IMAGE_ORDER_LSB_FIRST);
    CONSTANT(Xcb, XCB_VISUAL_CLASS_TRUE_COLOR, XCB_VISUAL_CLASS_TRUE_COLOR);
    CONSTANT(Xcb, XCB_GE_GENERIC, XCB_GE_GENERIC);
    CONSTANT(Xcb, XCB_DAMAGE_REPORT_LEVEL_NON_EMPTY, XCB_DAMAGE_REPORT_LEVEL_NON_EMPTY);
    CONSTANT(Xcb, XCB_XFIXES_CURSOR_NOTIFY_MASK_DISPLAY_CURSOR, XCB_XFIXES_CURSOR_NOTIFY_MASK_DISPLAY_CURSOR);
    CONSTANT(Xcb, XCB_XFIXES_CURSOR_NOTIFY, XCB_XFIXES_CURSOR_NOTIFY);
    CONSTANT(Xcb, XCB_RANDR_NOTIFY_MASK_SCREEN_CHANGE, XCB_RANDR_NOTIFY_MASK_SCREEN_CHANGE);
    CONSTANT(Xcb, XCB_RANDR_NOTIFY_MASK_CRTC_CHANGE, XCB_RANDR_NOTIFY_MASK_CRTC_CHANGE);
    CONSTANT(Xcb, XCB_RANDR_NOTIFY_MASK_OUTPUT_CHANGE, XCB_RANDR_NOTIFY_MASK_OUTPUT_CHANGE);
    CONSTANT(Xcb, XCB_RANDR_SCREEN_CHANGE_NOTIFY, XCB_RANDR_SCREEN_CHANGE_NOTIFY);
    CONSTANT(Xcb, XCB_RANDR_NOTIFY, XCB_RANDR_NOTIFY);
    CONSTANT(Xcb, XCB_INPUT_DEVICE_ALL_MASTER, XCB_INPUT_DEVICE_ALL_MASTER);
    CONSTANT(Xcb, XCB_INPUT_RAW_MOTION, XCB_INPUT_RAW_MOTION);
    CONSTANT(Xcb, XCB_CONN_CLOSED_PARSE_ERR, XCB_CONN_CLOSED_PARSE_ERR);
    CONSTANT(Xcb, XCB_CONN_CLOSED_INVALID_SCREEN, XCB_CONN_CLOSED_INVALID_SCREEN);
    CONSTANT(Xcb, XCB_PROPERTY_NOTIFY, XCB_PROPERTY_NOTIFY);
    CONSTANT(Xcb, XCB_DESTROY_NOTIFY, XCB_DESTROY_NOTIFY);
    CONSTANT(Xcb, XCB_SELECTION_CLEAR, XCB_SELECTION_CLEAR);
    CONSTANT(Xcb, XCB_SELECTION_REQUEST, XCB_SELECTION_REQUEST);
    CONSTANT(Xcb, XCB_SELECTION_NOTIFY, XCB_SELECTION_NOTIFY);
    CONSTANT(Xcb, XCB_XFIXES_SELECTION_NOTIFY, XCB_XFIXES_SELECTION_NOTIFY);
    CONSTANT(Xcb, XCB_XFIXES_SELECTION_EVENT_MASK_SET_SELECTION_OWNER, XCB_XFIXES_SELECTION_EVENT_MASK_SET_SELECTION_OWNER);
    CONSTANT(Xcb, XCB_XFIXES_SELECTION_EVENT_MASK_SELECTION_WINDOW_DESTROY, XCB_XFIXES_SELECTION_EVENT_MASK_SELECTION_WINDOW_DESTROY);
    CONSTANT(Xcb, XCB_XFIXES_SELECTION_EVENT_MASK_SELECTION_CLIENT_CLOSE, XCB_XFIXES_SELECTION_EVENT_MASK_SELECTION_CLIENT_CLOSE);
    CONSTANT(Xcb, XCB_CW_EVENT_MASK, XCB_CW_EVENT_MASK);
    CONSTANT(Xcb, XCB_EVENT_MASK_STRUCTURE_NOTIFY, XCB_EVENT_MASK_STRUCTURE_NOTIFY);
    CONSTANT(Xcb, XCB_EVENT_MASK_PROPERTY_CHANGE, XCB_EVENT_MASK_PROPERTY_CHANGE);
    CONSTANT(Xcb, XCB_WINDOW_CLASS_INPUT_ONLY, XCB_WINDOW_CLASS_INPUT_ONLY);
    CONSTANT(Xcb, XCB_PROP_MODE_REPLACE, XCB_PROP_MODE_REPLACE);
    CONSTANT(Xcb, XCB_PROP_MODE_APPEND, XCB_PROP_MODE_APPEND);
    CONSTANT(Xcb, XCB_PROPERTY_DELETE, XCB_PROPERTY_DELETE);
    return 0;
}
