using Oriel.Interop.Windows.Com;

namespace Oriel.Interop.Windows.D3D12;

/// <summary>A fence of another device, for waiting on the GPU.</summary>
public sealed unsafe class ImportedFence : ComReference
{
    internal ImportedFence(void* fence)
        : base(fence)
    {
    }
}
