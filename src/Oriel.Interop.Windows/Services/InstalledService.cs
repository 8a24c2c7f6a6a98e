using System.Runtime.InteropServices;

namespace Oriel.Interop.Windows.Services;

/// <summary>A registered service. Failures throw <see cref="System.ComponentModel.Win32Exception"/> with the name of the call.</summary>
public sealed unsafe class InstalledService : IDisposable
{
    private const int ErrorServiceAlreadyRunning = 1056;
    private const int ErrorServiceNotActive = 1062;
    private const int ErrorServiceMarkedForDelete = 1072;

    private readonly ServiceHandle _handle;

    internal InstalledService(ServiceHandle handle) => _handle = handle;

    /// <summary>State, process and exit codes now.</summary>
    public ServiceReport Query()
    {
        SERVICE_STATUS_PROCESS status;
        uint needed;
        using var use = new HandleUse(_handle);

        // SAFETY: the buffer is one structure of the size told.
        if (ServiceApi.QueryServiceStatusEx(use.Value, ServiceConstants.StatusProcessInfo, &status, (uint)sizeof(SERVICE_STATUS_PROCESS), &needed) == 0)
        {
            throw WindowsCall.Failed("QueryServiceStatusEx");
        }

        return new ServiceReport((ServiceState)status.dwCurrentState, status.dwProcessId, status.dwWin32ExitCode, status.dwServiceSpecificExitCode);
    }

    /// <summary>Program and arguments it is started with.</summary>
    public string CommandLine()
    {
        const uint MostBytes = 8192; // as documented for this call
        var buffer = new byte[MostBytes];
        uint needed;
        using var use = new HandleUse(_handle);

        // SAFETY: the buffer is as large as told; the string lies inside it, terminated.
        fixed (byte* bytes = buffer)
        {
            var config = (QUERY_SERVICE_CONFIGW*)bytes;
            return ServiceApi.QueryServiceConfigW(use.Value, config, MostBytes, &needed) != 0
                ? config->lpBinaryPathName is null ? "" : new string(config->lpBinaryPathName)
                : throw WindowsCall.Failed("QueryServiceConfig");
        }
    }

    /// <summary>Brings everything a definition says up to date, for a service registered earlier as for a new one. Returns what this system refused of the extras.</summary>
    public IReadOnlyList<string> Configure(ServiceDefinition definition)
    {
        ArgumentNullException.ThrowIfNull(definition);
        using var use = new HandleUse(_handle);

        // SAFETY: all strings are terminated and pinned for the calls.
        fixed (char* command = definition.CommandLine, display = definition.DisplayName, description = definition.Description)
        {
            if (ServiceApi.ChangeServiceConfigW(use.Value, ServiceConstants.OwnProcess, ServiceConstants.AutoStart, ServiceConstants.ErrorNormal, command, null, null, null, null, null, display) == 0)
            {
                throw WindowsCall.Failed("ChangeServiceConfig");
            }

            var refused = new List<string>();
            var text = new SERVICE_DESCRIPTIONW { lpDescription = description };
            Try(use.Value, ServiceConstants.ConfigDescription, &text, "description", refused);
            var delayed = default(SERVICE_DELAYED_AUTO_START_INFO);
            Try(use.Value, ServiceConstants.ConfigDelayedStart, &delayed, "start with the machine", refused);
            var identity = new SERVICE_SID_INFO { dwServiceSidType = ServiceConstants.SidUnrestricted };
            Try(use.Value, ServiceConstants.ConfigSid, &identity, "identity of its own", refused);
            var shutdown = new SERVICE_PRESHUTDOWN_INFO { dwPreshutdownTimeout = (uint)definition.ShutdownPatience.TotalMilliseconds };
            Try(use.Value, ServiceConstants.ConfigPreshutdown, &shutdown, "time at shutdown", refused);
            SetFailureActions(use.Value, definition, refused);
            return refused;
        }
    }

    /// <summary>Starts it; nothing happens when it runs. Returns before it has started.</summary>
    public void Start()
    {
        using var use = new HandleUse(_handle);

        // SAFETY: no arguments.
        if (ServiceApi.StartServiceW(use.Value, 0, null) == 0 && Marshal.GetLastPInvokeError() != ErrorServiceAlreadyRunning)
        {
            throw WindowsCall.Failed("StartService");
        }
    }

    /// <summary>Asks it to stop; false when it does not run. Returns before it has stopped.</summary>
    public bool RequestStop()
    {
        SERVICE_STATUS status;
        using var use = new HandleUse(_handle);

        // SAFETY: the answer is one structure.
        return ServiceApi.ControlService(use.Value, ServiceConstants.ControlStop, &status) != 0
            || (Marshal.GetLastPInvokeError() == ErrorServiceNotActive ? false : throw WindowsCall.Failed("ControlService(stop)"));
    }

    /// <summary>Removes it; it disappears when its process has ended and its handles are closed.</summary>
    public void Delete()
    {
        using var use = new HandleUse(_handle);
        if (ServiceApi.DeleteService(use.Value) == 0 && Marshal.GetLastPInvokeError() != ErrorServiceMarkedForDelete)
        {
            throw WindowsCall.Failed("DeleteService");
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _handle.Dispose();

    private static void SetFailureActions(nint service, ServiceDefinition definition, List<string> refused)
    {
        var actions = stackalloc SC_ACTION[definition.RestartDelays.Count];
        for (var i = 0; i < definition.RestartDelays.Count; i++)
        {
            actions[i] = new SC_ACTION { Type = ServiceConstants.ActionRestart, Delay = (uint)definition.RestartDelays[i].TotalMilliseconds };
        }

        var failure = new SERVICE_FAILURE_ACTIONSW
        {
            dwResetPeriod = (uint)definition.ResetAfter.TotalSeconds,
            cActions = (uint)definition.RestartDelays.Count,
            lpsaActions = actions,
        };
        Try(service, ServiceConstants.ConfigFailureActions, &failure, "restart after failures", refused);
        var flag = new SERVICE_FAILURE_ACTIONS_FLAG { fFailureActionsOnNonCrashFailures = 1 };
        Try(service, ServiceConstants.ConfigFailureFlag, &flag, "restart after errors", refused);
    }

    // The service works without these; a system that refuses one says so and is not a reason to give up.
    private static void Try(nint service, uint level, void* info, string what, List<string> refused)
    {
        // SAFETY: the caller passes the structure that belongs to the level.
        if (ServiceApi.ChangeServiceConfig2W(service, level, info) == 0)
        {
            refused.Add($"{what} (error {Marshal.GetLastPInvokeError()})");
        }
    }
}
