using System.Runtime.InteropServices;

namespace Oriel.Interop.Windows.D3D11;

/// <summary>The functions of d3d11.dll.</summary>
internal static unsafe partial class D3D11Native
{
    [LibraryImport(WindowsLibraries.D3D11)]
    public static partial int D3D11CreateDevice(
        void* adapter, uint driverType, nint software, uint flags, uint* featureLevels, uint levels, uint sdkVersion, void** device, uint* featureLevel, void** context);
}
