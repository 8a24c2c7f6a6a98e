namespace Oriel.Interop.Linux.Egl;

/// <summary>DRM formats (drm_fourcc.h; the native name stands beside each) whose components lie in memory as GL's RGBA formats have them; checked by the layout oracle.</summary>
public static class DrmFormats
{
    /// <summary>DRM_FORMAT_ABGR8888: bytes R, G, B, A.</summary>
    public const uint Rgba8 = 0x34324241;

    /// <summary>DRM_FORMAT_ABGR2101010: R in the lowest ten bits.</summary>
    public const uint Rgb10A2 = 0x30334241;

    /// <summary>DRM_FORMAT_ABGR16161616F: four halves, R first.</summary>
    public const uint Rgba16F = 0x48344241;

    /// <summary>DRM_FORMAT_MOD_LINEAR: rows one after the other.</summary>
    public const ulong Linear = 0;
}
