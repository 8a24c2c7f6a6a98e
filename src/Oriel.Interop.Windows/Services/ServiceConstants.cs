namespace Oriel.Interop.Windows.Services;

/// <summary>Numbers of the service manager and the event log.</summary>
internal static class ServiceConstants
{
    public const uint ManagerConnect = 0x0001;
    public const uint ManagerCreateService = 0x0002;
    public const uint QueryConfig = 0x0001;
    public const uint ChangeConfig = 0x0002;
    public const uint QueryStatus = 0x0004;
    public const uint Start = 0x0010;
    public const uint Stop = 0x0020;
    public const uint Delete = 0x10000;
    public const uint OwnProcess = 0x10;
    public const uint AutoStart = 2;
    public const uint ErrorNormal = 1;
    public const uint NoChange = 0xFFFFFFFF;
    public const uint ConfigDescription = 1;
    public const uint ConfigFailureActions = 2;
    public const uint ConfigDelayedStart = 3;
    public const uint ConfigFailureFlag = 4;
    public const uint ConfigSid = 5;
    public const uint ConfigPreshutdown = 7;
    public const uint SidUnrestricted = 1;
    public const int ActionRestart = 1;
    public const int StatusProcessInfo = 0;
    public const uint ControlStop = 1;
    public const uint ControlInterrogate = 4;
    public const uint ControlShutdown = 5;
    public const uint ControlPowerEvent = 13;
    public const uint ControlSessionChange = 14;
    public const uint ControlPreshutdown = 15;
    public const uint AcceptStop = 0x001;
    public const uint AcceptShutdown = 0x004;
    public const uint AcceptPowerEvent = 0x040;
    public const uint AcceptSessionChange = 0x080;
    public const uint AcceptPreshutdown = 0x100;
    public const uint NoError = 0;
    public const uint ErrorCallNotImplemented = 120;
    public const uint ErrorServiceSpecific = 1066;
    public const ushort EventError = 1;
    public const ushort EventWarning = 2;
    public const ushort EventInformation = 4;
}
