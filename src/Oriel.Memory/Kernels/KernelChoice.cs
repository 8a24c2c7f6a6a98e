using System.Globalization;

namespace Oriel.Memory.Kernels;

/// <summary>
/// Chooses the copy kernel, once per frame. Stores past the cache save reading the destination and leave the cache to others; ordinary ones win only while everything is in
/// the cache already. Measured on Zen 5 with 32 MiB of L3 (<c>oriel-bench copy --all</c>, against glibc, on a busy machine): at 33 MB non-temporal 1.2 to 1.4 and ordinary 1.0; at 8 MB
/// 1.2 to 1.7 and 1.0 to 1.2; at 4 MB 1.1 to 1.8 and 0.9 to 1.7. The same 4 MB copied again and again within the cache are 1.3 to 2 times faster with ordinary stores.
/// </summary>
internal static unsafe class KernelChoice
{
    /// <summary>Environment variable that forces a kernel by the name of its <see cref="CopyKernel"/> value.</summary>
    public const string Variable = "ORIEL_COPY_KERNEL";

    private static readonly CopyKernel s_forced = FromEnvironment(Environment.GetEnvironmentVariable(Variable));
    private static readonly CopyKernel s_large = Avx512Rows.IsSupported ? CopyKernel.Avx512NonTemporal : Avx2Rows.IsSupported ? CopyKernel.Avx2NonTemporal : CopyKernel.Runtime;
    private static readonly CopyKernel s_small = Avx2Rows.IsSupported ? CopyKernel.Avx2 : CopyKernel.Runtime;

    /// <summary>Bytes from which copies go past the cache: an eighth of the last-level cache.</summary>
    public static ulong LargeBytes { get; } = LargeFor(LastLevelCacheBytes("/sys/devices/system/cpu/cpu0/cache"));

    /// <summary>True when this processor can run the kernel.</summary>
    public static bool IsSupported(CopyKernel kernel) => kernel switch
    {
        CopyKernel.Avx2 or CopyKernel.Avx2NonTemporal => Avx2Rows.IsSupported,
        CopyKernel.Avx512 or CopyKernel.Avx512NonTemporal => Avx512Rows.IsSupported,
        _ => true,
    };

    /// <summary>The kernel for so many bytes: the one asked for, else the environment's, else by size.</summary>
    public static CopyKernel Resolve(CopyKernel asked, ulong bytes)
    {
        var kernel = asked != CopyKernel.Auto ? asked : s_forced;
        return kernel == CopyKernel.Auto ? bytes >= LargeBytes ? s_large : s_small
            : IsSupported(kernel) ? kernel
            : throw new NotSupportedException($"copy kernel {kernel} needs instructions that this processor lacks");
    }

    /// <summary>Entry point of a kernel that <see cref="Resolve"/> returned.</summary>
    public static delegate*<byte*, nuint, byte*, nuint, nuint, nuint, void> Function(CopyKernel kernel) => kernel switch
    {
        CopyKernel.Scalar => &ScalarRows.Copy,
        CopyKernel.Avx2 => &Avx2Rows.Copy,
        CopyKernel.Avx2NonTemporal => &Avx2Rows.CopyNonTemporal,
        CopyKernel.Avx512 => &Avx512Rows.Copy,
        CopyKernel.Avx512NonTemporal => &Avx512Rows.CopyNonTemporal,
        _ => &RuntimeRows.Copy,
    };

    /// <summary>Reads the switch; one that is misspelt or that this processor cannot run counts as unset, because a debugging switch must not keep a viewer from starting.</summary>
    internal static CopyKernel FromEnvironment(string? value) =>
        Enum.TryParse<CopyKernel>(value, ignoreCase: true, out var kernel) && Enum.IsDefined(kernel) && IsSupported(kernel) ? kernel : CopyKernel.Auto;

    internal static ulong LargeFor(ulong cacheBytes) => cacheBytes == 0 ? 4UL << 20 : Math.Clamp(cacheBytes / 8, 1UL << 20, 8UL << 20);

    /// <summary>Size of the largest cache listed in a sysfs folder; 0 when it cannot be read.</summary>
    internal static ulong LastLevelCacheBytes(string folder)
    {
        ulong largest = 0;
        try
        {
            foreach (var index in Directory.EnumerateDirectories(folder, "index*"))
            {
                var text = File.ReadAllText(Path.Combine(index, "size")).Trim();
                if (text.EndsWith('K') && ulong.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var kibibytes) && kibibytes < 1UL << 30)
                {
                    largest = Math.Max(largest, kibibytes << 10);
                }
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Some virtual machines hide their caches.
        }

        return largest;
    }
}
