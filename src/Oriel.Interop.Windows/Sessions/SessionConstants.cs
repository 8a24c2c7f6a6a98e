namespace Oriel.Interop.Windows.Sessions;

/// <summary>Numbers of tokens, sessions, jobs and processes.</summary>
internal static class SessionConstants
{
    public const uint TokenAssignPrimary = 0x0001;
    public const uint TokenDuplicate = 0x0002;
    public const uint TokenQuery = 0x0008;
    public const uint TokenAdjustDefault = 0x0080;
    public const uint TokenAdjustSession = 0x0100;
    public const int SecurityIdentification = 1;
    public const int TokenPrimary = 1;
    public const int TokenSessionId = 12;
    public const int TokenElevation = 20;
    public const uint NoConsoleSession = 0xFFFFFFFF;
    public const int ConnectState = 8;
    public const int ClientProtocolType = 16;
    public const int StateActive = 0;
    public const uint CreateSuspended = 0x4;
    public const uint CreateUnicodeEnvironment = 0x400;
    public const uint CreateNoWindow = 0x8000000;
    public const int JobExtendedLimits = 9;
    public const uint JobKillOnClose = 0x2000;
    public const uint WaitObject0 = 0;
    public const uint ConsoleConnect = 1;
    public const uint ConsoleDisconnect = 2;
    public const uint RemoteConnect = 3;
    public const uint RemoteDisconnect = 4;
    public const uint SessionLogon = 5;
    public const uint SessionLogoff = 6;
    public const uint SessionLock = 7;
    public const uint SessionUnlock = 8;
}
