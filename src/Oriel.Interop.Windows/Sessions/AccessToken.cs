namespace Oriel.Interop.Windows.Sessions;

/// <summary>An access token: who a process acts for, and in which session. Failures throw <see cref="System.ComponentModel.Win32Exception"/> with the name of the call.</summary>
public sealed unsafe class AccessToken : IDisposable
{
    private AccessToken(nint handle) => Handle = new KernelHandle(handle);

    /// <summary>The token's handle.</summary>
    internal KernelHandle Handle { get; }

    /// <summary>This process has the full rights of an administrator.</summary>
    public static bool IsProcessElevated()
    {
        using var own = OpenOwn(SessionConstants.TokenQuery);
        using var use = new HandleUse(own.Handle);
        uint elevated;
        uint needed;

        // SAFETY: the answer is one 32-bit number.
        return SessionApi.GetTokenInformation(use.Value, SessionConstants.TokenElevation, &elevated, sizeof(uint), &needed) != 0 ? elevated != 0 : throw WindowsCall.Failed("GetTokenInformation(TokenElevation)");
    }

    /// <summary>
    /// A copy of this process's own token, moved to a session: what is started with it acts for the same account (LocalSystem, for the service), sees that session's desktops, and
    /// may follow the input to the desktops of login and elevation prompts, which no user may open.
    /// </summary>
    public static AccessToken OwnInSession(uint session)
    {
        const uint Access = SessionConstants.TokenAssignPrimary | SessionConstants.TokenDuplicate | SessionConstants.TokenQuery | SessionConstants.TokenAdjustDefault | SessionConstants.TokenAdjustSession;
        using var own = OpenOwn(SessionConstants.TokenDuplicate | SessionConstants.TokenQuery);
        using var use = new HandleUse(own.Handle);
        nint copy;

        // SAFETY: out-parameters are locals; null attributes mean the default.
        if (SessionApi.DuplicateTokenEx(use.Value, Access, null, SessionConstants.SecurityIdentification, SessionConstants.TokenPrimary, &copy) == 0)
        {
            throw WindowsCall.Failed("DuplicateTokenEx");
        }

        var token = new AccessToken(copy);

        // SAFETY: the information of this class is one 32-bit number; the handle was made above and is owned by the token.
        if (SessionApi.SetTokenInformation(copy, SessionConstants.TokenSessionId, &session, sizeof(uint)) == 0)
        {
            var failure = WindowsCall.Failed("SetTokenInformation(TokenSessionId)");
            token.Dispose();
            throw failure;
        }

        return token;
    }

    /// <summary>The token of the user logged in at a session; null when nobody is, or when this process is not LocalSystem.</summary>
    public static AccessToken? TryUserOf(uint session)
    {
        nint token;

        // SAFETY: the out-parameter is a local.
        return SessionApi.WTSQueryUserToken(session, &token) != 0 ? new AccessToken(token) : null;
    }

    /// <inheritdoc/>
    public void Dispose() => Handle.Dispose();

    private static AccessToken OpenOwn(uint access)
    {
        nint token;

        // SAFETY: the out-parameter is a local; the process handle is a constant that needs no closing.
        return SessionApi.OpenProcessToken(SessionApi.GetCurrentProcess(), access, &token) != 0 ? new AccessToken(token) : throw WindowsCall.Failed("OpenProcessToken");
    }
}
