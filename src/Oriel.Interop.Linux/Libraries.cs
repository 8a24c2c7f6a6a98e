namespace Oriel.Interop.Linux;

/// <summary>Sonames of every native library this room opens. Each is opened at its first call; a missing one shows there as <see cref="DllNotFoundException"/>.</summary>
internal static class Libraries
{
    public const string Egl = "libEGL.so.1";
    public const string WaylandClient = "libwayland-client.so.0";
    public const string WaylandEgl = "libwayland-egl.so.1";
    public const string FreeType = "libfreetype.so.6";
    public const string Fontconfig = "libfontconfig.so.1";
    public const string X11 = "libX11.so.6";
    public const string Xext = "libXext.so.6";
    public const string Xdamage = "libXdamage.so.1";
    public const string Xfixes = "libXfixes.so.3";
    public const string Xrandr = "libXrandr.so.2";
    public const string Sdl2 = "libSDL2-2.0.so.0";
    public const string Opus = "libopus.so.0";
}
