using System.Runtime.InteropServices;
using Oriel.Interop.Windows.Com;
using Oriel.Memory;

namespace Oriel.Interop.Windows.WinRt;

/// <summary>
/// A delegate of the Windows Runtime: an object of our own with four functions, called on threads of the system. It does nothing but set a word and raise a flag, so it may come
/// late, often, and from anywhere; it says that it is agile, or the system would want to marshal it. It lives until the system gave back its reference too.
/// </summary>
internal sealed unsafe class CaptureEventHandler : IDisposable
{
    private const int Functions = 4;

    private static readonly void** s_table = MakeTable();

    private readonly Native* _native;

    /// <summary>Makes it.</summary>
    /// <param name="id">Identifier of the delegate's type.</param>
    /// <param name="flag">Raised at every event. It may be disposed of before the last event comes: raising it is then without effect.</param>
    public CaptureEventHandler(in Guid id, WakeFlag flag)
    {
        // SAFETY: freed by the last reference; the handle keeps the managed half alive until then.
        _native = (Native*)NativeMemory.AllocZeroed((nuint)sizeof(Native));
        _native->Vtable = s_table;
        _native->References = 1;
        _native->Id = id;
        _native->Flag = GCHandle.ToIntPtr(GCHandle.Alloc(flag));
    }

    /// <summary>The object.</summary>
    public void* Pointer => _native;

    /// <summary>An event came. Any thread, while this is not disposed of.</summary>
    public bool HasFired => Volatile.Read(ref _native->Fired) != 0;

    /// <summary>Gives our reference back; the system may still hold one.</summary>
    public void Dispose() => ReleaseOne(_native);

    private static void** MakeTable()
    {
        // SAFETY: lives as long as the process.
        var table = (void**)NativeMemory.Alloc(Functions, (nuint)sizeof(void*));
        table[0] = (delegate* unmanaged<Native*, Guid*, void**, int>)&QueryInterface;
        table[1] = (delegate* unmanaged<Native*, uint>)&AddRef;
        table[2] = (delegate* unmanaged<Native*, uint>)&Release;
        table[3] = (delegate* unmanaged<Native*, void*, void*, int>)&Invoke;
        return table;
    }

    [UnmanagedCallersOnly]
    private static int QueryInterface(Native* self, Guid* id, void** found)
    {
        if (*id == self->Id || *id == WinRtIds.IAgileObject || *id == WinRtIds.IUnknown)
        {
            Interlocked.Increment(ref self->References);
            *found = self;
            return HResultCodes.Ok;
        }

        *found = null;
        return HResultCodes.NoInterface;
    }

    [UnmanagedCallersOnly]
    private static uint AddRef(Native* self) => (uint)Interlocked.Increment(ref self->References);

    [UnmanagedCallersOnly]
    private static uint Release(Native* self) => ReleaseOne(self);

    [UnmanagedCallersOnly]
    private static int Invoke(Native* self, void* sender, void* arguments)
    {
        Volatile.Write(ref self->Fired, 1);

        // SAFETY: the caller holds a reference, so the handle is there; raising a flag does not throw.
        ((WakeFlag)GCHandle.FromIntPtr(self->Flag).Target!).Raise();
        return HResultCodes.Ok;
    }

    private static uint ReleaseOne(Native* self)
    {
        var left = Interlocked.Decrement(ref self->References);
        if (left == 0)
        {
            GCHandle.FromIntPtr(self->Flag).Free();
            NativeMemory.Free(self);
        }

        return (uint)left;
    }

    private struct Native
    {
        public void** Vtable;
        public int References;
        public int Fired;
        public nint Flag;
        public Guid Id;
    }
}
