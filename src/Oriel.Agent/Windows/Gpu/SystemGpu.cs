using Oriel.Interop.Windows.Com;
using Oriel.Interop.Windows.D3D11;
using Oriel.Interop.Windows.D3DCompiler;
using Oriel.Interop.Windows.Dxgi;

namespace Oriel.Agent.Windows.Gpu;

/// <summary>The system's own adapters and devices.</summary>
/// <param name="followInputDesktop">Puts the calling thread on the input desktop; null when nobody needs to.</param>
/// <param name="options">Debug layer and priorities of devices.</param>
internal sealed class SystemGpu(Func<bool>? followInputDesktop, GpuOptions options) : IGpuSystem
{
    /// <inheritdoc/>
    public HResult TryCreateFactory(out DxgiFactory? factory) => DxgiFactory.TryCreate(out factory);

    /// <inheritdoc/>
    public HResult TryCreateDevice(DxgiAdapter adapter, out D3D11Device? device)
    {
        var result = D3D11Device.TryCreate(adapter, options.Debug, out device);
        if (options.Debug && result.IsFailure)
        {
            // The debug layer is an optional part of Windows.
            result = D3D11Device.TryCreate(adapter, debug: false, out device);
        }

        if (options.PriorityClass is { } priority && device is not null)
        {
            // Both need a privileged account; without it the copies wait their turn like everybody's.
            _ = GpuScheduling.TrySetProcessPriority(priority);
            _ = device.SetGpuThreadPriority(GpuOptions.HighestThreadPriority);
        }

        return result;
    }

    /// <inheritdoc/>
    public bool TryFollowInputDesktop() => followInputDesktop?.Invoke() ?? true;

    /// <inheritdoc/>
    public byte[]? CompileShader(string source, string entryPoint, string profile, out string problem) => ShaderCompiler.TryCompile(source, entryPoint, profile, out problem);
}
