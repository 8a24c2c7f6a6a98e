using System.Runtime.InteropServices;
using Oriel.Interop.Windows.Com;
using Oriel.Interop.Windows.D3D12;

namespace Oriel.Testing.Windows.D3D12;

/// <summary>A fence, of Direct3D 11 and 12 at once: ID3D11Fence and ID3D12Fence.</summary>
internal sealed unsafe class FakeFence12 : FakeObject
{
    private const int MostEvents = 16;

    private static readonly void** s_table12 = Table12();
    private static readonly void** s_table11 = Table11();
    private readonly object _gate = new();
    private readonly (ulong Value, nint Event)[] _events = new (ulong, nint)[MostEvents];
    private int _eventCount;
    private ulong _value;
    private ulong _issued;

    public FakeFence12(FakeWindows windows, ulong value)
        : base(windows, "fence", (nint)s_table12, (nint)s_table11)
    {
        _value = value;
    }

    /// <summary>A context was told to signal it: it will when the context is flushed.</summary>
    public void Issue(ulong value)
    {
        lock (_gate)
        {
            _issued = value;
        }
    }

    /// <summary>The context was flushed.</summary>
    public void Flush()
    {
        ulong issued;
        lock (_gate)
        {
            issued = _issued;
        }

        if (issued != 0)
        {
            Set(issued);
        }
    }

    public void Set(ulong value)
    {
        lock (_gate)
        {
            _value = value;
            for (var i = _eventCount - 1; i >= 0; i--)
            {
                if (_events[i].Value <= value)
                {
                    FakeEvents.Set(_events[i].Event);
                    _events[i] = _events[--_eventCount];
                }
            }

            Monitor.PulseAll(_gate);
        }
    }

    public bool WaitUntil(ulong value, TimeSpan limit)
    {
        lock (_gate)
        {
            return _value >= value || (Monitor.Wait(_gate, limit) && _value >= value);
        }
    }

    protected override int FacetOf(in Guid id) => id == D3D12Ids.ID3D12Fence ? 0 : id == D3D12Ids.ID3D11Fence ? 1 : -1;

    private static void** Table12()
    {
        var table = MakeObjectTable();
        table[ID3D12Fence.Slot.GetCompletedValue] = (delegate* unmanaged<void*, ulong>)&GetCompletedValue;
        table[ID3D12Fence.Slot.SetEventOnCompletion] = (delegate* unmanaged<void*, ulong, nint, int>)&SetEventOnCompletion;
        return table;
    }

    private static void** Table11()
    {
        var table = MakeObjectTable();
        table[ID3D11Fence.Slot.CreateSharedHandle] = (delegate* unmanaged<void*, void*, uint, char*, nint*, int>)&CreateSharedHandle;
        return table;
    }

    [UnmanagedCallersOnly]
    private static ulong GetCompletedValue(void* self)
    {
        var fence = From<FakeFence12>(self);
        lock (fence._gate)
        {
            return fence._value;
        }
    }

    [UnmanagedCallersOnly]
    private static int SetEventOnCompletion(void* self, ulong value, nint completed)
    {
        var fence = From<FakeFence12>(self);
        lock (fence._gate)
        {
            if (fence._value >= value)
            {
                FakeEvents.Set(completed);
            }
            else if (fence._eventCount == MostEvents)
            {
                return HResultCodes.OutOfMemory;
            }
            else
            {
                fence._events[fence._eventCount++] = (value, completed);
            }
        }

        return HResultCodes.Ok;
    }

    [UnmanagedCallersOnly]
    private static int CreateSharedHandle(void* self, void* attributes, uint access, char* name, nint* handle)
    {
        var fence = From<FakeFence12>(self);
        *handle = fence.Windows.Share(fence);
        return HResultCodes.Ok;
    }
}
