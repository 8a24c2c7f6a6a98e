using System.Runtime.CompilerServices;

namespace Oriel.Interop.Windows.D3DCompiler;

/// <summary>Bytes made by the shader compiler. SAFETY as in <see cref="Com.IUnknown"/>.</summary>
internal unsafe struct ID3D10Blob
{
    internal void** Vtable;

    public void* GetBufferPointer() =>
        ((delegate* unmanaged<void*, void*>)Vtable[Slot.GetBufferPointer])(Unsafe.AsPointer(ref this));

    public nuint GetBufferSize() =>
        ((delegate* unmanaged<void*, nuint>)Vtable[Slot.GetBufferSize])(Unsafe.AsPointer(ref this));

    internal static class Slot
    {
        public const int GetBufferPointer = 3;
        public const int GetBufferSize = 4;
    }
}
