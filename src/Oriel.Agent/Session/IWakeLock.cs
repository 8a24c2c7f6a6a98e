namespace Oriel.Agent.Session;

/// <summary>Keeps the machine and its display awake while somebody watches. Tick thread.</summary>
internal interface IWakeLock
{
    /// <summary>Somebody watches, or nobody any more.</summary>
    void Hold(bool watched);
}
