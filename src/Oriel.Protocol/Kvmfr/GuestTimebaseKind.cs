namespace Oriel.Protocol.Kvmfr;

/// <summary>Which clock a producer's frame times are read from (docs/protocol-extensions.md section 4.2).</summary>
public enum GuestTimebaseKind : byte
{
    /// <summary>Some clock that never goes backwards; also every value not listed.</summary>
    Unknown,

    /// <summary>Linux CLOCK_MONOTONIC.</summary>
    LinuxMonotonic,

    /// <summary>Windows QueryPerformanceCounter.</summary>
    WindowsPerformanceCounter,
}
