using System.Runtime.CompilerServices;

namespace Oriel.Interop.Windows.NvFbc;

/// <summary>The session object: a C++ class with five virtual methods and no IUnknown. SAFETY as in <see cref="Com.IUnknown"/>.</summary>
internal unsafe struct NvFBCToSys
{
    internal void** Vtable;

    public int SetUp(NVFBC_TOSYS_SETUP_PARAMS* parameters) =>
        ((delegate* unmanaged<void*, NVFBC_TOSYS_SETUP_PARAMS*, int>)Vtable[Method.SetUp])(Unsafe.AsPointer(ref this), parameters);

    public int GrabFrame(NVFBC_TOSYS_GRAB_FRAME_PARAMS* parameters) =>
        ((delegate* unmanaged<void*, NVFBC_TOSYS_GRAB_FRAME_PARAMS*, int>)Vtable[Method.GrabFrame])(Unsafe.AsPointer(ref this), parameters);

    public int Release() => ((delegate* unmanaged<void*, int>)Vtable[Method.Release])(Unsafe.AsPointer(ref this));

    /// <summary>Places in the table. Not called "Slot": no header on the checking machine declares them.</summary>
    internal static class Method
    {
        public const int SetUp = 0;
        public const int GrabFrame = 1;
        public const int CursorCapture = 2;
        public const int GpuBasedCpuSleep = 3;
        public const int Release = 4;
        public const int Count = 5;
    }
}
