using System.Runtime.Versioning;
using Oriel.Agent.Configuration;
using Oriel.Interop.Windows.Sessions;

namespace Oriel.Agent.Windows.Service;

/// <summary>A capture process with the event that ends it.</summary>
[SupportedOSPlatform("windows")]
internal sealed class WindowsCaptureProcess : ICaptureProcess
{
    private const uint TerminatedExitCode = AgentExitCodes.Internal;

    private readonly SessionProcess _process;
    private readonly EventWaitHandle _end;

    /// <summary>Takes both over.</summary>
    public WindowsCaptureProcess(SessionProcess process, EventWaitHandle end)
    {
        _process = process;
        _end = end;
    }

    /// <inheritdoc/>
    public uint Id => _process.Id;

    /// <inheritdoc/>
    public WaitHandle Ended => _process.Ended;

    /// <inheritdoc/>
    public string? LastWords => Service.LastWords.Read(AgentFolders.LastWords);

    /// <inheritdoc/>
    public bool HasEnded(out uint exitCode) => _process.HasEnded(out exitCode);

    /// <inheritdoc/>
    public void RequestEnd() => _end.Set();

    /// <inheritdoc/>
    public void Terminate() => _process.Terminate(TerminatedExitCode);

    /// <inheritdoc/>
    public void Dispose()
    {
        _end.Dispose();
        _process.Dispose();
    }
}
