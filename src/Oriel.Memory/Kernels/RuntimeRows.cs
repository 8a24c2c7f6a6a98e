namespace Oriel.Memory.Kernels;

/// <summary>Rows by the runtime's copy. The best choice for small amounts that will be read again soon, and the only one without AVX2.</summary>
internal static unsafe class RuntimeRows
{
    /// <summary>Copies rows of <paramref name="rowBytes"/> bytes; source and destination do not overlap.</summary>
    public static void Copy(byte* destination, nuint destinationPitch, byte* source, nuint sourcePitch, nuint rowBytes, nuint rows)
    {
        unchecked
        {
            if (rowBytes == destinationPitch && rowBytes == sourcePitch)
            {
                Buffer.MemoryCopy(source, destination, rowBytes * rows, rowBytes * rows);
                return;
            }

            for (; rows > 0; rows--, destination += destinationPitch, source += sourcePitch)
            {
                Buffer.MemoryCopy(source, destination, rowBytes, rowBytes);
            }
        }
    }
}
