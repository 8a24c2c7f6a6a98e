using Microsoft.Win32.SafeHandles;

namespace Oriel.Interop.Windows.Sessions;

/// <summary>A process started in a session. Failures throw <see cref="System.ComponentModel.Win32Exception"/> with the name of the call.</summary>
public sealed unsafe class SessionProcess : IDisposable
{
    private readonly KernelHandle _handle;

    private SessionProcess(KernelHandle handle, uint id)
    {
        _handle = handle;
        Id = id;
        Ended = new EventWaitHandle(initialState: false, EventResetMode.ManualReset);

        // The event's own object is replaced by the process, which is signalled when it has ended; the handle stays ours.
        Ended.SafeWaitHandle.Dispose();
        Ended.SafeWaitHandle = new SafeWaitHandle(handle.DangerousGetHandle(), ownsHandle: false);
    }

    /// <summary>Process id.</summary>
    public uint Id { get; }

    /// <summary>Signalled when the process has ended.</summary>
    public WaitHandle Ended { get; }

    /// <summary>Starts a program in a job, on a desktop of the token's session. It inherits no handles (they cannot cross sessions).</summary>
    /// <param name="token">Who it acts for, and where.</param>
    /// <param name="job">Ends it.</param>
    /// <param name="commandLine">Quoted program and arguments.</param>
    /// <param name="folder">Its current folder.</param>
    /// <param name="desktop">Window station and desktop, for example <c>winsta0\default</c>.</param>
    public static SessionProcess Start(AccessToken token, JobObject job, string commandLine, string folder, string desktop)
    {
        ArgumentNullException.ThrowIfNull(token);
        ArgumentNullException.ThrowIfNull(job);
        using var useToken = new HandleUse(token.Handle);
        using var useJob = new HandleUse(job.Handle);
        var process = Create(useToken.Value, commandLine, folder, desktop);
        var started = new SessionProcess(new KernelHandle(process.hProcess), process.dwProcessId);

        // SAFETY: both handles were just given to us. The process does not run a line before it is in the job.
        var joined = SessionApi.AssignProcessToJobObject(useJob.Value, process.hProcess) != 0;
        var failure = joined ? null : WindowsCall.Failed("AssignProcessToJobObject");
        if (joined && SessionApi.ResumeThread(process.hThread) == uint.MaxValue)
        {
            failure = WindowsCall.Failed("ResumeThread");
        }

        _ = SessionApi.CloseHandle(process.hThread);
        if (failure is not null)
        {
            started.Terminate(1);
            started.Dispose();
            throw failure;
        }

        return started;
    }

    /// <summary>True when it has ended; then with its exit code.</summary>
    public bool HasEnded(out uint exitCode)
    {
        using var use = new HandleUse(_handle);
        uint code = 0;

        // SAFETY: the out-parameter is a local.
        var ended = SessionApi.WaitForSingleObject(use.Value, 0) == SessionConstants.WaitObject0 && SessionApi.GetExitCodeProcess(use.Value, &code) != 0;
        exitCode = code;
        return ended;
    }

    /// <summary>Ends it by force.</summary>
    public void Terminate(uint exitCode)
    {
        using var use = new HandleUse(_handle);

        // Refused only when it has ended already.
        _ = SessionApi.TerminateProcess(use.Value, exitCode);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Ended.Dispose();
        _handle.Dispose();
    }

    private static PROCESS_INFORMATION Create(nint token, string commandLine, string folder, string desktop)
    {
        const uint Flags = SessionConstants.CreateSuspended | SessionConstants.CreateUnicodeEnvironment | SessionConstants.CreateNoWindow;
        void* environment;

        // SAFETY: the out-parameter is a local; without a block the process gets ours, which is the same account's.
        if (SessionApi.CreateEnvironmentBlock(&environment, token, 0) == 0)
        {
            environment = null;
        }

        // The call may write into the command line, so it gets a copy, terminated.
        var line = new char[commandLine.Length + 1];
        commandLine.CopyTo(line);
        PROCESS_INFORMATION process;
        try
        {
            // SAFETY: all strings are terminated and pinned for the call, which copies what it needs.
            fixed (char* text = line, where = folder, on = desktop)
            {
                var startup = new STARTUPINFOW { cb = (uint)sizeof(STARTUPINFOW), lpDesktop = on };
                return SessionApi.CreateProcessAsUserW(token, null, text, null, null, 0, Flags, environment, where, &startup, &process) != 0
                    ? process
                    : throw WindowsCall.Failed("CreateProcessAsUser");
            }
        }
        finally
        {
            if (environment is not null)
            {
                _ = SessionApi.DestroyEnvironmentBlock(environment);
            }
        }
    }
}
