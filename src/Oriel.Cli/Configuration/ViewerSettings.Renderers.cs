namespace Oriel.Cli.Configuration;

/// <content>The existing viewer's renderers, filters and window systems, and its test transport.</content>
internal static partial class ViewerSettings
{
    private const string NoFilters = "there are no filters over the picture: it is shown as the guest made it, scaled by win:filter";

    private static IReadOnlyList<ViewerSetting> Renderers =>
    [
        Nothing("egl:preset", SettingKind.Text, "", NoFilters),
        Becomes("egl:vsync", "--vsync", SettingKind.Flag, "no", "win:vsync=on or off", YesNo("on", "off")),
        Nothing("egl:doubleBuffer", SettingKind.Flag, "no", "the picture is always drawn to a back buffer; docs/presentation.md tells when it is shown"),
        Nothing("egl:multisample", SettingKind.Flag, "yes", "nothing is drawn that several samples would make better"),
        Nothing("egl:nvGainMax", SettingKind.Number, "1", "night vision has two steps, each twice as bright"),
        Same("egl:nvGain", "--night-vision", SettingKind.Number, "0") with { Convert = value => value.Length == 1 && value[0] is > '2' and <= '9' ? "2" : value },
        Becomes("egl:cbMode", "--color-aid", SettingKind.Number, "0", "0: win:colorAid=off; 1: protanopia; 2: deuteranopia; 3: tritanopia", value =>
            value switch { "0" => "off", "1" => "protanopia", "2" => "deuteranopia", "3" => "tritanopia", _ => value }),
        Becomes("egl:scale", "--filter", SettingKind.Number, "0", "0: win:filter=auto; 1: nearest; 2: linear", value => value switch { "0" => "auto", "1" => "nearest", "2" => "linear", _ => value }),
        Nothing("egl:debug", SettingKind.Flag, "no", "app:verbose=yes"),
        Nothing("egl:noBufferAge", SettingKind.Flag, "no", "the whole window is drawn each time, so no buffer's age is used"),
        Nothing("egl:noSwapDamage", SettingKind.Flag, "no", "no damage is told with a swap"),
        Nothing("egl:scalePointer", SettingKind.Flag, "yes", "the guest's pointer has the picture's scale"),
        Nothing("egl:mapHDRtoSDR", SettingKind.Flag, "yes", "HDR is always mapped to what the window can show"),
        Same("egl:peakLuminance", "--peak-luminance", SettingKind.Number, "250"),
        Nothing("egl:maxCLL", SettingKind.Number, "10000", "the guest's own figure for its picture is used, 1000 nits where it gives none"),
        Nothing("opengl:mipmap", SettingKind.Flag, "yes", "win:filter=auto|nearest|linear"),
        Becomes("opengl:vsync", "--vsync", SettingKind.Flag, "no", "win:vsync=on or off", YesNo("on", "off")),
        Nothing("opengl:preventBuffer", SettingKind.Flag, "yes", "at most one picture waits to be shown, with every driver"),
        Nothing("opengl:amdPinnedMem", SettingKind.Flag, "yes", "lgmp:upload=auto measures which way of uploading is the faster one"),
    ];

    private static IReadOnlyList<ViewerSetting> Filters =>
    [
        Nothing("eglFilter:downscale", SettingKind.Flag, "no", NoFilters),
        Nothing("eglFilter:downscalePixelSize", SettingKind.Decimal, "2.0", NoFilters),
        Nothing("eglFilter:downscaleHOffset", SettingKind.Decimal, "0.0", NoFilters),
        Nothing("eglFilter:downscaleVOffset", SettingKind.Decimal, "0.0", NoFilters),
        Nothing("eglFilter:downscaleFilter", SettingKind.Number, "0", NoFilters),
        Nothing("eglFilter:ffxCAS", SettingKind.Flag, "no", NoFilters),
        Nothing("eglFilter:ffxCASSharpness", SettingKind.Decimal, "0.0", NoFilters),
        Nothing("eglFilter:glslPath", SettingKind.Text, "", NoFilters) with { Origin = SettingOrigin.Head },
        Nothing("eglFilter:glslEnabled", SettingKind.Text, "", NoFilters) with { Origin = SettingOrigin.Head },
        Nothing("eglFilter:order", SettingKind.Text, "", NoFilters),
        Nothing("eglFilter:ffxFSR", SettingKind.Flag, "no", NoFilters),
        Nothing("eglFilter:ffxFSRSharpness", SettingKind.Decimal, "1.0", NoFilters),
    ];

    private static IReadOnlyList<ViewerSetting> Systems =>
    [
        Nothing("wayland:warpSupport", SettingKind.Flag, "yes", "a captured pointer is locked; Wayland lets nobody move it otherwise"),
        Nothing("wayland:fractionScale", SettingKind.Flag, "yes", "sizes are device pixels at every scale"),
        Nothing("i3:globalFullScreen", SettingKind.Flag, "no", "bind i3's own command: fullscreen toggle global"),
    ];

    private static IReadOnlyList<ViewerSetting> Test =>
    [
        ForTests("test:width", SettingKind.Number, "1920", "oriel pattern --size WxH"),
        ForTests("test:height", SettingKind.Number, "1080", "oriel pattern --size WxH"),
        ForTests("test:stride", SettingKind.Number, "0", "oriel pattern writes the pitch the protocol's agents write"),
        ForTests("test:frameRate", SettingKind.Number, "60", "oriel pattern --rate HZ"),
        ForTests("test:frameCount", SettingKind.Number, "0", "oriel pattern --frames N"),
        ForTests("test:realtime", SettingKind.Flag, "yes", "oriel pattern --rate HZ"),
        ForTests("test:format", SettingKind.Word, "bgra", "oriel pattern --format NAME"),
        ForTests("test:damage", SettingKind.Word, "moving", "oriel pattern --damage KIND"),
        ForTests("test:holdLastFrame", SettingKind.Flag, "no", "oriel pattern keeps its last frame until it ends"),
        ForTests("test:captureFile", SettingKind.Text, "", "oriel screenshot FILE.png"),
        ForTests("test:captureFrame", SettingKind.Number, "0", "oriel view --headless --frames N --screenshot FILE.png"),
        ForTests("test:captureDelay", SettingKind.Number, "4", "oriel view --headless --seconds S --screenshot FILE.png"),
    ];

    private static ViewerSetting ForTests(string name, SettingKind kind, string existing, string instead) =>
        Nothing(name, kind, existing, "for tests of the existing viewer; here: " + instead) with { Origin = SettingOrigin.Test };
}
