using System.Runtime.InteropServices;

namespace Oriel.Interop.Linux;

/// <summary>The C library's heap, which GL drivers, SDL and LLVM use.</summary>
public static partial class NativeHeap
{
    private const int MmapThreshold = -3;
    private const int ArenaMax = -8;
    private const int LargeBytes = 1 << 20;
    private const int Arenas = 2;

    /// <summary>
    /// Large blocks (pictures, textures) are mapped by themselves and go back to the system when they are freed, and threads share two heaps. glibc left to itself keeps as much as twice the
    /// largest block that was ever freed, in every thread's heap: tens of megabytes after start-up. Call it first thing, before threads are made. Does nothing with other C libraries.
    /// </summary>
    public static void KeepSmall()
    {
        try
        {
            _ = mallopt(MmapThreshold, LargeBytes);
            _ = mallopt(ArenaMax, Arenas);
        }
        catch (EntryPointNotFoundException)
        {
            // musl has no such thing, and no such habit.
        }
    }

    /// <summary>Gives back to the system what start-up left free: some megabytes after a driver has compiled its shaders. Any thread; others that allocate wait a moment.</summary>
    public static void Trim()
    {
        try
        {
            _ = malloc_trim(0);
        }
        catch (EntryPointNotFoundException)
        {
            // musl gives back by itself.
        }
    }

    [LibraryImport("libc")]
    private static partial int mallopt(int parameter, int value);

    [LibraryImport("libc")]
    private static partial int malloc_trim(nuint pad);
}
