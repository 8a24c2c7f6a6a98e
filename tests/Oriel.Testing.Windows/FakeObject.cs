using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Oriel.Interop.Windows.Com;

namespace Oriel.Testing.Windows;

/// <summary>
/// A COM object: one native block per interface family (function table, handle of the managed object), one reference count for all. Slots nobody filled end the process with
/// a message, and so does every slot after the last release.
/// </summary>
internal abstract unsafe class FakeObject
{
    /// <summary>More than any interface used has.</summary>
    private const int TableSlots = 160;

    private static readonly void** s_dead = MakeTable();

    private readonly nint[] _facets;
    private readonly GCHandle _self;
    private readonly string _name;
    private int _references = 1;

    protected FakeObject(FakeWindows windows, string name, params nint[] tables)
    {
        Windows = windows;
        _name = name;
        _self = GCHandle.Alloc(this);
        _facets = new nint[tables.Length];
        for (var i = 0; i < tables.Length; i++)
        {
            // SAFETY: two words of a fresh block.
            var block = (nint*)windows.Allocate(2 * (nuint)sizeof(nint));
            (block[0], block[1]) = (tables[i], GCHandle.ToIntPtr(_self));
            _facets[i] = (nint)block;
        }

        windows.Born(name);
    }

    /// <summary>The machine it belongs to.</summary>
    public FakeWindows Windows { get; }

    /// <summary>The object's main interface; the first reference belongs to whoever made it.</summary>
    public void* Reference => (void*)_facets[0];

    /// <summary>References held.</summary>
    public int References => Volatile.Read(ref _references);

    /// <summary>The managed object behind an interface.</summary>
    public static T From<T>(void* self)
        where T : FakeObject => (T)GCHandle.FromIntPtr(((nint*)self)[1]).Target!;

    /// <summary>Another reference to the main interface, for handing out.</summary>
    public void* NewReference()
    {
        _ = Interlocked.Increment(ref _references);
        return Reference;
    }

    /// <summary>One of the object's interfaces, with a reference of its own.</summary>
    public void* NewReference(int facet)
    {
        _ = NewReference();
        return (void*)_facets[facet];
    }

    /// <summary>Gives one reference back.</summary>
    public uint GiveBack()
    {
        var left = Interlocked.Decrement(ref _references);
        if (left == 0)
        {
            OnLastRelease();
            Windows.Died(_name);
            foreach (var facet in _facets)
            {
                *(void***)facet = s_dead;
            }

            _self.Free();
        }

        return (uint)left;
    }

    /// <summary>A table whose IUnknown part works and whose other slots are traps.</summary>
    protected static void** MakeTable()
    {
        // SAFETY: tables live as long as the process; every slot is filled.
        var table = (void**)NativeMemory.Alloc(TableSlots, (nuint)sizeof(void*));
        for (var i = 0; i < TableSlots; i++)
        {
            table[i] = (delegate* unmanaged<void>)&Trap;
        }

        return table;
    }

    protected static void** MakeObjectTable()
    {
        var table = MakeTable();
        table[IUnknown.Slot.QueryInterface] = (delegate* unmanaged<void*, Guid*, void**, int>)&QueryInterface;
        table[IUnknown.Slot.AddRef] = (delegate* unmanaged<void*, uint>)&AddRef;
        table[IUnknown.Slot.Release] = (delegate* unmanaged<void*, uint>)&Release;
        return table;
    }

    /// <summary>Which of the object's interface families an identifier names; -1 = none.</summary>
    protected abstract int FacetOf(in Guid id);

    /// <summary>The last reference is gone.</summary>
    protected virtual void OnLastRelease()
    {
    }

    [UnmanagedCallersOnly]
    private static void Trap() => Environment.FailFast("a COM method was called that the fake does not have, or after the last release");

    [UnmanagedCallersOnly]
    private static int QueryInterface(void* self, Guid* id, void** found)
    {
        var target = From<FakeObject>(self);
        var facet = target.FacetOf(*id);
        if (facet < 0)
        {
            *found = null;
            return HResultCodes.NoInterface;
        }

        _ = Interlocked.Increment(ref target._references);
        *found = (void*)target._facets[facet];
        return HResultCodes.Ok;
    }

    [UnmanagedCallersOnly]
    private static uint AddRef(void* self) => (uint)Interlocked.Increment(ref From<FakeObject>(self)._references);

    [UnmanagedCallersOnly]
    private static uint Release(void* self) => From<FakeObject>(self).GiveBack();
}
