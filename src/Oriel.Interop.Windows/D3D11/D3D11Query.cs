using Oriel.Interop.Windows.Com;

namespace Oriel.Interop.Windows.D3D11;

/// <summary>Tells when the GPU has come past a point in its commands.</summary>
public sealed unsafe class D3D11Query : ComReference
{
    /// <summary>Takes over a reference to an ID3D11Query.</summary>
    internal D3D11Query(void* reference)
        : base(reference)
    {
    }
}
