using System.Security.Cryptography;
using System.Text;
using Oriel.Protocol.Kvmfr;

namespace Oriel.Relay;

/// <summary>Which clock <see cref="System.Diagnostics.Stopwatch"/> reads in this process, in a form that a peer can compare with its own.</summary>
internal static class MonotonicIdentity
{
    private const string BootIdPath = "/proc/sys/kernel/random/boot_id";
    private const string TimeNamespacePath = "/proc/self/ns/time";

    /// <summary>The system's monotonic clock. Reads two small files at the first call.</summary>
    public static GuestTimebase OfThisProcess { get; } = new(
        OperatingSystem.IsWindows() ? GuestTimebaseKind.WindowsPerformanceCounter : OperatingSystem.IsLinux() ? GuestTimebaseKind.LinuxMonotonic : GuestTimebaseKind.Unknown,
        ResolutionOf(System.Diagnostics.Stopwatch.Frequency),
        OperatingSystem.IsLinux() ? ReadMachine() : 0);

    /// <summary>Nanoseconds of one tick, rounded up.</summary>
    public static uint ResolutionOf(long frequency) => (uint)Math.Clamp((1_000_000_000 + frequency - 1) / frequency, 1, uint.MaxValue);

    /// <summary>
    /// Two processes with the same boot id and the same time namespace read the same CLOCK_MONOTONIC: a virtual machine has a boot id of its own, a container only perhaps
    /// a namespace. Hashed, so that the region does not give the boot id away.
    /// </summary>
    private static UInt128 ReadMachine()
    {
        try
        {
            var boot = File.ReadAllText(BootIdPath).Trim();
            // Kernels before 5.6 have no such namespaces, hence one clock.
            var space = File.ResolveLinkTarget(TimeNamespacePath, returnFinalTarget: false)?.Name ?? "";
            return boot.Length == 0 ? 0 : System.Buffers.Binary.BinaryPrimitives.ReadUInt128LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes($"oriel clock {boot} {space}")));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Not known: the offset is estimated like any guest's.
            return 0;
        }
    }
}
