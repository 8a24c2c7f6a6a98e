using Oriel.Interop.Linux;
using Oriel.Interop.Linux.Egl;

namespace Oriel.Display.Context;

/// <summary>
/// Chooses an EGL config. On X11 it must carry the visual the window was made with (else creating the surface fails with EGL_BAD_MATCH, or a
/// driver swaps in wrong colours); the window was made without GL, so normally with the screen's default visual, which every driver offers.
/// Everywhere 8 bits per channel, no depth, no stencil, no samples; without alpha where possible, so that a compositor never blends us.
/// </summary>
internal static class EglConfigs
{
    public static nint Choose(nint display, NativeSurface? native)
    {
        Span<nint> configs = stackalloc nint[256];
        var count = EglApi.ChooseConfigs(display,
        [
            EglConstants.SurfaceType, native is null ? EglConstants.PbufferBit : EglConstants.WindowBit,
            EglConstants.RenderableType, EglConstants.OpenGlBit,
            EglConstants.RedSize, 8, EglConstants.GreenSize, 8, EglConstants.BlueSize, 8, EglConstants.None,
        ], configs);

        var visual = native is { Platform: NativePlatform.X11 } window ? EglApi.GetX11VisualId(window.Display, window.Window) : 0;
        nint best = 0;
        var bestCost = int.MaxValue;
        for (var i = 0; i < count; i++)
        {
            var cost = Cost(display, configs[i], visual);
            if (cost < bestCost)
            {
                best = configs[i];
                bestCost = cost;
            }
        }

        return best != 0 ? best : throw new OrielException(DisplayErrors.NoEglConfig,
            visual == 0 ? $"{count} configs, none with 8 bits per channel" : $"{count} configs, none with the window's visual 0x{visual:x}",
            "a config with 8 bits per channel for OpenGL on this window", "start the viewer on a screen of depth 24, or update the graphics driver");
    }

    private static int Cost(nint display, nint config, int visual)
    {
        int Get(int attribute) => EglApi.GetConfigAttribute(display, config, attribute);
        if (Get(EglConstants.RedSize) != 8 || Get(EglConstants.GreenSize) != 8 || Get(EglConstants.BlueSize) != 8
            || (visual != 0 && Get(EglConstants.NativeVisualId) != visual))
        {
            return int.MaxValue;
        }

        return Get(EglConstants.AlphaSize) + Get(EglConstants.DepthSize) + Get(EglConstants.StencilSize) + (Get(EglConstants.Samples) * 100)
            + (Get(EglConstants.ConfigCaveat) == EglConstants.None ? 0 : 10_000);
    }
}
