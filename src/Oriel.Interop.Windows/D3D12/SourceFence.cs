using Oriel.Interop.Windows.Com;
using Oriel.Interop.Windows.D3D11;
using Oriel.Interop.Windows.Dxgi;

namespace Oriel.Interop.Windows.D3D12;

/// <summary>
/// A fence that a Direct3D 11 context signals when everything issued before is done, and for which a queue of Direct3D 12 waits on the GPU. Signalled on the thread that
/// owns the context.
/// </summary>
public sealed unsafe class SourceFence : ComReference
{
    private readonly void* _context;

    private SourceFence(void* fence, void* context)
        : base(fence)
    {
        _context = context;
    }

    /// <summary>Makes one. Fails before Windows 10 1703, whose Direct3D 11 has no fences.</summary>
    /// <param name="device">The device whose immediate context will signal it.</param>
    /// <param name="fence">The fence, null on failure.</param>
    public static HResult TryCreate(D3D11Device device, out SourceFence? fence)
    {
        ArgumentNullException.ThrowIfNull(device);
        var context = device.Context;
        fence = null;
        var result = QueryInterface(device.Pointer, D3D12Ids.ID3D11Device5, out var device5);
        if (result.IsFailure)
        {
            return result;
        }

        result = QueryInterface(context.Pointer, D3D12Ids.ID3D11DeviceContext4, out var context4);
        if (result.IsSuccess)
        {
            // SAFETY: both queries gave us references; the device's is given back, the context's goes into the wrapper or is given back.
            void* made = null;
            fixed (Guid* id = &D3D12Ids.ID3D11Fence)
            {
                result = ((ID3D11Device5*)device5)->CreateFence(0, D3D12Constants.SharedFenceFlag, id, &made);
            }

            fence = result.IsSuccess ? new SourceFence(made, context4) : null;
            if (fence is null)
            {
                Release(context4);
            }
        }

        Release(device5);
        GC.KeepAlive(device);
        return result;
    }

    /// <summary>A handle for the other device.</summary>
    public HResult TryShare(out SharedGpuHandle? handle)
    {
        // SAFETY: this holds the reference; the result is a local.
        nint value = 0;
        HResult result = ((ID3D11Fence*)Pointer)->CreateSharedHandle(null, D3D12Constants.GenericAll, null, &value);
        handle = result.IsSuccess ? new SharedGpuHandle(value) : null;
        return result;
    }

    /// <summary>Has the GPU set the fence to a value once it did everything issued so far. The context must be flushed for that to begin.</summary>
    public HResult Signal(ulong value)
    {
        // SAFETY: this holds a reference to the context and to the fence.
        return ((ID3D11DeviceContext4*)_context)->Signal(Pointer, value);
    }

    /// <inheritdoc/>
    protected override bool ReleaseHandle()
    {
        Release(_context);
        return base.ReleaseHandle();
    }
}
