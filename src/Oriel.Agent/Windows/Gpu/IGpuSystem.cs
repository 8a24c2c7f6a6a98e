using Oriel.Interop.Windows.Com;
using Oriel.Interop.Windows.D3D11;
using Oriel.Interop.Windows.Dxgi;

namespace Oriel.Agent.Windows.Gpu;

/// <summary>Where adapters and devices come from: the system, or a test's fakes.</summary>
internal interface IGpuSystem
{
    /// <summary>A snapshot of adapters and outputs.</summary>
    HResult TryCreateFactory(out DxgiFactory? factory);

    /// <summary>A device on an adapter.</summary>
    HResult TryCreateDevice(DxgiAdapter adapter, out D3D11Device? device);

    /// <summary>Puts the calling thread on the desktop that has the input now (the login screen, a prompt for consent, or the user's own). False when this account may not.</summary>
    bool TryFollowInputDesktop();

    /// <summary>Compiles a shader; null with the compiler's words when it cannot.</summary>
    byte[]? CompileShader(string source, string entryPoint, string profile, out string problem);
}
