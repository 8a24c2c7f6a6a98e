#include "oracle.h"
#include <winuser.h>
#include <wtsapi32.h>

int main(void)
{
    ORACLE_BEGIN();

    STRUCT(STARTUPINFOW);
    FIELD(STARTUPINFOW, cb);
    FIELD(STARTUPINFOW, lpReserved);
    FIELD(STARTUPINFOW, lpDesktop);
    FIELD(STARTUPINFOW, lpTitle);
    FIELD(STARTUPINFOW, dwX);
    FIELD(STARTUPINFOW, dwY);
    FIELD(STARTUPINFOW, dwXSize);
    FIELD(STARTUPINFOW, dwYSize);
    FIELD(STARTUPINFOW, dwXCountChars);
    FIELD(STARTUPINFOW, dwYCountChars);
    FIELD(STARTUPINFOW, dwFillAttribute);
    FIELD(STARTUPINFOW, dwFlags);
    FIELD(STARTUPINFOW, wShowWindow);
    FIELD(STARTUPINFOW, cbReserved2);
    FIELD(STARTUPINFOW, lpReserved2);
    FIELD(STARTUPINFOW, hStdInput);
    FIELD(STARTUPINFOW, hStdOutput);
    FIELD(STARTUPINFOW, hStdError);

    STRUCT(PROCESS_INFORMATION);
    FIELD(PROCESS_INFORMATION, hProcess);
    FIELD(PROCESS_INFORMATION, hThread);
    FIELD(PROCESS_INFORMATION, dwProcessId);
    FIELD(PROCESS_INFORMATION, dwThreadId);

    STRUCT(JOBOBJECT_BASIC_LIMIT_INFORMATION);
    FIELD(JOBOBJECT_BASIC_LIMIT_INFORMATION, PerProcessUserTimeLimit);
    FIELD(JOBOBJECT_BASIC_LIMIT_INFORMATION, PerJobUserTimeLimit);
    FIELD(JOBOBJECT_BASIC_LIMIT_INFORMATION, LimitFlags);
    FIELD(JOBOBJECT_BASIC_LIMIT_INFORMATION, MinimumWorkingSetSize);
    FIELD(JOBOBJECT_BASIC_LIMIT_INFORMATION, MaximumWorkingSetSize);
    FIELD(JOBOBJECT_BASIC_LIMIT_INFORMATION, ActiveProcessLimit);
    FIELD(JOBOBJECT_BASIC_LIMIT_INFORMATION, Affinity);
    FIELD(JOBOBJECT_BASIC_LIMIT_INFORMATION, PriorityClass);
    FIELD(JOBOBJECT_BASIC_LIMIT_INFORMATION, SchedulingClass);

    STRUCT(IO_COUNTERS);
    FIELD(IO_COUNTERS, ReadOperationCount);
    FIELD(IO_COUNTERS, WriteOperationCount);
    FIELD(IO_COUNTERS, OtherOperationCount);
    FIELD(IO_COUNTERS, ReadTransferCount);
    FIELD(IO_COUNTERS, WriteTransferCount);
    FIELD(IO_COUNTERS, OtherTransferCount);

    STRUCT(JOBOBJECT_EXTENDED_LIMIT_INFORMATION);
    FIELD(JOBOBJECT_EXTENDED_LIMIT_INFORMATION, BasicLimitInformation);
    FIELD(JOBOBJECT_EXTENDED_LIMIT_INFORMATION, IoInfo);
    FIELD(JOBOBJECT_EXTENDED_LIMIT_INFORMATION, ProcessMemoryLimit);
    FIELD(JOBOBJECT_EXTENDED_LIMIT_INFORMATION, JobMemoryLimit);
    FIELD(JOBOBJECT_EXTENDED_LIMIT_INFORMATION, PeakProcessMemoryUsed);
    FIELD(JOBOBJECT_EXTENDED_LIMIT_INFORMATION, PeakJobMemoryUsed);

    STRUCT(WTS_SESSION_INFOW);
    FIELD(WTS_SESSION_INFOW, SessionId);
    FIELD(WTS_SESSION_INFOW, pWinStationName);
    FIELD(WTS_SESSION_INFOW, State);

    CONSTANT(SessionConstants, TokenAssignPrimary, TOKEN_ASSIGN_PRIMARY);
    CONSTANT(SessionConstants, TokenDuplicate, TOKEN_DUPLICATE);
    CONSTANT(SessionConstants, TokenQuery, TOKEN_QUERY);
    CONSTANT(SessionConstants, TokenAdjustDefault, TOKEN_ADJUST_DEFAULT);
    CONSTANT(SessionConstants, TokenAdjustSession, TOKEN_ADJUST_SESSIONID);
    CONSTANT(SessionConstants, SecurityIdentification, SecurityIdentification);
    CONSTANT(SessionConstants, TokenPrimary, TokenPrimary);
    CONSTANT(SessionConstants, TokenSessionId, TokenSessionId);
    CONSTANT(SessionConstants, TokenElevation, TokenElevation);
    CONSTANT(SessionConstants, ConnectState, WTSConnectState);
    CONSTANT(SessionConstants, ClientProtocolType, WTSClientProtocolType);
    CONSTANT(SessionConstants, StateActive, WTSActive);
    CONSTANT(SessionConstants, CreateSuspended, CREATE_SUSPENDED);
    CONSTANT(SessionConstants, CreateUnicodeEnvironment, CREATE_UNICODE_ENVIRONMENT);
    CONSTANT(SessionConstants, CreateNoWindow, CREATE_NO_WINDOW);
    CONSTANT(SessionConstants, JobExtendedLimits, JobObjectExtendedLimitInformation);
    CONSTANT(SessionConstants, JobKillOnClose, JOB_OBJECT_LIMIT_KILL_ON_JOB_CLOSE);
    CONSTANT(SessionConstants, WaitObject0, WAIT_OBJECT_0);
    CONSTANT(SessionConstants, ConsoleConnect, WTS_CONSOLE_CONNECT);
    CONSTANT(SessionConstants, ConsoleDisconnect, WTS_CONSOLE_DISCONNECT);
    CONSTANT(SessionConstants, RemoteConnect, WTS_REMOTE_CONNECT);
    CONSTANT(SessionConstants, RemoteDisconnect, WTS_REMOTE_DISCONNECT);
    CONSTANT(SessionConstants, SessionLogon, WTS_SESSION_LOGON);
    CONSTANT(SessionConstants, SessionLogoff, WTS_SESSION_LOGOFF);
    CONSTANT(SessionConstants, SessionLock, WTS_SESSION_LOCK);
    CONSTANT(SessionConstants, SessionUnlock, WTS_SESSION_UNLOCK);
    return 0;
}
