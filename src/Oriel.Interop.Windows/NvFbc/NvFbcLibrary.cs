using System.Runtime.InteropServices;

namespace Oriel.Interop.Windows.NvFbc;

/// <summary>
/// The library of NVIDIA's driver. Loaded from the system directory only, once, and never unloaded: its threads may outlive sessions. No key is ever passed: where the driver
/// keeps the interface closed (most consumer cards), it stays closed.
/// </summary>
public sealed unsafe class NvFbcLibrary : INvFbc
{
    private readonly string _path = Path.Combine(Environment.SystemDirectory, WindowsLibraries.NvFbc);
    private delegate* unmanaged<void*, int> _create;
    private delegate* unmanaged<NvFBCStatusEx*, int> _status;

    /// <inheritdoc/>
    public bool IsInstalled => OperatingSystem.IsWindows() && File.Exists(_path);

    /// <inheritdoc/>
    public NvFbcResult ReadStatus(int adapter, out NvFbcStatus status)
    {
        status = default;
        if (!TryLoad())
        {
            return NvFbcResult.UnsupportedPlatform;
        }

        // SAFETY: the struct is a local whose first word tells its size.
        var native = new NvFBCStatusEx { dwVersion = NvFbcConstants.StatusVersion, dwAdapterIdx = (uint)adapter };
        var result = (NvFbcResult)_status(&native);
        status = new NvFbcStatus((native.bits & NvFbcConstants.StatusCapturePossible) != 0, (native.bits & NvFbcConstants.StatusSmallBlocks) != 0);
        return result;
    }

    /// <inheritdoc/>
    public NvFbcResult TryCreate(int adapter, out NvFbcSession? session)
    {
        session = null;
        if (!TryLoad())
        {
            return NvFbcResult.UnsupportedPlatform;
        }

        // SAFETY: as above; the object made belongs to the session.
        var native = new NvFBCCreateParams
        {
            dwVersion = NvFbcConstants.CreateVersion,
            dwInterfaceType = NvFbcConstants.ToSystemMemory,
            dwInterfaceVersion = NvFbcConstants.InterfaceVersion,
            dwAdapterIdx = (uint)adapter,
        };
        var result = (NvFbcResult)_create(&native);
        if (result == NvFbcResult.Success && native.pNvFBC == null)
        {
            result = NvFbcResult.Generic;
        }

        session = result == NvFbcResult.Success ? new NvFbcSession(native.pNvFBC) : null;
        return result;
    }

    private bool TryLoad()
    {
        if (_create != null)
        {
            return true;
        }

        if (!IsInstalled || !NativeLibrary.TryLoad(_path, out var library) || !NativeLibrary.TryGetExport(library, "NvFBC_CreateEx", out var create)
            || !NativeLibrary.TryGetExport(library, "NvFBC_GetStatusEx", out var status))
        {
            return false;
        }

        // SAFETY: the exports have these signatures in the published SDK.
        _create = (delegate* unmanaged<void*, int>)create;
        _status = (delegate* unmanaged<NvFBCStatusEx*, int>)status;
        return true;
    }
}
