namespace Oriel.Interop.Windows.Services;

/// <summary>What a service tells about itself.</summary>
internal struct SERVICE_STATUS
{
    public uint dwServiceType;
    public uint dwCurrentState;
    public uint dwControlsAccepted;
    public uint dwWin32ExitCode;
    public uint dwServiceSpecificExitCode;
    public uint dwCheckPoint;
    public uint dwWaitHint;
}

/// <summary>The same with its process.</summary>
internal struct SERVICE_STATUS_PROCESS
{
    public uint dwServiceType;
    public uint dwCurrentState;
    public uint dwControlsAccepted;
    public uint dwWin32ExitCode;
    public uint dwServiceSpecificExitCode;
    public uint dwCheckPoint;
    public uint dwWaitHint;
    public uint dwProcessId;
    public uint dwServiceFlags;
}

/// <summary>Head of a service's configuration; its strings follow in the same buffer.</summary>
internal unsafe struct QUERY_SERVICE_CONFIGW
{
    public uint dwServiceType;
    public uint dwStartType;
    public uint dwErrorControl;
    public char* lpBinaryPathName;
    public char* lpLoadOrderGroup;
    public uint dwTagId;
    public char* lpDependencies;
    public char* lpServiceStartName;
    public char* lpDisplayName;
}

/// <summary>Text shown beside the name.</summary>
internal unsafe struct SERVICE_DESCRIPTIONW
{
    public char* lpDescription;
}

/// <summary>One step after a failure.</summary>
internal struct SC_ACTION
{
    public int Type;
    public uint Delay;
}

/// <summary>Steps after failures.</summary>
internal unsafe struct SERVICE_FAILURE_ACTIONSW
{
    public uint dwResetPeriod;
    public char* lpRebootMsg;
    public char* lpCommand;
    public uint cActions;
    public SC_ACTION* lpsaActions;
}

/// <summary>Whether the steps are also taken when a service stops with an error.</summary>
internal struct SERVICE_FAILURE_ACTIONS_FLAG
{
    public int fFailureActionsOnNonCrashFailures;
}

/// <summary>Start some time after the others.</summary>
internal struct SERVICE_DELAYED_AUTO_START_INFO
{
    public int fDelayedAutostart;
}

/// <summary>Whether the service has an identity of its own in access lists.</summary>
internal struct SERVICE_SID_INFO
{
    public uint dwServiceSidType;
}

/// <summary>How long shutdown waits.</summary>
internal struct SERVICE_PRESHUTDOWN_INFO
{
    public uint dwPreshutdownTimeout;
}

/// <summary>A service of a process.</summary>
internal unsafe struct SERVICE_TABLE_ENTRYW
{
    public char* lpServiceName;
    public delegate* unmanaged<uint, char**, void> lpServiceProc;
}

/// <summary>What comes with a session change.</summary>
internal struct WTSSESSION_NOTIFICATION
{
    public uint cbSize;
    public uint dwSessionId;
}
