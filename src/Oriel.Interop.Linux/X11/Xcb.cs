using System.Runtime.InteropServices;

namespace Oriel.Interop.Linux.X11;

/// <summary>
/// The XCB functions we use, one declaration each. A cookie is a structure of one <c>unsigned int</c>, which the System V ABI passes like the integer;
/// <c>uint8_t</c> and <c>uint16_t</c> parameters are declared as such. Replies and events belong to the caller and are freed with free().
/// </summary>
internal static unsafe partial class Xcb
{
    public const int XCB_ACCESS = 10;
    public const uint XCB_GC_SUBWINDOW_MODE = 1 << 15;
    public const uint XCB_GC_GRAPHICS_EXPOSURES = 1 << 16;
    public const uint XCB_SUBWINDOW_MODE_INCLUDE_INFERIORS = 1;
    public const byte XCB_IMAGE_FORMAT_Z_PIXMAP = 2;
    public const byte XCB_IMAGE_ORDER_LSB_FIRST = 0;
    public const byte XCB_VISUAL_CLASS_TRUE_COLOR = 4;
    public const byte XCB_GE_GENERIC = 35;
    public const byte XCB_DAMAGE_REPORT_LEVEL_NON_EMPTY = 3;
    public const uint XCB_XFIXES_CURSOR_NOTIFY_MASK_DISPLAY_CURSOR = 1;
    public const byte XCB_XFIXES_CURSOR_NOTIFY = 1;
    public const ushort XCB_RANDR_NOTIFY_MASK_SCREEN_CHANGE = 1;
    public const ushort XCB_RANDR_NOTIFY_MASK_CRTC_CHANGE = 2;
    public const ushort XCB_RANDR_NOTIFY_MASK_OUTPUT_CHANGE = 4;
    public const byte XCB_RANDR_SCREEN_CHANGE_NOTIFY = 0;
    public const byte XCB_RANDR_NOTIFY = 1;
    public const ushort XCB_INPUT_DEVICE_ALL_MASTER = 1;
    public const ushort XCB_INPUT_RAW_MOTION = 17;
    public const int XCB_CONN_CLOSED_PARSE_ERR = 5;
    public const int XCB_CONN_CLOSED_INVALID_SCREEN = 6;

    public const byte XCB_PROPERTY_NOTIFY = 28;
    public const byte XCB_DESTROY_NOTIFY = 17;
    public const byte XCB_SELECTION_CLEAR = 29;
    public const byte XCB_SELECTION_REQUEST = 30;
    public const byte XCB_SELECTION_NOTIFY = 31;
    public const byte XCB_XFIXES_SELECTION_NOTIFY = 0;
    public const uint XCB_XFIXES_SELECTION_EVENT_MASK_SET_SELECTION_OWNER = 1;
    public const uint XCB_XFIXES_SELECTION_EVENT_MASK_SELECTION_WINDOW_DESTROY = 2;
    public const uint XCB_XFIXES_SELECTION_EVENT_MASK_SELECTION_CLIENT_CLOSE = 4;
    public const uint XCB_CW_EVENT_MASK = 1 << 11;
    public const uint XCB_EVENT_MASK_STRUCTURE_NOTIFY = 1 << 17;
    public const uint XCB_EVENT_MASK_PROPERTY_CHANGE = 1 << 22;
    public const ushort XCB_WINDOW_CLASS_INPUT_ONLY = 2;
    public const byte XCB_PROP_MODE_REPLACE = 0;
    public const byte XCB_PROP_MODE_APPEND = 2;
    public const byte XCB_PROPERTY_DELETE = 1;

    [LibraryImport(X11Libraries.Xcb)]
    internal static partial uint xcb_get_maximum_request_length(nint c);

    [LibraryImport(X11Libraries.Xcb)]
    internal static partial uint xcb_intern_atom(nint c, byte only_if_exists, ushort name_len, byte* name);

    [LibraryImport(X11Libraries.Xcb)]
    internal static partial uint xcb_create_window(nint c, byte depth, uint wid, uint parent, short x, short y, ushort width, ushort height, ushort border_width, ushort _class, uint visual, uint value_mask, uint* value_list);

    [LibraryImport(X11Libraries.Xcb)]
    internal static partial uint xcb_change_window_attributes(nint c, uint window, uint value_mask, uint* value_list);

    [LibraryImport(X11Libraries.Xcb)]
    internal static partial uint xcb_set_selection_owner(nint c, uint owner, uint selection, uint time);

    [LibraryImport(X11Libraries.Xcb)]
    internal static partial uint xcb_get_selection_owner(nint c, uint selection);

    [LibraryImport(X11Libraries.Xcb)]
    internal static partial uint xcb_convert_selection(nint c, uint requestor, uint selection, uint target, uint property, uint time);

    [LibraryImport(X11Libraries.Xcb)]
    internal static partial uint xcb_change_property(nint c, byte mode, uint window, uint property, uint type, byte format, uint data_len, void* data);

    [LibraryImport(X11Libraries.Xcb)]
    internal static partial uint xcb_delete_property(nint c, uint window, uint property);

    [LibraryImport(X11Libraries.Xcb)]
    internal static partial uint xcb_get_property(nint c, byte _delete, uint window, uint property, uint type, uint long_offset, uint long_length);

    [LibraryImport(X11Libraries.Xcb)]
    internal static partial uint xcb_send_event(nint c, byte propagate, uint destination, uint event_mask, byte* @event);

    [LibraryImport(X11Libraries.XFixes)]
    internal static partial uint xcb_xfixes_select_selection_input(nint c, uint window, uint selection, uint event_mask);

    [LibraryImport(X11Libraries.Xcb)]
    internal static partial nint xcb_connect(byte* displayname, int* screenp);

    [LibraryImport(X11Libraries.Xcb)]
    internal static partial void xcb_disconnect(nint c);

    [LibraryImport(X11Libraries.Xcb)]
    internal static partial int xcb_connection_has_error(nint c);

    [LibraryImport(X11Libraries.Xcb)]
    internal static partial int xcb_get_file_descriptor(nint c);

    [LibraryImport(X11Libraries.Xcb)]
    internal static partial int xcb_flush(nint c);

    [LibraryImport(X11Libraries.Xcb)]
    internal static partial uint xcb_generate_id(nint c);

    [LibraryImport(X11Libraries.Xcb)]
    internal static partial xcb_setup_t* xcb_get_setup(nint c);

    [LibraryImport(X11Libraries.Xcb)]
    internal static partial xcb_iterator_t xcb_setup_roots_iterator(xcb_setup_t* setup);

    [LibraryImport(X11Libraries.Xcb)]
    internal static partial void xcb_screen_next(xcb_iterator_t* i);

    [LibraryImport(X11Libraries.Xcb)]
    internal static partial xcb_format_t* xcb_setup_pixmap_formats(xcb_setup_t* setup);

    [LibraryImport(X11Libraries.Xcb)]
    internal static partial xcb_iterator_t xcb_screen_allowed_depths_iterator(xcb_screen_t* screen);

    [LibraryImport(X11Libraries.Xcb)]
    internal static partial void xcb_depth_next(xcb_iterator_t* i);

    [LibraryImport(X11Libraries.Xcb)]
    internal static partial xcb_visualtype_t* xcb_depth_visuals(xcb_depth_t* depth);

    [LibraryImport(X11Libraries.Xcb)]
    internal static partial xcb_generic_event_t* xcb_poll_for_event(nint c);

    [LibraryImport(X11Libraries.Xcb)]
    internal static partial int xcb_poll_for_reply(nint c, uint request, void** reply, xcb_generic_error_t** error);

    [LibraryImport(X11Libraries.Xcb)]
    internal static partial uint xcb_query_extension(nint c, ushort name_len, byte* name);

    [LibraryImport(X11Libraries.Xcb)]
    internal static partial uint xcb_get_geometry(nint c, uint drawable);

    [LibraryImport(X11Libraries.Xcb)]
    internal static partial uint xcb_get_input_focus(nint c);

    [LibraryImport(X11Libraries.Xcb)]
    internal static partial uint xcb_get_atom_name(nint c, uint atom);

    [LibraryImport(X11Libraries.Xcb)]
    internal static partial uint xcb_query_pointer(nint c, uint window);

    [LibraryImport(X11Libraries.Xcb)]
    internal static partial uint xcb_warp_pointer(nint c, uint src_window, uint dst_window, short src_x, short src_y, ushort src_width, ushort src_height, short dst_x, short dst_y);

    [LibraryImport(X11Libraries.Xcb)]
    internal static partial uint xcb_create_gc(nint c, uint cid, uint drawable, uint value_mask, uint* value_list);

    [LibraryImport(X11Libraries.Xcb)]
    internal static partial uint xcb_copy_area(nint c, uint src_drawable, uint dst_drawable, uint gc, short src_x, short src_y, short dst_x, short dst_y, ushort width, ushort height);

    [LibraryImport(X11Libraries.Xcb)]
    internal static partial uint xcb_poly_fill_rectangle(nint c, uint drawable, uint gc, uint rectangles_len, xcb_rectangle_t* rectangles);

    [LibraryImport(X11Libraries.Xcb)]
    internal static partial uint xcb_free_pixmap(nint c, uint pixmap);

    [LibraryImport(X11Libraries.Shm)]
    internal static partial uint xcb_shm_query_version(nint c);

    [LibraryImport(X11Libraries.Shm)]
    internal static partial uint xcb_shm_attach_fd(nint c, uint shmseg, int shm_fd, byte read_only);

    [LibraryImport(X11Libraries.Shm)]
    internal static partial uint xcb_shm_detach(nint c, uint shmseg);

    [LibraryImport(X11Libraries.Shm)]
    internal static partial uint xcb_shm_create_pixmap(nint c, uint pid, uint drawable, ushort width, ushort height, byte depth, uint shmseg, uint offset);

    [LibraryImport(X11Libraries.Shm)]
    internal static partial uint xcb_shm_get_image(nint c, uint drawable, short x, short y, ushort width, ushort height, uint plane_mask, byte format, uint shmseg, uint offset);

    [LibraryImport(X11Libraries.Damage)]
    internal static partial uint xcb_damage_query_version(nint c, uint client_major_version, uint client_minor_version);

    [LibraryImport(X11Libraries.Damage)]
    internal static partial uint xcb_damage_create(nint c, uint damage, uint drawable, byte level);

    [LibraryImport(X11Libraries.Damage)]
    internal static partial uint xcb_damage_subtract(nint c, uint damage, uint repair, uint parts);

    [LibraryImport(X11Libraries.XFixes)]
    internal static partial uint xcb_xfixes_query_version(nint c, uint client_major_version, uint client_minor_version);

    [LibraryImport(X11Libraries.XFixes)]
    internal static partial uint xcb_xfixes_create_region(nint c, uint region, uint rectangles_len, xcb_rectangle_t* rectangles);

    [LibraryImport(X11Libraries.XFixes)]
    internal static partial uint xcb_xfixes_fetch_region(nint c, uint region);

    [LibraryImport(X11Libraries.XFixes)]
    internal static partial uint xcb_xfixes_select_cursor_input(nint c, uint window, uint event_mask);

    [LibraryImport(X11Libraries.XFixes)]
    internal static partial uint xcb_xfixes_get_cursor_image(nint c);

    [LibraryImport(X11Libraries.RandR)]
    internal static partial uint xcb_randr_query_version(nint c, uint major_version, uint minor_version);

    [LibraryImport(X11Libraries.RandR)]
    internal static partial uint xcb_randr_select_input(nint c, uint window, ushort enable);

    [LibraryImport(X11Libraries.RandR)]
    internal static partial uint xcb_randr_get_monitors(nint c, uint window, byte get_active);

    [LibraryImport(X11Libraries.RandR)]
    internal static partial uint xcb_randr_get_screen_info(nint c, uint window);

    [LibraryImport(X11Libraries.RandR)]
    internal static partial uint xcb_randr_set_screen_config(nint c, uint window, uint timestamp, uint config_timestamp, ushort sizeID, ushort rotation, ushort rate);

    [LibraryImport(X11Libraries.XInput)]
    internal static partial uint xcb_input_xi_query_version(nint c, ushort major_version, ushort minor_version);

    [LibraryImport(X11Libraries.XInput)]
    internal static partial uint xcb_input_xi_select_events(nint c, uint window, ushort num_mask, xcb_input_event_mask_with_word* masks);
}
