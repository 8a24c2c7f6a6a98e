namespace Oriel.Agent.Windows.Service;

/// <summary>Starts capture processes. Service thread.</summary>
internal interface ICaptureStarter
{
    /// <summary>Starts one in a session; null when the system refused, with the reason.</summary>
    ICaptureProcess? TryStart(uint session, out string? problem);
}
