using System.Runtime.InteropServices;

namespace Oriel.Interop.Windows.Gdi;

/// <summary>gdi32, native spelling.</summary>
internal static unsafe partial class Gdi32
{
    public const uint SRCCOPY = 0x00CC0020;
    public const uint CAPTUREBLT = 0x40000000;
    public const uint DIB_RGB_COLORS = 0;

    [LibraryImport(WindowsLibraries.Gdi32)]
    public static partial nint CreateCompatibleDC(nint hdc);

    [LibraryImport(WindowsLibraries.Gdi32)]
    public static partial int DeleteDC(nint hdc);

    [LibraryImport(WindowsLibraries.Gdi32, SetLastError = true)]
    public static partial nint CreateDIBSection(nint hdc, BITMAPINFO2* info, uint usage, void** bits, nint section, uint offset);

    [LibraryImport(WindowsLibraries.Gdi32)]
    public static partial nint SelectObject(nint hdc, nint handle);

    [LibraryImport(WindowsLibraries.Gdi32)]
    public static partial int DeleteObject(nint handle);

    [LibraryImport(WindowsLibraries.Gdi32, SetLastError = true)]
    public static partial int BitBlt(nint hdc, int x, int y, int cx, int cy, nint source, int sourceX, int sourceY, uint rop);

    [LibraryImport(WindowsLibraries.Gdi32)]
    public static partial nint CreateBitmap(int width, int height, uint planes, uint bits, void* data);

    [LibraryImport(WindowsLibraries.Gdi32)]
    public static partial int GdiFlush();

    [LibraryImport(WindowsLibraries.Gdi32)]
    public static partial int GetObjectW(nint handle, int bytes, void* data);

    [LibraryImport(WindowsLibraries.Gdi32)]
    public static partial int GetDIBits(nint hdc, nint bitmap, uint start, uint lines, void* bits, BITMAPINFO2* info, uint usage);
}
