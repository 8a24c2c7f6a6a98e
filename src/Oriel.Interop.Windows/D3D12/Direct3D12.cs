using System.Runtime.InteropServices;
using Oriel.Interop.Windows.Com;
using Oriel.Interop.Windows.D3D11;
using Oriel.Interop.Windows.Dxgi;

namespace Oriel.Interop.Windows.D3D12;

/// <summary>The system's Direct3D 12.</summary>
public sealed unsafe partial class Direct3D12 : IDirect3D12
{
    /// <inheritdoc/>
    public HResult TryCreateDevice(D3D11Device other, bool debugLayer, out CopyDevice? device)
    {
        ArgumentNullException.ThrowIfNull(other);
        device = null;
        var result = AdapterOf(other, out var adapter);
        if (result.IsFailure)
        {
            return result;
        }

        try
        {
            if (debugLayer)
            {
                EnableDebugLayer();
            }

            // SAFETY: the adapter's reference is ours until the end; the result is a local.
            void* made = null;
            fixed (Guid* id = &D3D12Ids.ID3D12Device)
            {
                result = D3D12CreateDevice(adapter, D3D12Constants.FeatureLevel11, id, &made);
            }

            device = result.IsSuccess ? new CopyDevice(made) : null;
            return result;
        }
        catch (Exception error) when (error is DllNotFoundException or EntryPointNotFoundException)
        {
            // Before Windows 10 there is no such library.
            return HResultCodes.Unsupported;
        }
        finally
        {
            ComReference.Release(adapter);
        }
    }

    private static HResult AdapterOf(D3D11Device device, out void* adapter)
    {
        adapter = null;
        var result = ComReference.QueryInterface(device.Pointer, DxgiIds.IDXGIDevice, out var found);
        if (result.IsSuccess)
        {
            // SAFETY: the query gave us a reference, given back here; the result is a local and ours.
            void* answer = null;
            result = ((IDXGIDevice*)found)->GetAdapter(&answer);
            ComReference.Release(found);
            adapter = result.IsSuccess ? answer : null;
        }

        return result;
    }

    /// <summary>Must come before the device. Missing without the optional component: then there is no layer, which is no reason to fail.</summary>
    private static void EnableDebugLayer()
    {
        // SAFETY: the result is a local; the reference is given back.
        void* debug = null;
        HResult result;
        fixed (Guid* id = &D3D12Ids.ID3D12Debug)
        {
            result = D3D12GetDebugInterface(id, &debug);
        }

        if (result.IsSuccess)
        {
            ((ID3D12Debug*)debug)->EnableDebugLayer();
            ComReference.Release(debug);
        }
    }

    [LibraryImport(WindowsLibraries.D3D12)]
    private static partial int D3D12CreateDevice(void* adapter, uint minimumFeatureLevel, Guid* id, void** device);

    [LibraryImport(WindowsLibraries.D3D12)]
    private static partial int D3D12GetDebugInterface(Guid* id, void** debug);
}
