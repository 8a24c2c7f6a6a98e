using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Oriel.Memory.Kernels;

/// <summary>Rows without vectors: the reference for the other kernels, and the edges they leave over.</summary>
internal static unsafe class ScalarRows
{
    // Addresses were checked by the caller for the whole extent; overflow checks here would only cost.

    /// <summary>Copies rows of <paramref name="rowBytes"/> bytes; source and destination do not overlap.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Copy(byte* destination, nuint destinationPitch, byte* source, nuint sourcePitch, nuint rowBytes, nuint rows)
    {
        unchecked
        {
            for (; rows > 0; rows--, destination += destinationPitch, source += sourcePitch)
            {
                nuint i = 0;
                for (; i + 8 <= rowBytes; i += 8)
                {
                    Unsafe.WriteUnaligned(destination + i, Unsafe.ReadUnaligned<ulong>(source + i));
                }

                for (; i < rowBytes; i++)
                {
                    destination[i] = source[i];
                }
            }
        }
    }

    /// <summary>Copies fewer than 64 bytes, each exactly once and none beyond: the start or end of a row that shares its cache line with others.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void CopyEdge(byte* destination, byte* source, nuint bytes)
    {
        unchecked
        {
            if ((bytes & 32) != 0)
            {
                Step<Vector256<byte>>(ref destination, ref source);
            }

            if ((bytes & 16) != 0)
            {
                Step<Int128>(ref destination, ref source);
            }

            if ((bytes & 8) != 0)
            {
                Step<ulong>(ref destination, ref source);
            }

            if ((bytes & 4) != 0)
            {
                Step<uint>(ref destination, ref source);
            }

            if ((bytes & 2) != 0)
            {
                Step<ushort>(ref destination, ref source);
            }

            if ((bytes & 1) != 0)
            {
                *destination = *source;
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Step<T>(ref byte* destination, ref byte* source)
        where T : unmanaged
    {
        unchecked
        {
            Unsafe.WriteUnaligned(destination, Unsafe.ReadUnaligned<T>(source));
            destination += sizeof(T);
            source += sizeof(T);
        }
    }
}
