using System.Runtime.CompilerServices;

namespace Oriel.Interop.Windows.D3D12;

/// <summary>A fence that Direct3D 12 can open. SAFETY as in <see cref="Com.IUnknown"/>.</summary>
internal unsafe struct ID3D11Fence
{
    internal void** Vtable;

    public int CreateSharedHandle(void* attributes, uint access, char* name, nint* handle) =>
        ((delegate* unmanaged<void*, void*, uint, char*, nint*, int>)Vtable[Slot.CreateSharedHandle])(Unsafe.AsPointer(ref this), attributes, access, name, handle);

    internal static class Slot
    {
        public const int CreateSharedHandle = 7;
    }
}
