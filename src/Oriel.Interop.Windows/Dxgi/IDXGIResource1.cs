using System.Runtime.CompilerServices;

namespace Oriel.Interop.Windows.Dxgi;

/// <summary>A resource that can be shared by an NT handle. SAFETY as in <see cref="Com.IUnknown"/>.</summary>
internal unsafe struct IDXGIResource1
{
    internal void** Vtable;

    public int CreateSharedHandle(void* attributes, uint access, char* name, void* handle) =>
        ((delegate* unmanaged<void*, void*, uint, char*, void*, int>)Vtable[Slot.CreateSharedHandle])(Unsafe.AsPointer(ref this), attributes, access, name, handle);

    internal static class Slot
    {
        public const int CreateSharedHandle = 13;
    }
}
