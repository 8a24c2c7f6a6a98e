namespace Oriel.Host.Machines;

/// <summary>A shared memory device of a machine.</summary>
/// <param name="Name">Name in the domain or id of the memory backend.</param>
/// <param name="Path">File or device that backs it; empty with a doorbell server.</param>
/// <param name="Socket">Socket of its doorbell server; empty without.</param>
/// <param name="Bytes">Size; null where the server says it.</param>
public sealed record MachineMemory(string Name, string Path, string Socket, ulong? Bytes)
{
    /// <summary>As <c>--region</c> takes it; empty when no place is known.</summary>
    public string Source => Socket.Length > 0 ? $"doorbell:{Socket}" : Path;

    /// <summary>The file, device or socket.</summary>
    public string Place => Socket.Length > 0 ? Socket : Path;

    /// <summary>A ring wakes the viewer.</summary>
    public bool HasDoorbell => Socket.Length > 0;
}
