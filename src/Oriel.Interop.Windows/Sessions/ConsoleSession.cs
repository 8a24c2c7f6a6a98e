namespace Oriel.Interop.Windows.Sessions;

/// <summary>The session that has the machine's screens and input devices, and who else is connected.</summary>
public static unsafe class ConsoleSession
{
    private const ushort RemoteDesktopProtocol = 2;

    /// <summary>The console's session; null while it is being switched.</summary>
    public static uint? ActiveId => SessionApi.WTSGetActiveConsoleSessionId() is var id && id != SessionConstants.NoConsoleSession ? id : null;

    /// <summary>Sessions somebody works in by Remote Desktop now. Empty when the system does not tell.</summary>
    public static IReadOnlyList<uint> RemoteIds()
    {
        WTS_SESSION_INFOW* sessions;
        uint count;

        // SAFETY: the out-parameters are locals; the server 0 is this machine.
        if (SessionApi.WTSEnumerateSessionsW(0, 0, 1, &sessions, &count) == 0 || sessions is null)
        {
            return [];
        }

        try
        {
            var remote = new List<uint>();
            for (var i = 0; i < count; i++)
            {
                if (sessions[i].State == SessionConstants.StateActive && IsRemote(sessions[i].SessionId))
                {
                    remote.Add(sessions[i].SessionId);
                }
            }

            return remote;
        }
        finally
        {
            SessionApi.WTSFreeMemory(sessions);
        }
    }

    private static bool IsRemote(uint session)
    {
        void* buffer;
        uint bytes;

        // SAFETY: the out-parameters are locals; the answer of this class is a 16-bit number, checked against the size told, and freed.
        if (SessionApi.WTSQuerySessionInformationW(0, session, SessionConstants.ClientProtocolType, &buffer, &bytes) == 0 || buffer is null)
        {
            return false;
        }

        var protocol = bytes >= sizeof(ushort) ? *(ushort*)buffer : (ushort)0;
        SessionApi.WTSFreeMemory(buffer);
        return protocol == RemoteDesktopProtocol;
    }
}
