using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Oriel.Interop.Windows.Services;

/// <summary>The service manager of this machine. Failures throw <see cref="Win32Exception"/> with the name of the call.</summary>
public sealed unsafe class ServiceDatabase : IDisposable
{
    private const int ErrorServiceDoesNotExist = 1060;

    private readonly ServiceHandle _handle;

    private ServiceDatabase(ServiceHandle handle) => _handle = handle;

    /// <summary>Connects.</summary>
    /// <param name="toCreate">Services are to be registered, which needs an elevated administrator.</param>
    public static ServiceDatabase Open(bool toCreate)
    {
        // SAFETY: null strings mean this machine and the active database.
        var handle = ServiceApi.OpenSCManagerW(null, null, ServiceConstants.ManagerConnect | (toCreate ? ServiceConstants.ManagerCreateService : 0));
        return handle != 0 ? new ServiceDatabase(new ServiceHandle(handle)) : throw WindowsCall.Failed("OpenSCManager");
    }

    /// <summary>A registered service; null when there is none of that name.</summary>
    /// <param name="name">Key name.</param>
    /// <param name="toChange">It is to be changed, started, stopped or deleted, not only looked at.</param>
    public InstalledService? TryOpen(string name, bool toChange)
    {
        var access = ServiceConstants.QueryStatus | ServiceConstants.QueryConfig
            | (toChange ? ServiceConstants.ChangeConfig | ServiceConstants.Start | ServiceConstants.Stop | ServiceConstants.Delete : 0);
        using var use = new HandleUse(_handle);

        // SAFETY: the name is terminated (a .NET string is) and pinned for the call.
        fixed (char* text = name)
        {
            var service = ServiceApi.OpenServiceW(use.Value, text, access);
            return service != 0 ? new InstalledService(new ServiceHandle(service))
                : Marshal.GetLastPInvokeError() == ErrorServiceDoesNotExist ? null
                : throw WindowsCall.Failed($"OpenService({name})");
        }
    }

    /// <summary>Registers a service.</summary>
    public InstalledService Create(ServiceDefinition definition)
    {
        ArgumentNullException.ThrowIfNull(definition);
        const uint Access = ServiceConstants.QueryStatus | ServiceConstants.QueryConfig | ServiceConstants.ChangeConfig | ServiceConstants.Start | ServiceConstants.Stop | ServiceConstants.Delete;
        using var use = new HandleUse(_handle);

        // SAFETY: all strings are terminated and pinned for the call; a null account is LocalSystem.
        fixed (char* name = definition.Name, display = definition.DisplayName, command = definition.CommandLine)
        {
            var service = ServiceApi.CreateServiceW(
                use.Value, name, display, Access, ServiceConstants.OwnProcess, ServiceConstants.AutoStart, ServiceConstants.ErrorNormal, command, null, null, null, null, null);
            return service != 0 ? new InstalledService(new ServiceHandle(service)) : throw WindowsCall.Failed($"CreateService({definition.Name})");
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _handle.Dispose();
}
