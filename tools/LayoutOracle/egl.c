// flags: -I/usr/include/libdrm
#include <EGL/egl.h>
#include <EGL/eglext.h>
#include <drm_fourcc.h>
#include <X11/Xlib.h>
#include "oracle.h"

int main(void)
{
    CONSTANT(EglConstants, OpenGlApi, EGL_OPENGL_API);
    CONSTANT(EglConstants, None, EGL_NONE);
    CONSTANT(EglConstants, Success, EGL_SUCCESS);
    CONSTANT(EglConstants, ContextLost, EGL_CONTEXT_LOST);
    CONSTANT(EglConstants, Extensions, EGL_EXTENSIONS);
    CONSTANT(EglConstants, Vendor, EGL_VENDOR);
    CONSTANT(EglConstants, Version, EGL_VERSION);
    CONSTANT(EglConstants, SurfaceType, EGL_SURFACE_TYPE);
    CONSTANT(EglConstants, WindowBit, EGL_WINDOW_BIT);
    CONSTANT(EglConstants, PbufferBit, EGL_PBUFFER_BIT);
    CONSTANT(EglConstants, RenderableType, EGL_RENDERABLE_TYPE);
    CONSTANT(EglConstants, OpenGlBit, EGL_OPENGL_BIT);
    CONSTANT(EglConstants, RedSize, EGL_RED_SIZE);
    CONSTANT(EglConstants, GreenSize, EGL_GREEN_SIZE);
    CONSTANT(EglConstants, BlueSize, EGL_BLUE_SIZE);
    CONSTANT(EglConstants, AlphaSize, EGL_ALPHA_SIZE);
    CONSTANT(EglConstants, DepthSize, EGL_DEPTH_SIZE);
    CONSTANT(EglConstants, StencilSize, EGL_STENCIL_SIZE);
    CONSTANT(EglConstants, Samples, EGL_SAMPLES);
    CONSTANT(EglConstants, ConfigCaveat, EGL_CONFIG_CAVEAT);
    CONSTANT(EglConstants, NativeVisualId, EGL_NATIVE_VISUAL_ID);
    CONSTANT(EglConstants, MinSwapInterval, EGL_MIN_SWAP_INTERVAL);
    CONSTANT(EglConstants, MaxSwapInterval, EGL_MAX_SWAP_INTERVAL);
    CONSTANT(EglConstants, Width, EGL_WIDTH);
    CONSTANT(EglConstants, Height, EGL_HEIGHT);
    CONSTANT(EglConstants, ContextMajorVersion, EGL_CONTEXT_MAJOR_VERSION);
    CONSTANT(EglConstants, ContextMinorVersion, EGL_CONTEXT_MINOR_VERSION);
    CONSTANT(EglConstants, ContextProfileMask, EGL_CONTEXT_OPENGL_PROFILE_MASK);
    CONSTANT(EglConstants, ContextCoreProfileBit, EGL_CONTEXT_OPENGL_CORE_PROFILE_BIT);
    CONSTANT(EglConstants, ContextDebug, EGL_CONTEXT_OPENGL_DEBUG);
    CONSTANT(EglConstants, PlatformX11, EGL_PLATFORM_X11_EXT);
    CONSTANT(EglConstants, PlatformWayland, EGL_PLATFORM_WAYLAND_EXT);
    CONSTANT(EglConstants, PlatformSurfaceless, EGL_PLATFORM_SURFACELESS_MESA);

    CONSTANT(EglConstants, LinuxDmaBuf, EGL_LINUX_DMA_BUF_EXT);
    CONSTANT(EglConstants, LinuxDrmFourcc, EGL_LINUX_DRM_FOURCC_EXT);
    CONSTANT(EglConstants, DmaBufPlane0Descriptor, EGL_DMA_BUF_PLANE0_FD_EXT);
    CONSTANT(EglConstants, DmaBufPlane0Offset, EGL_DMA_BUF_PLANE0_OFFSET_EXT);
    CONSTANT(EglConstants, DmaBufPlane0Pitch, EGL_DMA_BUF_PLANE0_PITCH_EXT);
    CONSTANT(EglConstants, DmaBufPlane0ModifierLow, EGL_DMA_BUF_PLANE0_MODIFIER_LO_EXT);
    CONSTANT(EglConstants, DmaBufPlane0ModifierHigh, EGL_DMA_BUF_PLANE0_MODIFIER_HI_EXT);
    CONSTANT(DrmFormats, Rgba8, DRM_FORMAT_ABGR8888);
    CONSTANT(DrmFormats, Rgb10A2, DRM_FORMAT_ABGR2101010);
    CONSTANT(DrmFormats, Rgba16F, DRM_FORMAT_ABGR16161616F);
    CONSTANT(DrmFormats, Linear, DRM_FORMAT_MOD_LINEAR);

    STRUCT(XWindowAttributes);
    FIELD(XWindowAttributes, x);
    FIELD(XWindowAttributes, y);
    FIELD(XWindowAttributes, width);
    FIELD(XWindowAttributes, height);
    FIELD(XWindowAttributes, border_width);
    FIELD(XWindowAttributes, depth);
    FIELD(XWindowAttributes, visual);
    FIELD(XWindowAttributes, root);
    FIELD(XWindowAttributes, class);
    FIELD(XWindowAttributes, bit_gravity);
    FIELD(XWindowAttributes, win_gravity);
    FIELD(XWindowAttributes, backing_store);
    FIELD(XWindowAttributes, backing_planes);
    FIELD(XWindowAttributes, backing_pixel);
    FIELD(XWindowAttributes, save_under);
    FIELD(XWindowAttributes, colormap);
    FIELD(XWindowAttributes, map_installed);
    FIELD(XWindowAttributes, map_state);
    FIELD(XWindowAttributes, all_event_masks);
    FIELD(XWindowAttributes, your_event_mask);
    FIELD(XWindowAttributes, do_not_propagate_mask);
    FIELD(XWindowAttributes, override_redirect);
    FIELD(XWindowAttributes, screen);
    return 0;
}
