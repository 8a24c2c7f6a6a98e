using System.ComponentModel;
using System.Runtime.Versioning;
using Oriel.Agent.Configuration;
using Oriel.Interop.Windows.Sessions;

namespace Oriel.Agent.Windows.Service;

/// <summary>
/// Starts <c>oriel-agent run --child</c> as LocalSystem in a session: the account of the service, so that it may follow the input onto the desktops of login and
/// elevation prompts. Processes are in a job and end with the service, however that ends.
/// </summary>
[SupportedOSPlatform("windows")]
internal sealed class WindowsCaptureStarter : ICaptureStarter, IDisposable
{
    /// <summary>Where the user's windows are; the capture threads move on from there by themselves. Wine wants the very spelling.</summary>
    private const string UserDesktop = @"WinSta0\Default";

    private readonly JobObject _job = JobObject.Create();
    private readonly string _program;

    /// <summary>Creates it.</summary>
    /// <param name="program">Full path of the agent.</param>
    public WindowsCaptureStarter(string program) => _program = program;

    /// <inheritdoc/>
    public ICaptureProcess? TryStart(uint session, out string? problem)
    {
        EventWaitHandle? end = null;
        try
        {
            // A name nobody can guess: whoever made the event first could otherwise keep us from ending the process.
            var name = $@"Global\Oriel-End-{Guid.NewGuid():N}";
            end = new EventWaitHandle(initialState: false, EventResetMode.ManualReset, name);
            LastWords.Forget(AgentFolders.LastWords);
            using var token = AccessToken.OwnInSession(session);
            var process = SessionProcess.Start(token, _job, $"\"{_program}\" run --child --exit-event {name}", Path.GetDirectoryName(_program)!, UserDesktop);
            problem = null;
            return new WindowsCaptureProcess(process, end);
        }
        catch (Exception error) when (error is Win32Exception or IOException or UnauthorizedAccessException)
        {
            end?.Dispose();
            problem = error.Message;
            return null;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _job.Dispose();
}
