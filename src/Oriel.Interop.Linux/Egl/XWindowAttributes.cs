namespace Oriel.Interop.Linux.Egl;

/// <summary>XWindowAttributes of X11/Xlib.h; checked by the layout oracle.</summary>
internal struct XWindowAttributes
{
    public int x, y, width, height, border_width, depth;
    public nint visual;
    public nuint root;
    public int @class, bit_gravity, win_gravity, backing_store;
    public nuint backing_planes, backing_pixel;
    public int save_under;
    public nuint colormap;
    public int map_installed, map_state;
    public nint all_event_masks, your_event_mask, do_not_propagate_mask;
    public int override_redirect;
    public nint screen;
}
