using Oriel.Interop.Windows.Com;
using Oriel.Interop.Windows.D3D11;

namespace Oriel.Interop.Windows.D3D12;

/// <summary>Where Direct3D 12 devices come from: the system, or a test.</summary>
public interface IDirect3D12
{
    /// <summary>Makes a device on the adapter of another one, so that both can share textures.</summary>
    /// <param name="other">The Direct3D 11 device that captures.</param>
    /// <param name="debugLayer">Validates every call; needs the SDK's optional component and is slow.</param>
    /// <param name="device">The device, null on failure.</param>
    HResult TryCreateDevice(D3D11Device other, bool debugLayer, out CopyDevice? device);
}
