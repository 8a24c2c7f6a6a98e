using System.Numerics;

namespace Oriel.Host.Sizes;

/// <summary>
/// How much shared memory a mode needs. Two kinds of agent divide the memory differently; both sizes are powers of two, because the device is a PCI BAR. The one place for these formulas: doctor, set-up
/// and documentation use it.
/// </summary>
public static class RegionSize
{
    /// <summary>Smallest size anything uses.</summary>
    public const ulong Least = 1 << 20;

    private const ulong MiB = 1 << 20;

    // Nothing above is mapped (MemoryErrors.TooLarge), and no screen asks for it.
    private const int MostPixels = 65_536;

    /// <summary>For agents with two frame buffers: Oriel's, and those that released viewers read (KVMFR 19 to 25).</summary>
    /// <param name="width">Pixels across.</param>
    /// <param name="height">Rows.</param>
    /// <param name="isHdr">The guest shows HDR: 8 bytes a pixel instead of 4.</param>
    public static ulong TwoBuffers(int width, int height, bool isHdr) => PowerOfTwo((Pixels(width, height) * (isHdr ? 8ul : 4ul) * 2) + (10 * MiB));

    /// <summary>For agents with three frame buffers of aligned rows (KVMFR 30 and later); HDR takes no more there.</summary>
    /// <param name="width">Pixels across.</param>
    /// <param name="height">Rows.</param>
    public static ulong ThreeBuffers(int width, int height)
    {
        _ = Pixels(width, height);
        return PowerOfTwo((((ulong)width * 4) + 255) / 256 * 256 * (ulong)height * 3 + (4 * MiB));
    }

    /// <summary>Enough for either kind: what set-up makes.</summary>
    /// <param name="width">Pixels across.</param>
    /// <param name="height">Rows.</param>
    /// <param name="isHdr">The guest shows HDR.</param>
    public static ulong Any(int width, int height, bool isHdr) => Math.Max(TwoBuffers(width, height, isHdr), ThreeBuffers(width, height));

    /// <summary>What the agent with this KVMFR version needs; either kind when the version is not known (0).</summary>
    /// <param name="width">Pixels across.</param>
    /// <param name="height">Rows.</param>
    /// <param name="isHdr">The guest shows HDR.</param>
    /// <param name="kvmfrVersion">The agent's version; 0 = not known.</param>
    public static ulong For(int width, int height, bool isHdr, uint kvmfrVersion) => kvmfrVersion switch
    {
        0 => Any(width, height, isHdr),
        < 30 => TwoBuffers(width, height, isHdr),
        _ => ThreeBuffers(width, height),
    };

    /// <summary>As libvirt's <c>&lt;size unit='M'&gt;</c>, the kvmfr module and QEMU's <c>size=…M</c> take it.</summary>
    public static ulong InMebibytes(ulong bytes) => bytes / MiB;

    /// <summary>Rounded up to what a PCI BAR can be.</summary>
    public static ulong PowerOfTwo(ulong bytes) => Math.Max(Least, BitOperations.RoundUpToPowerOf2(bytes));

    private static ulong Pixels(int width, int height)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(width, MostPixels);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(height, MostPixels);
        return (ulong)width * (ulong)height;
    }
}
