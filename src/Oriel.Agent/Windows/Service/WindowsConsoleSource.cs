using Oriel.Interop.Windows.Sessions;

namespace Oriel.Agent.Windows.Service;

/// <summary>The console as Windows tells it.</summary>
internal sealed class WindowsConsoleSource : IConsoleSource
{
    /// <inheritdoc/>
    public uint? ActiveSession => ConsoleSession.ActiveId;

    /// <inheritdoc/>
    public IReadOnlyList<uint> RemoteSessions => ConsoleSession.RemoteIds();
}
