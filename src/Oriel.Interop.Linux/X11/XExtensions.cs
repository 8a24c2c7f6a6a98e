namespace Oriel.Interop.Linux.X11;

/// <summary>Which extensions a server offers, in versions we can use.</summary>
/// <param name="ShmVersion">MIT-SHM, major * 100 + minor; 0 = absent. 102 is the first that passes file descriptors.</param>
/// <param name="SharedPixmaps">MIT-SHM can put a pixmap into shared memory.</param>
/// <param name="DamageVersion">DAMAGE; 0 = absent.</param>
/// <param name="XFixesVersion">XFIXES; 0 = absent.</param>
/// <param name="RandRVersion">RANDR; 0 = absent. 105 is the first with monitors.</param>
/// <param name="XInputVersion">XInput; 0 = absent (or its client library is not installed).</param>
public readonly record struct XExtensions(int ShmVersion, bool SharedPixmaps, int DamageVersion, int XFixesVersion, int RandRVersion, int XInputVersion);
