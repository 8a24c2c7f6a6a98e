namespace Oriel.Interop.Linux.Sdl;

/// <summary>Values of SDL 2.26's headers; checked by tools/LayoutOracle/sdl.c.</summary>
public static class SdlConstants
{
    public const int InitVideo = 0x20;

    public const uint QuitEvent = 0x100;
    public const uint DisplayEvent = 0x150;
    public const uint WindowEvent = 0x200;
    public const uint SysWmEvent = 0x201;
    public const uint KeyDown = 0x300;
    public const uint KeyUp = 0x301;
    public const uint TextEditing = 0x302;
    public const uint TextInput = 0x303;
    public const uint TextEditingExt = 0x305;
    public const uint KeymapChanged = 0x304;
    public const uint MouseMotion = 0x400;
    public const uint MouseButtonDown = 0x401;
    public const uint MouseButtonUp = 0x402;
    public const uint MouseWheel = 0x403;
    public const uint ClipboardUpdate = 0x900;
    public const uint DropFile = 0x1000;
    public const uint DropText = 0x1001;
    public const uint DropBegin = 0x1002;
    public const uint DropComplete = 0x1003;

    public const int WindowShown = 1;
    public const int WindowExposed = 3;
    public const int WindowResized = 5;
    public const int WindowSizeChanged = 6;
    public const int WindowMinimized = 7;
    public const int WindowMaximized = 8;
    public const int WindowRestored = 9;
    public const int WindowEnter = 10;
    public const int WindowLeave = 11;
    public const int WindowFocusGained = 12;
    public const int WindowFocusLost = 13;
    public const int WindowClose = 14;
    public const int WindowDisplayChanged = 18;

    public const uint FlagFullscreen = 0x1;
    public const uint FlagShown = 0x4;
    public const uint FlagHidden = 0x8;
    public const uint FlagBorderless = 0x10;
    public const uint FlagResizable = 0x20;
    public const uint FlagMinimized = 0x40;
    public const uint FlagMaximized = 0x80;
    public const uint FlagMouseGrabbed = 0x100;
    public const uint FlagInputFocus = 0x200;
    public const uint FlagMouseFocus = 0x400;
    public const uint FlagKeyboardGrabbed = 0x100000;
    public const uint FlagFullscreenDesktop = 0x1001;
    public const uint FlagAllowHighDpi = 0x2000;

    public const int SysWmX11 = 2;
    public const int SysWmWayland = 6;

    public const int Disable = 0;
    public const int Enable = 1;
    public const int HintDefault = 0;
    public const int HintOverride = 2;

    /// <summary>SDL_FLASH_UNTIL_FOCUSED.</summary>
    public const int FlashUntilFocused = 2;
    public const int PositionCentered = 0x2FFF0000;
    public const int Pressed = 1;

    public const int ModNum = 0x1000;
    public const int ModCaps = 0x2000;
    public const int ModScroll = 0x8000;
    public const uint PixelFormatBgra32 = 0x16362004;
    public const int ScancodeCount = 512;
}
