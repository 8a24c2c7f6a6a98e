using System.Runtime.InteropServices;

namespace Oriel.Interop.Windows.Services;

/// <summary>
/// Connects this process to the service manager, which then calls in: one service a process. The calls come on threads of the system, so state is static, and no
/// exception leaves them (one that crossed native frames would end the process without a word to the manager).
/// </summary>
public static unsafe class ServiceDispatcher
{
    private const int ErrorFailedServiceControllerConnect = 1063;
    private const int CrashExitCode = 1;

    private static IServiceProgram? s_program;
    private static string s_name = "";

    /// <summary>What ended the service's own code, when it threw.</summary>
    public static Exception? Failure { get; private set; }

    /// <summary>Runs the program as a service and returns when it has stopped; false when this process was not started by the service manager.</summary>
    public static bool TryRun(string name, IServiceProgram program)
    {
        (s_name, s_program) = (name, program);

        // SAFETY: the table, closed by an empty entry, and the name live until the call returns, which is when the service has stopped.
        fixed (char* text = name)
        {
            var table = stackalloc SERVICE_TABLE_ENTRYW[2];
            table[0] = new SERVICE_TABLE_ENTRYW { lpServiceName = text, lpServiceProc = &Main };
            table[1] = default;
            return ServiceApi.StartServiceCtrlDispatcherW(table) != 0
                || (Marshal.GetLastPInvokeError() == ErrorFailedServiceControllerConnect ? false : throw WindowsCall.Failed("StartServiceCtrlDispatcher"));
        }
    }

    [UnmanagedCallersOnly]
    private static void Main(uint count, char** arguments)
    {
        nint handle;

        // SAFETY: the name is terminated and pinned for the call; the handler is static.
        fixed (char* text = s_name)
        {
            handle = ServiceApi.RegisterServiceCtrlHandlerExW(text, &Handle, null);
        }

        if (handle == 0)
        {
            return;
        }

        var status = new ServiceStatusReporter(handle);
        var exitCode = CrashExitCode;
        try
        {
            status.Pending(ServiceState.StartPending, TimeSpan.FromSeconds(10));
            exitCode = s_program!.Run(status);
        }
        catch (Exception error) when (Keep(error))
        {
        }

        status.Stopped(exitCode);
    }

    [UnmanagedCallersOnly]
    private static uint Handle(uint control, uint eventType, void* data, void* context)
    {
        try
        {
            ServiceNotice? notice = control switch
            {
                ServiceConstants.ControlStop => new ServiceNotice(ServiceNoticeKind.Stop, 0, 0),
                ServiceConstants.ControlShutdown or ServiceConstants.ControlPreshutdown => new ServiceNotice(ServiceNoticeKind.Shutdown, 0, 0),

                // SAFETY: for this control the system passes this structure, valid for the length of the call.
                ServiceConstants.ControlSessionChange => new ServiceNotice(ServiceNoticeKind.Session, eventType, data is null ? 0 : ((WTSSESSION_NOTIFICATION*)data)->dwSessionId),
                ServiceConstants.ControlPowerEvent => new ServiceNotice(ServiceNoticeKind.Power, eventType, 0),
                _ => null,
            };
            if (notice is { } known)
            {
                s_program!.OnNotice(known);
                return ServiceConstants.NoError;
            }

            return control == ServiceConstants.ControlInterrogate ? ServiceConstants.NoError : ServiceConstants.ErrorCallNotImplemented;
        }
        catch (Exception error) when (Keep(error))
        {
            return ServiceConstants.NoError;
        }
    }

    private static bool Keep(Exception error)
    {
        Failure ??= error;
        return true;
    }
}
