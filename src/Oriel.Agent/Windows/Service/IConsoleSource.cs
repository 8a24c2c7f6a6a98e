namespace Oriel.Agent.Windows.Service;

/// <summary>Who has the machine's screens. Service thread.</summary>
internal interface IConsoleSource
{
    /// <summary>The session of the console; null while it is being switched.</summary>
    uint? ActiveSession { get; }

    /// <summary>Sessions that Remote Desktop shows elsewhere: what happens in them is not on the console.</summary>
    IReadOnlyList<uint> RemoteSessions { get; }
}
