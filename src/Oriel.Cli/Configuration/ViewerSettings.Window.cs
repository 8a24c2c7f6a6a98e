namespace Oriel.Cli.Configuration;

/// <content>The program itself, the shared memory, the window and the picture in it.</content>
internal static partial class ViewerSettings
{
    private static IReadOnlyList<ViewerSetting> App =>
    [
        Nothing("app:configFile", SettingKind.Text, "", "only on the command line: --config FILE (-C); that file is read last", 'C'),
        Nothing("app:renderer", SettingKind.Word, "auto", "there is one renderer, OpenGL 4.5 on EGL", 'g'),
        Nothing("app:license", SettingKind.Flag, "no", "the licence (MIT) is in the file LICENSE; oriel --version shows the version", 'l'),
        Nothing("app:transport", SettingKind.Word, "lgmp", "frames come through shared memory, and through SPICE by themselves while there are none (spice:fallback)") with { Origin = SettingOrigin.Head },
        Own("app:logFile", "--log", SettingKind.Text),
        Own("app:verbose", "--verbose", SettingKind.Flag),
        Own("app:headless", "--headless", SettingKind.Flag),
        Own("app:frames", "--frames", SettingKind.Number),
        Own("app:seconds", "--seconds", SettingKind.Decimal),
        Own("app:screenshot", "--screenshot", SettingKind.Text),
    ];

    private static IReadOnlyList<ViewerSetting> Transport =>
    [
        Same("lgmp:shmDevice", "--region", SettingKind.Text, "auto", 'f') with
        {
            OldNames = ["app:shmFile"], IsOfOneMachine = true, Environment = RegionSearch.EnvironmentVariable, Convert = value => value.Equals("auto", StringComparison.OrdinalIgnoreCase) || value.Length == 0 ? null : value,
        },
        Becomes("lgmp:allowDMA", "--upload", SettingKind.Flag, "yes", "no: lgmp:upload=mapped; yes: lgmp:upload=auto", YesNo("auto", "mapped")) with { OldNames = ["app:allowDMA"] },
        Own("lgmp:upload", "--upload", SettingKind.Word),
        Own("lgmp:persistentUpload", "--no-persistent-upload", SettingKind.Flag, isInverse: true),
        Nothing("lgmp:framePollInterval", SettingKind.Number, "1000", "the wait for frames adapts itself, or a doorbell rings (docs/wake-ups.md)") with { OldNames = ["app:framePollInterval"] },
        Nothing("lgmp:cursorPollInterval", SettingKind.Number, "1000", "the wait for the pointer adapts itself, or a doorbell rings (docs/wake-ups.md)") with { OldNames = ["app:cursorPollInterval"] },
    ];

    private static IReadOnlyList<ViewerSetting> Window =>
    [
        Same("win:title", "--title", SettingKind.Text, "Looking Glass (client)"),
        Same("win:appId", "--app-id", SettingKind.Text, "looking-glass-client"),
        Same("win:position", "--position", SettingKind.Word, "center") with { Convert = Position },
        Same("win:size", "--size", SettingKind.Word, "1024x768"),
        Own("win:followGuest", "--follow-guest", SettingKind.Word),
        Becomes("win:autoResize", "--follow-guest", SettingKind.Flag, "no", "win:followGuest=on or off", YesNo("on", "off")) with { Short = 'a' },
        Same("win:setGuestRes", "--resize-guest", SettingKind.Flag, "yes") with { Origin = SettingOrigin.Head },
        Same("win:allowResize", "--no-resize", SettingKind.Flag, "yes", 'n', isInverse: true),
        Nothing("win:forceAspect", SettingKind.Flag, "yes", "the window may have any shape; win:scale decides how the picture fits, win:followGuest=on gives the window the picture's shape"),
        Same("win:borderless", "--borderless", SettingKind.Flag, "no", 'd'),
        Same("win:fullScreen", "--fullscreen", SettingKind.Flag, "no", 'F'),
        Same("win:maximize", "--maximize", SettingKind.Flag, "no", 'T'),
        Same("win:minimizeOnFocusLoss", "--minimize-on-focus-loss", SettingKind.Flag, "no"),
        Same("win:ignoreQuit", "--ignore-quit", SettingKind.Flag, "no", 'Q'),
        Own("win:keepAwake", "--keep-awake", SettingKind.Word),
        Joins("win:noScreensaver", "--keep-awake", SettingKind.Flag, "no", "yes: win:keepAwake=always; neither of the two: off", 'S'),
        Joins("win:autoScreensaver", "--keep-awake", SettingKind.Flag, "no", "yes: win:keepAwake=guest; neither of the two: off"),
        Same("win:alerts", "--notices", SettingKind.Flag, "yes", 'q'),
        Nothing("win:quickSplash", SettingKind.Flag, "no", "there is no splash: the first picture is shown when it comes"),
        Nothing("win:overlayDimsDesktop", SettingKind.Flag, "yes", "settings stand in a panel of their own, the picture around it stays as it is"),
        Same("win:uiFont", "--ui-font", SettingKind.Text, "DejaVu Sans Mono"),
        Same("win:uiSize", "--ui-size", SettingKind.Number, "14"),
        Same("win:requestActivation", "--attention", SettingKind.Flag, "yes"),
        Nothing("win:disableWaitingMessage", SettingKind.Flag, "no", "while there is no picture the window says why and what to do; a guest that can be seen otherwise is shown through SPICE (spice:fallback)") with { Origin = SettingOrigin.Head },
        Own("win:driver", "--driver", SettingKind.Word),
    ];

    private static IReadOnlyList<ViewerSetting> Picture =>
    [
        Own("win:scale", "--scale", SettingKind.Word),
        Joins("win:keepAspect", "--scale", SettingKind.Flag, "yes", "no: win:scale=stretch; yes: win:scale=fit", 'r'),
        Joins("win:intUpscale", "--scale", SettingKind.Flag, "no", "yes: win:scale=integer"),
        Same("win:dontUpscale", "--no-upscale", SettingKind.Flag, "no"),
        Nothing("win:shrinkOnUpscale", SettingKind.Flag, "no", "win:followGuest=on keeps the window at the guest's size"),
        Own("win:filter", "--filter", SettingKind.Word),
        Same("win:rotate", "--rotate", SettingKind.Word, "0"),
        Own("win:vsync", "--vsync", SettingKind.Word),
        Same("win:jitRender", "--jit", SettingKind.Flag, "no"),
        Same("win:fpsMin", "--fps-min", SettingKind.Number, "-1", 'K'),
        Own("win:vrr", "--vrr", SettingKind.Flag),
        Same("win:showFPS", "--hud", SettingKind.Flag, "no", 'k'),
        Own("win:colorAid", "--color-aid", SettingKind.Word),
        Own("win:showGuestCursor", "--no-cursor", SettingKind.Flag, isInverse: true),
    ];

    // "100x200" there, "100,200" here too.
    private static string? Position(string value) =>
        value.Equals("center", StringComparison.OrdinalIgnoreCase) || value.Length == 0 ? null : value.Replace('x', ',').Replace('X', ',');
}
