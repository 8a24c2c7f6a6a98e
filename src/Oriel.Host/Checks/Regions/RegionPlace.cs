using Oriel.Host.Machines;
using Oriel.Host.Probes;
using Oriel.Host.Systems;

namespace Oriel.Host.Checks.Regions;

/// <summary>Why a region is looked at.</summary>
internal enum RegionReason
{
    /// <summary>The user named it.</summary>
    Asked,

    /// <summary>A machine has it.</summary>
    Machine,

    /// <summary>A server's socket.</summary>
    Served,

    /// <summary>It is where regions usually are.</summary>
    Usual,

    /// <summary>A session was found in it.</summary>
    Found,
}

/// <summary>A region to be judged, with everything known about it.</summary>
/// <param name="Source">As <c>--region</c> takes it.</param>
/// <param name="Path">File, device or socket.</param>
/// <param name="Reason">Why it is looked at.</param>
internal sealed record RegionPlace(string Source, string Path, RegionReason Reason)
{
    /// <summary>Machine that has it; null when none is known.</summary>
    public VirtualMachine? Machine { get; init; }

    /// <summary>The machine's device.</summary>
    public MachineMemory? Memory { get; init; }

    /// <summary>What the system says about the path.</summary>
    public Sight<FileFacts> Stat { get; init; } = Systems.Sight.None<FileFacts>(Missing.Absent);

    /// <summary>What is in it; null when it could not be looked into at all.</summary>
    public RegionSight? Inside { get; init; }

    /// <summary>Number of a kvmfr device by its name; null for anything else.</summary>
    public int? Kvmfr => Path.StartsWith("/dev/kvmfr", StringComparison.Ordinal) && int.TryParse(Path["/dev/kvmfr".Length..], out var number) ? number : null;

    /// <summary>Behind a server's socket.</summary>
    public bool IsServed => Memory?.HasDoorbell ?? Path.EndsWith(".sock", StringComparison.Ordinal);

    /// <summary>Size of the file or memory; null when it is not known.</summary>
    public ulong? Bytes => Inside?.Bytes ?? (Stat is { IsSeen: true, Value: { Kind: PathKind.File, Bytes: > 0 } file } ? file.Bytes : null);

    /// <summary>A machine that is known to run has it.</summary>
    public bool IsRunning => Machine?.IsRunning == true;
}
