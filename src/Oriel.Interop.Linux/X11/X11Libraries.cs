namespace Oriel.Interop.Linux.X11;

/// <summary>
/// Versioned names of the X11 client libraries. XCB rather than Xlib: a lost server is an error value on the connection instead of a call of exit(),
/// requests are asynchronous, replies have the protocol's fixed layout (no <c>unsigned long</c> arrays), and a connection may be used by any thread.
/// </summary>
internal static class X11Libraries
{
    public const string Xcb = "libxcb.so.1";
    public const string Shm = "libxcb-shm.so.0";
    public const string Damage = "libxcb-damage.so.0";
    public const string XFixes = "libxcb-xfixes.so.0";
    public const string RandR = "libxcb-randr.so.0";
    public const string XInput = "libxcb-xinput.so.0";
    public const string Sync = "libxcb-sync.so.1";
    public const string Present = "libxcb-present.so.0";
    public const string XlibXcb = "libX11-xcb.so.1";
    public const string C = "libc.so.6";
}
