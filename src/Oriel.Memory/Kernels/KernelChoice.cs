using System.Globalization;

namespace Oriel.Memory.Kernels;

/// <summary>Which kernels there are, which one is forced, and the one that <see cref="CopyPlan"/> has for an amount: looked up once per frame.</summary>
internal static unsafe class KernelChoice
{
    /// <summary>Environment variable that forces a kernel by the name of its <see cref="CopyKernel"/> value.</summary>
    public const string Variable = "ORIEL_COPY_KERNEL";

    /// <summary>The kernel that the environment forces; <see cref="CopyKernel.Auto"/> when it does not.</summary>
    public static CopyKernel Forced { get; } = FromEnvironment(Environment.GetEnvironmentVariable(Variable));

    /// <summary>True when this processor can run the kernel.</summary>
    public static bool IsSupported(CopyKernel kernel) => kernel switch
    {
        CopyKernel.Avx2 or CopyKernel.Avx2NonTemporal => Avx2Rows.IsSupported,
        CopyKernel.Avx512 or CopyKernel.Avx512NonTemporal => Avx512Rows.IsSupported,
        _ => true,
    };

    /// <summary>The kernel for so many bytes, of one piece on both sides or not: the one asked for, else the plan's.</summary>
    public static CopyKernel Resolve(CopyKernel asked, ulong bytes, bool isWholeRows)
    {
        if (asked == CopyKernel.Auto)
        {
            return CopyPlan.Current.For(bytes, isWholeRows);
        }

        return IsSupported(asked) ? asked : throw new NotSupportedException($"copy kernel {asked} needs instructions that this processor lacks");
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

    /// <summary>Bytes from which copies go past the cache, when nobody measured: an eighth of the last-level cache.</summary>
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
