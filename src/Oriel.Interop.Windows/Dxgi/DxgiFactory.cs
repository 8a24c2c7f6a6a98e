using Oriel.Interop.Windows.Com;

namespace Oriel.Interop.Windows.Dxgi;

/// <summary>A snapshot of the adapters and outputs of this machine.</summary>
public sealed unsafe class DxgiFactory : ComReference
{
    /// <summary>Takes over a reference to an IDXGIFactory1.</summary>
    internal DxgiFactory(void* reference)
        : base(reference)
    {
    }

    /// <summary>False when adapters or outputs came or went since this was made: make another one.</summary>
    public bool IsCurrent => ((IDXGIFactory1*)Pointer)->IsCurrent() != 0;

    /// <summary>Asks the system for one.</summary>
    public static HResult TryCreate(out DxgiFactory? factory)
    {
        // SAFETY: identifier and answer are locals for the time of the call.
        void* answer = null;
        var id = DxgiIds.IDXGIFactory1;
        HResult result = DxgiNative.CreateDXGIFactory1(&id, &answer);
        factory = result.IsSuccess ? new DxgiFactory(answer) : null;
        return result;
    }

    /// <summary>All adapters, in the system's order. The caller disposes of each.</summary>
    public IReadOnlyList<DxgiAdapter> ReadAdapters()
    {
        var found = new List<DxgiAdapter>();
        void* adapter;

        // SAFETY: the answer is a local; each success hands over a reference.
        while (((IDXGIFactory1*)Pointer)->EnumAdapters1((uint)found.Count, &adapter) >= 0)
        {
            found.Add(new DxgiAdapter(adapter));
        }

        return found;
    }
}
