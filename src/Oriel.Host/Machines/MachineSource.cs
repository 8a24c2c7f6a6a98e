using Oriel.Host.Systems;

namespace Oriel.Host.Machines;

/// <summary>A place machines are looked for, and how that went.</summary>
/// <param name="Name">libvirt's connection, or "/proc" for running QEMU programs.</param>
/// <param name="Missing">Why nothing could be seen there; <see cref="Missing.Nothing"/> when all was.</param>
/// <param name="Why">What is missing, in words; empty when all was seen.</param>
public sealed record MachineSource(string Name, Missing Missing, string Why)
{
    /// <summary>Everything there was seen.</summary>
    public bool IsSeen => Missing == Missing.Nothing;
}
