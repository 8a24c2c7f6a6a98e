#include "oracle.h"
#include <winsvc.h>
#include <winuser.h>

int main(void)
{
    ORACLE_BEGIN();

    STRUCT(SERVICE_STATUS);
    FIELD(SERVICE_STATUS, dwServiceType);
    FIELD(SERVICE_STATUS, dwCurrentState);
    FIELD(SERVICE_STATUS, dwControlsAccepted);
    FIELD(SERVICE_STATUS, dwWin32ExitCode);
    FIELD(SERVICE_STATUS, dwServiceSpecificExitCode);
    FIELD(SERVICE_STATUS, dwCheckPoint);
    FIELD(SERVICE_STATUS, dwWaitHint);

    STRUCT(SERVICE_STATUS_PROCESS);
    FIELD(SERVICE_STATUS_PROCESS, dwServiceType);
    FIELD(SERVICE_STATUS_PROCESS, dwCurrentState);
    FIELD(SERVICE_STATUS_PROCESS, dwControlsAccepted);
    FIELD(SERVICE_STATUS_PROCESS, dwWin32ExitCode);
    FIELD(SERVICE_STATUS_PROCESS, dwServiceSpecificExitCode);
    FIELD(SERVICE_STATUS_PROCESS, dwCheckPoint);
    FIELD(SERVICE_STATUS_PROCESS, dwWaitHint);
    FIELD(SERVICE_STATUS_PROCESS, dwProcessId);
    FIELD(SERVICE_STATUS_PROCESS, dwServiceFlags);

    STRUCT(QUERY_SERVICE_CONFIGW);
    FIELD(QUERY_SERVICE_CONFIGW, dwServiceType);
    FIELD(QUERY_SERVICE_CONFIGW, dwStartType);
    FIELD(QUERY_SERVICE_CONFIGW, dwErrorControl);
    FIELD(QUERY_SERVICE_CONFIGW, lpBinaryPathName);
    FIELD(QUERY_SERVICE_CONFIGW, lpLoadOrderGroup);
    FIELD(QUERY_SERVICE_CONFIGW, dwTagId);
    FIELD(QUERY_SERVICE_CONFIGW, lpDependencies);
    FIELD(QUERY_SERVICE_CONFIGW, lpServiceStartName);
    FIELD(QUERY_SERVICE_CONFIGW, lpDisplayName);

    STRUCT(SERVICE_DESCRIPTIONW);
    FIELD(SERVICE_DESCRIPTIONW, lpDescription);

    STRUCT(SC_ACTION);
    FIELD(SC_ACTION, Type);
    FIELD(SC_ACTION, Delay);

    STRUCT(SERVICE_FAILURE_ACTIONSW);
    FIELD(SERVICE_FAILURE_ACTIONSW, dwResetPeriod);
    FIELD(SERVICE_FAILURE_ACTIONSW, lpRebootMsg);
    FIELD(SERVICE_FAILURE_ACTIONSW, lpCommand);
    FIELD(SERVICE_FAILURE_ACTIONSW, cActions);
    FIELD(SERVICE_FAILURE_ACTIONSW, lpsaActions);

    STRUCT(SERVICE_FAILURE_ACTIONS_FLAG);
    FIELD(SERVICE_FAILURE_ACTIONS_FLAG, fFailureActionsOnNonCrashFailures);

    STRUCT(SERVICE_DELAYED_AUTO_START_INFO);
    FIELD(SERVICE_DELAYED_AUTO_START_INFO, fDelayedAutostart);

    STRUCT(SERVICE_SID_INFO);
    FIELD(SERVICE_SID_INFO, dwServiceSidType);

    STRUCT(SERVICE_PRESHUTDOWN_INFO);
    FIELD(SERVICE_PRESHUTDOWN_INFO, dwPreshutdownTimeout);

    STRUCT(SERVICE_TABLE_ENTRYW);
    FIELD(SERVICE_TABLE_ENTRYW, lpServiceName);
    FIELD(SERVICE_TABLE_ENTRYW, lpServiceProc);

    STRUCT(WTSSESSION_NOTIFICATION);
    FIELD(WTSSESSION_NOTIFICATION, cbSize);
    FIELD(WTSSESSION_NOTIFICATION, dwSessionId);

    CONSTANT(ServiceConstants, ManagerConnect, SC_MANAGER_CONNECT);
    CONSTANT(ServiceConstants, ManagerCreateService, SC_MANAGER_CREATE_SERVICE);
    CONSTANT(ServiceConstants, QueryConfig, SERVICE_QUERY_CONFIG);
    CONSTANT(ServiceConstants, ChangeConfig, SERVICE_CHANGE_CONFIG);
    CONSTANT(ServiceConstants, QueryStatus, SERVICE_QUERY_STATUS);
    CONSTANT(ServiceConstants, Start, SERVICE_START);
    CONSTANT(ServiceConstants, Stop, SERVICE_STOP);
    CONSTANT(ServiceConstants, Delete, DELETE);
    CONSTANT(ServiceConstants, OwnProcess, SERVICE_WIN32_OWN_PROCESS);
    CONSTANT(ServiceConstants, AutoStart, SERVICE_AUTO_START);
    CONSTANT(ServiceConstants, ErrorNormal, SERVICE_ERROR_NORMAL);
    CONSTANT(ServiceConstants, NoChange, SERVICE_NO_CHANGE);
    CONSTANT(ServiceConstants, ConfigDescription, SERVICE_CONFIG_DESCRIPTION);
    CONSTANT(ServiceConstants, ConfigFailureActions, SERVICE_CONFIG_FAILURE_ACTIONS);
    CONSTANT(ServiceConstants, ConfigDelayedStart, SERVICE_CONFIG_DELAYED_AUTO_START_INFO);
    CONSTANT(ServiceConstants, ConfigFailureFlag, SERVICE_CONFIG_FAILURE_ACTIONS_FLAG);
    CONSTANT(ServiceConstants, ConfigSid, SERVICE_CONFIG_SERVICE_SID_INFO);
    CONSTANT(ServiceConstants, ConfigPreshutdown, SERVICE_CONFIG_PRESHUTDOWN_INFO);
    CONSTANT(ServiceConstants, SidUnrestricted, SERVICE_SID_TYPE_UNRESTRICTED);
    CONSTANT(ServiceConstants, ActionRestart, SC_ACTION_RESTART);
    CONSTANT(ServiceConstants, StatusProcessInfo, SC_STATUS_PROCESS_INFO);
    CONSTANT(ServiceConstants, ControlStop, SERVICE_CONTROL_STOP);
    CONSTANT(ServiceConstants, ControlInterrogate, SERVICE_CONTROL_INTERROGATE);
    CONSTANT(ServiceConstants, ControlShutdown, SERVICE_CONTROL_SHUTDOWN);
    CONSTANT(ServiceConstants, ControlPowerEvent, SERVICE_CONTROL_POWEREVENT);
    CONSTANT(ServiceConstants, ControlSessionChange, SERVICE_CONTROL_SESSIONCHANGE);
    CONSTANT(ServiceConstants, ControlPreshutdown, SERVICE_CONTROL_PRESHUTDOWN);
    CONSTANT(ServiceConstants, AcceptStop, SERVICE_ACCEPT_STOP);
    CONSTANT(ServiceConstants, AcceptShutdown, SERVICE_ACCEPT_SHUTDOWN);
    CONSTANT(ServiceConstants, AcceptPowerEvent, SERVICE_ACCEPT_POWEREVENT);
    CONSTANT(ServiceConstants, AcceptSessionChange, SERVICE_ACCEPT_SESSIONCHANGE);
    CONSTANT(ServiceConstants, AcceptPreshutdown, SERVICE_ACCEPT_PRESHUTDOWN);
    CONSTANT(ServiceConstants, NoError, NO_ERROR);
    CONSTANT(ServiceConstants, ErrorCallNotImplemented, ERROR_CALL_NOT_IMPLEMENTED);
    CONSTANT(ServiceConstants, ErrorServiceSpecific, ERROR_SERVICE_SPECIFIC_ERROR);
    CONSTANT(ServiceConstants, EventError, EVENTLOG_ERROR_TYPE);
    CONSTANT(ServiceConstants, EventWarning, EVENTLOG_WARNING_TYPE);
    CONSTANT(ServiceConstants, EventInformation, EVENTLOG_INFORMATION_TYPE);
    CONSTANT(ServiceState, Stopped, SERVICE_STOPPED);
    CONSTANT(ServiceState, StartPending, SERVICE_START_PENDING);
    CONSTANT(ServiceState, StopPending, SERVICE_STOP_PENDING);
    CONSTANT(ServiceState, Running, SERVICE_RUNNING);
    CONSTANT(ServiceState, ContinuePending, SERVICE_CONTINUE_PENDING);
    CONSTANT(ServiceState, PausePending, SERVICE_PAUSE_PENDING);
    CONSTANT(ServiceState, Paused, SERVICE_PAUSED);
    return 0;
}
