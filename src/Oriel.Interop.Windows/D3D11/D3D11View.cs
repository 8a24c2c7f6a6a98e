using Oriel.Interop.Windows.Com;

namespace Oriel.Interop.Windows.D3D11;

/// <summary>A texture as shaders read it, or as drawing writes it.</summary>
public sealed unsafe class D3D11View : ComReference
{
    /// <summary>Takes over a reference to a view.</summary>
    internal D3D11View(void* reference)
        : base(reference)
    {
    }
}
