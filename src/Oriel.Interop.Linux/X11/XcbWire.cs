using System.Runtime.InteropServices;

namespace Oriel.Interop.Linux.X11;

// Structures of the X11 protocol and its extensions as XCB hands them out, native names kept. Sizes and offsets are compared with the
// distribution's headers by a test; nobody counts bytes by hand. Replies and events are followed by variable data where the protocol says so.

[StructLayout(LayoutKind.Sequential)]
internal unsafe struct xcb_setup_t
{
    public byte status;
    public byte pad0;
    public ushort protocol_major_version;
    public ushort protocol_minor_version;
    public ushort length;
    public uint release_number;
    public uint resource_id_base;
    public uint resource_id_mask;
    public uint motion_buffer_size;
    public ushort vendor_len;
    public ushort maximum_request_length;
    public byte roots_len;
    public byte pixmap_formats_len;
    public byte image_byte_order;
    public byte bitmap_format_bit_order;
    public byte bitmap_format_scanline_unit;
    public byte bitmap_format_scanline_pad;
    public byte min_keycode;
    public byte max_keycode;
    public fixed byte pad1[4];
}

[StructLayout(LayoutKind.Sequential)]
internal struct xcb_screen_t
{
    public uint root;
    public uint default_colormap;
    public uint white_pixel;
    public uint black_pixel;
    public uint current_input_masks;
    public ushort width_in_pixels;
    public ushort height_in_pixels;
    public ushort width_in_millimeters;
    public ushort height_in_millimeters;
    public ushort min_installed_maps;
    public ushort max_installed_maps;
    public uint root_visual;
    public byte backing_stores;
    public byte save_unders;
    public byte root_depth;
    public byte allowed_depths_len;
}

[StructLayout(LayoutKind.Sequential)]
internal unsafe struct xcb_visualtype_t
{
    public uint visual_id;
    public byte _class;
    public byte bits_per_rgb_value;
    public ushort colormap_entries;
    public uint red_mask;
    public uint green_mask;
    public uint blue_mask;
    public fixed byte pad0[4];
}

[StructLayout(LayoutKind.Sequential)]
internal unsafe struct xcb_depth_t
{
    public byte depth;
    public byte pad0;
    public ushort visuals_len;
    public fixed byte pad1[4];
}

[StructLayout(LayoutKind.Sequential)]
internal unsafe struct xcb_format_t
{
    public byte depth;
    public byte bits_per_pixel;
    public byte scanline_pad;
    public fixed byte pad0[5];
}

/// <summary>Shape of xcb_screen_iterator_t and xcb_depth_iterator_t, which differ only in the pointer's type.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct xcb_iterator_t
{
    public nint data;
    public int rem;
    public int index;
}

[StructLayout(LayoutKind.Sequential)]
internal struct xcb_rectangle_t
{
    public short x;
    public short y;
    public ushort width;
    public ushort height;
}

[StructLayout(LayoutKind.Sequential)]
internal unsafe struct xcb_generic_event_t
{
    public byte response_type;
    public byte pad0;
    public ushort sequence;
    public fixed uint pad[7];
    public uint full_sequence;
}

[StructLayout(LayoutKind.Sequential)]
internal unsafe struct xcb_generic_error_t
{
    public byte response_type;
    public byte error_code;
    public ushort sequence;
    public uint resource_id;
    public ushort minor_code;
    public byte major_code;
    public byte pad0;
    public fixed uint pad[5];
    public uint full_sequence;
}

[StructLayout(LayoutKind.Sequential, Size = 36)]
internal struct xcb_ge_generic_event_t
{
    public byte response_type;
    public byte extension;
    public ushort sequence;
    public uint length;
    public ushort event_type;
}

[StructLayout(LayoutKind.Sequential)]
internal struct xcb_query_extension_reply_t
{
    public byte response_type;
    public byte pad0;
    public ushort sequence;
    public uint length;
    public byte present;
    public byte major_opcode;
    public byte first_event;
    public byte first_error;
}

[StructLayout(LayoutKind.Sequential)]
internal unsafe struct xcb_get_geometry_reply_t
{
    public byte response_type;
    public byte depth;
    public ushort sequence;
    public uint length;
    public uint root;
    public short x;
    public short y;
    public ushort width;
    public ushort height;
    public ushort border_width;
    public fixed byte pad0[2];
}

[StructLayout(LayoutKind.Sequential)]
internal unsafe struct xcb_get_atom_name_reply_t
{
    public byte response_type;
    public byte pad0;
    public ushort sequence;
    public uint length;
    public ushort name_len;
    public fixed byte pad1[22];
}

[StructLayout(LayoutKind.Sequential)]
internal unsafe struct xcb_query_pointer_reply_t
{
    public byte response_type;
    public byte same_screen;
    public ushort sequence;
    public uint length;
    public uint root;
    public uint child;
    public short root_x;
    public short root_y;
    public short win_x;
    public short win_y;
    public ushort mask;
    public fixed byte pad0[2];
}

/// <summary>Shape of the version replies of DAMAGE, XFIXES and RANDR.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct xcb_damage_query_version_reply_t
{
    public byte response_type;
    public byte pad0;
    public ushort sequence;
    public uint length;
    public uint major_version;
    public uint minor_version;
    public fixed byte pad1[16];
}

[StructLayout(LayoutKind.Sequential)]
internal unsafe struct xcb_shm_query_version_reply_t
{
    public byte response_type;
    public byte shared_pixmaps;
    public ushort sequence;
    public uint length;
    public ushort major_version;
    public ushort minor_version;
    public ushort uid;
    public ushort gid;
    public byte pixmap_format;
    public fixed byte pad0[15];
}

[StructLayout(LayoutKind.Sequential)]
internal struct xcb_shm_get_image_reply_t
{
    public byte response_type;
    public byte depth;
    public ushort sequence;
    public uint length;
    public uint visual;
    public uint size;
}

[StructLayout(LayoutKind.Sequential)]
internal unsafe struct xcb_xfixes_fetch_region_reply_t
{
    public byte response_type;
    public byte pad0;
    public ushort sequence;
    public uint length;
    public xcb_rectangle_t extents;
    public fixed byte pad1[16];
}

[StructLayout(LayoutKind.Sequential)]
internal unsafe struct xcb_xfixes_get_cursor_image_reply_t
{
    public byte response_type;
    public byte pad0;
    public ushort sequence;
    public uint length;
    public short x;
    public short y;
    public ushort width;
    public ushort height;
    public ushort xhot;
    public ushort yhot;
    public uint cursor_serial;
    public fixed byte pad1[8];
}

[StructLayout(LayoutKind.Sequential)]
internal unsafe struct xcb_randr_get_monitors_reply_t
{
    public byte response_type;
    public byte pad0;
    public ushort sequence;
    public uint length;
    public uint timestamp;
    public uint nMonitors;
    public uint nOutputs;
    public fixed byte pad1[12];
}

[StructLayout(LayoutKind.Sequential)]
internal struct xcb_randr_monitor_info_t
{
    public uint name;
    public byte primary;
    public byte automatic;
    public ushort nOutput;
    public short x;
    public short y;
    public ushort width;
    public ushort height;
    public uint width_in_millimeters;
    public uint height_in_millimeters;
}

[StructLayout(LayoutKind.Sequential)]
internal unsafe struct xcb_randr_get_screen_info_reply_t
{
    public byte response_type;
    public byte rotations;
    public ushort sequence;
    public uint length;
    public uint root;
    public uint timestamp;
    public uint config_timestamp;
    public ushort nSizes;
    public ushort sizeID;
    public ushort rotation;
    public ushort rate;
    public ushort nInfo;
    public fixed byte pad0[2];
}

[StructLayout(LayoutKind.Sequential)]
internal struct xcb_randr_screen_size_t
{
    public ushort width;
    public ushort height;
    public ushort mwidth;
    public ushort mheight;
}

[StructLayout(LayoutKind.Sequential)]
internal unsafe struct xcb_randr_set_screen_config_reply_t
{
    public byte response_type;
    public byte status;
    public ushort sequence;
    public uint length;
    public uint new_timestamp;
    public uint config_timestamp;
    public uint root;
    public ushort subpixel_order;
    public fixed byte pad0[10];
}

/// <summary>One entry of XISelectEvents with the single mask word that follows the native xcb_input_event_mask_t.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct xcb_input_event_mask_with_word
{
    public ushort deviceid;
    public ushort mask_len;
    public uint mask;
}

[StructLayout(LayoutKind.Sequential)]
internal struct xcb_intern_atom_reply_t
{
    public byte response_type;
    public byte pad0;
    public ushort sequence;
    public uint length;
    public uint atom;
}

[StructLayout(LayoutKind.Sequential)]
internal struct xcb_get_selection_owner_reply_t
{
    public byte response_type;
    public byte pad0;
    public ushort sequence;
    public uint length;
    public uint owner;
}

[StructLayout(LayoutKind.Sequential)]
internal unsafe struct xcb_get_property_reply_t
{
    public byte response_type;
    public byte format;
    public ushort sequence;
    public uint length;
    public uint type;
    public uint bytes_after;
    public uint value_len;
    public fixed byte pad0[12];
}

[StructLayout(LayoutKind.Sequential)]
internal unsafe struct xcb_property_notify_event_t
{
    public byte response_type;
    public byte pad0;
    public ushort sequence;
    public uint window;
    public uint atom;
    public uint time;
    public byte state;
    public fixed byte pad1[3];
}

[StructLayout(LayoutKind.Sequential)]
internal struct xcb_destroy_notify_event_t
{
    public byte response_type;
    public byte pad0;
    public ushort sequence;
    public uint @event;
    public uint window;
}

[StructLayout(LayoutKind.Sequential)]
internal struct xcb_selection_clear_event_t
{
    public byte response_type;
    public byte pad0;
    public ushort sequence;
    public uint time;
    public uint owner;
    public uint selection;
}

[StructLayout(LayoutKind.Sequential)]
internal struct xcb_selection_request_event_t
{
    public byte response_type;
    public byte pad0;
    public ushort sequence;
    public uint time;
    public uint owner;
    public uint requestor;
    public uint selection;
    public uint target;
    public uint property;
}

[StructLayout(LayoutKind.Sequential)]
internal struct xcb_selection_notify_event_t
{
    public byte response_type;
    public byte pad0;
    public ushort sequence;
    public uint time;
    public uint requestor;
    public uint selection;
    public uint target;
    public uint property;
}

[StructLayout(LayoutKind.Sequential)]
internal unsafe struct xcb_xfixes_selection_notify_event_t
{
    public byte response_type;
    public byte subtype;
    public ushort sequence;
    public uint window;
    public uint owner;
    public uint selection;
    public uint timestamp;
    public uint selection_timestamp;
    public fixed byte pad0[8];
}

[StructLayout(LayoutKind.Sequential)]
internal struct xcb_sync_int64_t
{
    public int hi;
    public uint lo;
}

[StructLayout(LayoutKind.Sequential)]
internal unsafe struct xcb_sync_list_system_counters_reply_t
{
    public byte response_type;
    public byte pad0;
    public ushort sequence;
    public uint length;
    public uint counters_len;
    public fixed byte pad1[20];
}

[StructLayout(LayoutKind.Sequential)]
internal struct xcb_sync_query_counter_reply_t
{
    public byte response_type;
    public byte pad0;
    public ushort sequence;
    public uint length;
    public xcb_sync_int64_t counter_value;
}

[StructLayout(LayoutKind.Sequential)]
internal unsafe struct xcb_sync_alarm_notify_event_t
{
    public byte response_type;
    public byte kind;
    public ushort sequence;
    public uint alarm;
    public xcb_sync_int64_t counter_value;
    public xcb_sync_int64_t alarm_value;
    public uint timestamp;
    public byte state;
    public fixed byte pad0[3];
}
