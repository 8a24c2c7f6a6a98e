using Oriel.Interop.Windows.Com;

namespace Oriel.Interop.Windows.D3D11;

/// <summary>Shaders that fill a whole texture from another one, with a bilinear sampler.</summary>
public sealed unsafe class D3D11Program : IDisposable
{
    private readonly Part _vertex;
    private readonly Part _pixel;
    private readonly Part _sampler;

    private D3D11Program(Part vertex, Part pixel, Part sampler)
    {
        (_vertex, _pixel, _sampler) = (vertex, pixel, sampler);
    }

    /// <summary>The vertex shader.</summary>
    internal void* Vertex => _vertex.Pointer;

    /// <summary>The pixel shader.</summary>
    internal void* Pixel => _pixel.Pointer;

    /// <summary>The sampler.</summary>
    internal void* Sampler => _sampler.Pointer;

    /// <summary>Makes it of compiled shaders.</summary>
    /// <param name="device">The device.</param>
    /// <param name="vertex">Makes three corners that cover everything, from their numbers alone.</param>
    /// <param name="pixel">Reads texture 0, with sampler 0.</param>
    /// <param name="program">The program when it succeeded.</param>
    public static HResult TryCreate(D3D11Device device, ReadOnlySpan<byte> vertex, ReadOnlySpan<byte> pixel, out D3D11Program? program)
    {
        var raw = (ID3D11Device*)device.Pointer;
        void* first = null, second = null, third = null;
        var description = new D3D11_SAMPLER_DESC
        {
            Filter = D3D11Constants.FilterMinMagMipLinear,
            AddressU = D3D11Constants.AddressClamp,
            AddressV = D3D11Constants.AddressClamp,
            AddressW = D3D11Constants.AddressClamp,
            ComparisonFunc = D3D11Constants.CompareNever,
            MaxLOD = float.MaxValue,
        };
        HResult result;

        // SAFETY: code is pinned and its length true; answers are locals, each success a reference of ours.
        fixed (byte* vertexCode = vertex, pixelCode = pixel)
        {
            result = raw->CreateVertexShader(vertexCode, (nuint)vertex.Length, null, &first);
            result = result.IsFailure ? result : raw->CreatePixelShader(pixelCode, (nuint)pixel.Length, null, &second);
        }

        result = result.IsFailure ? result : raw->CreateSamplerState(&description, &third);
        if (result.IsFailure)
        {
            ComReference.Release(first);
            ComReference.Release(second);
            program = null;
            return result;
        }

        program = new D3D11Program(new Part(first), new Part(second), new Part(third));
        return result;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _vertex.Dispose();
        _pixel.Dispose();
        _sampler.Dispose();
    }

    private sealed class Part(void* reference) : ComReference(reference);
}
