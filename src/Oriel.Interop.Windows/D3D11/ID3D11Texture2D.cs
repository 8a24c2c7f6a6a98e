using System.Runtime.CompilerServices;

namespace Oriel.Interop.Windows.D3D11;

/// <summary>A texture. SAFETY as in <see cref="Com.IUnknown"/>.</summary>
internal unsafe struct ID3D11Texture2D
{
    internal void** Vtable;

    public void GetDesc(D3D11_TEXTURE2D_DESC* desc) =>
        ((delegate* unmanaged<void*, D3D11_TEXTURE2D_DESC*, void>)Vtable[Slot.GetDesc])(Unsafe.AsPointer(ref this), desc);

    internal static class Slot
    {
        public const int GetDesc = 10;
    }
}
