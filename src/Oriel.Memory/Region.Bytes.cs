namespace Oriel.Memory;

/// <content>Small copies: headers, cursors, user data. Pixels go through <see cref="FrameCopy"/>.</content>
public sealed unsafe partial class Region
{
    /// <summary>Copies bytes out once. The range must lie inside, else <see cref="ArgumentOutOfRangeException"/> with the numbers.</summary>
    public void CopyOut(ulong offset, Span<byte> destination)
    {
        var source = ReadableRange(offset, (ulong)destination.Length);
        // SAFETY: the range was checked. The other side may write meanwhile: the copy may be torn, never out of bounds.
        new ReadOnlySpan<byte>(source, destination.Length).CopyTo(destination);
    }

    /// <summary>Copies bytes in, ordinary stores.</summary>
    public void CopyIn(ulong offset, ReadOnlySpan<byte> source)
    {
        var destination = WritableRange(offset, (ulong)source.Length);
        // SAFETY: the range was checked.
        source.CopyTo(new Span<byte>(destination, source.Length));
    }

    /// <summary>Sets bytes to zero.</summary>
    public void Clear(ulong offset, ulong count)
    {
        var start = WritableRange(offset, count);
        // SAFETY: the range was checked; spans are limited to int, so larger ranges go in steps.
        for (ulong done = 0; done < count;)
        {
            var step = (int)Math.Min(count - done, 1UL << 30);
            new Span<byte>(start + done, step).Clear();
            done += (ulong)step;
        }
    }
}
