namespace Oriel.Interop.Windows;

/// <summary>Names of the libraries this room loads, in one place. All but NVIDIA's are part of Windows 10 and later.</summary>
internal static class WindowsLibraries
{
    /// <summary>Processes, memory, handles.</summary>
    public const string Kernel32 = "kernel32.dll";

    /// <summary>Desktops, messages, cursors, displays.</summary>
    public const string User32 = "user32.dll";

    /// <summary>Bitmaps and screen contexts.</summary>
    public const string Gdi32 = "gdi32.dll";

    /// <summary>Service control manager, tokens, event log.</summary>
    public const string AdvApi32 = "advapi32.dll";

    /// <summary>Sessions.</summary>
    public const string WtsApi32 = "wtsapi32.dll";

    /// <summary>Environment blocks of other users.</summary>
    public const string UserEnv = "userenv.dll";

    /// <summary>Power states.</summary>
    public const string PowrProf = "powrprof.dll";

    /// <summary>Adapters, outputs, desktop duplication.</summary>
    public const string Dxgi = "dxgi.dll";

    /// <summary>Direct3D 11.</summary>
    public const string D3D11 = "d3d11.dll";

    /// <summary>Direct3D 12.</summary>
    public const string D3D12 = "d3d12.dll";

    /// <summary>Shader compiler.</summary>
    public const string D3DCompiler = "d3dcompiler_47.dll";

    /// <summary>Windows Runtime activation and strings.</summary>
    public const string ComBase = "combase.dll";

    /// <summary>NVIDIA's capture interface, part of its driver; looked for in the system directory only.</summary>
    public const string NvFbc = "NvFBC64.dll";

}
