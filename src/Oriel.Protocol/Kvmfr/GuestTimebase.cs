namespace Oriel.Protocol.Kvmfr;

/// <summary>The clock behind a producer's frame times: what the fixed part of the timing record says.</summary>
/// <param name="Kind">Which clock.</param>
/// <param name="ResolutionNs">Its step, nanoseconds, at least 1. Times are rounded down to it.</param>
/// <param name="Machine">Equal on both sides = they read the same clock; 0 = not known. Made from secrets of the kernel, so it names no machine to others.</param>
public readonly record struct GuestTimebase(GuestTimebaseKind Kind, uint ResolutionNs, UInt128 Machine);
