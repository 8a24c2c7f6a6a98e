using System.Runtime.InteropServices;

namespace Oriel.Interop.Windows.Dxgi;

/// <summary>The functions of dxgi.dll.</summary>
internal static unsafe partial class DxgiNative
{
    [LibraryImport(WindowsLibraries.Dxgi)]
    public static partial int CreateDXGIFactory1(Guid* riid, void** factory);
}
