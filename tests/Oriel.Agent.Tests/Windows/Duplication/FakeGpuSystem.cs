using System.Text;
using Oriel.Agent.Windows.Gpu;
using Oriel.Interop.Windows.Com;
using Oriel.Interop.Windows.D3D11;
using Oriel.Interop.Windows.Dxgi;
using Oriel.Testing.Windows;

namespace Oriel.Agent.Tests.Windows.Duplication;

/// <summary>The fakes as the agent sees them.</summary>
internal sealed class FakeGpuSystem(FakeWindows windows) : IGpuSystem
{
    /// <summary>How often the thread was asked to follow the input desktop.</summary>
    public int Followed { get; private set; }

    /// <summary>Called when it is.</summary>
    public Action? OnFollow { get; set; }

    /// <summary>There is a shader compiler.</summary>
    public bool HasCompiler { get; set; } = true;

    public HResult TryCreateFactory(out DxgiFactory? factory)
    {
        factory = windows.CreateFactory();
        return HResultCodes.Ok;
    }

    public HResult TryCreateDevice(DxgiAdapter adapter, out D3D11Device? device) => windows.CreateDevice(out device);

    public bool TryFollowInputDesktop()
    {
        Followed++;
        OnFollow?.Invoke();
        return true;
    }

    public byte[]? CompileShader(string source, string entryPoint, string profile, out string problem)
    {
        problem = HasCompiler ? "" : "no compiler";
        return HasCompiler ? Encoding.ASCII.GetBytes(entryPoint) : null;
    }
}
