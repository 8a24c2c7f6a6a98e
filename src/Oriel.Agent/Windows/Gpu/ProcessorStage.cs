using Oriel.Interop.Windows.D3D11;
using Oriel.Interop.Windows.Dxgi;

namespace Oriel.Agent.Windows.Gpu;

/// <summary>One step of a processor: fills a texture of its own from another one. Made for one mode.</summary>
internal sealed class ProcessorStage : IDisposable
{
    private readonly D3D11Device _device;
    private readonly D3D11Program _program;
    private readonly D3D11View _source;
    private readonly D3D11View _target;

    private ProcessorStage(D3D11Device device, D3D11Program program, D3D11View source, D3D11View target, D3D11Texture texture)
    {
        (_device, _program, _source, _target, Texture) = (device, program, source, target, texture);
    }

    /// <summary>What it fills.</summary>
    public D3D11Texture Texture { get; }

    /// <summary>Makes a stage; null with the reason when the GPU or the compiler refuses.</summary>
    /// <param name="gpu">Where the compiler is.</param>
    /// <param name="device">The device.</param>
    /// <param name="entryPoint">Pixel shader.</param>
    /// <param name="source">What is read.</param>
    /// <param name="width">Pixels of what is filled.</param>
    /// <param name="height">Rows of what is filled.</param>
    /// <param name="format">Its storage.</param>
    /// <param name="use">What else it is for.</param>
    /// <param name="problem">The reason.</param>
    public static ProcessorStage? TryCreate(
        IGpuSystem gpu, D3D11Device device, string entryPoint, D3D11Texture source, int width, int height, PixelFormat format, TextureUse use, out string problem)
    {
        if (gpu.CompileShader(ProcessorShaders.Source, ProcessorShaders.Vertex, "vs_4_0", out problem) is not { } vertex
            || gpu.CompileShader(ProcessorShaders.Source, entryPoint, "ps_4_0", out problem) is not { } pixel)
        {
            return null;
        }

        D3D11Texture? texture = null;
        D3D11View? read = null;
        D3D11View? written = null;
        var result = D3D11Program.TryCreate(device, vertex, pixel, out var program);
        result = result.IsFailure ? result : device.TryCreateTexture(width, height, format, use, out texture);
        result = result.IsFailure ? result : device.TryCreateShaderView(source, out read);
        result = result.IsFailure ? result : device.TryCreateTargetView(texture!, out written);
        if (result.IsSuccess)
        {
            return new ProcessorStage(device, program!, read!, written!, texture!);
        }

        problem = result.ToString();
        read?.Dispose();
        texture?.Dispose();
        program?.Dispose();
        return null;
    }

    /// <summary>Fills the texture.</summary>
    public void Run() => _device.Context.Fill(_program, _source, _target, Texture.Width, Texture.Height);

    /// <inheritdoc/>
    public void Dispose()
    {
        _target.Dispose();
        _source.Dispose();
        Texture.Dispose();
        _program.Dispose();
    }
}
