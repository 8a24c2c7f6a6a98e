namespace Oriel.Display;

/// <summary>
/// Managed bytes of the render thread since its first picture, without one-off work: buffers of a new format, a shader used for the first time, fonts, the
/// words of a status screen, captures. What is left is what frames cost. Render role.
/// </summary>
internal sealed class AllocationLedger
{
    private long _base = -1;

    /// <summary>Bytes so far; 0 before the first picture.</summary>
    public long Bytes => _base < 0 ? 0 : Mark() - _base;

    /// <summary>The first picture was presented.</summary>
    public void Begin()
    {
        if (_base < 0)
        {
            _base = Mark();
        }
    }

    /// <summary>Where one-off work begins.</summary>
    public static long Mark() => GC.GetAllocatedBytesForCurrentThread();

    /// <summary>One-off work that began when <see cref="Bytes"/> was <paramref name="bytes"/> ends here. Unlike <see cref="Exempt"/> it may have smaller exemptions in it.</summary>
    public void Restore(long bytes)
    {
        if (_base >= 0)
        {
            _base = Mark() - bytes;
        }
    }

    /// <summary>Where it ends: what it allocated since <paramref name="mark"/> does not count.</summary>
    public void Exempt(long mark)
    {
        if (_base >= 0)
        {
            _base += Mark() - mark;
        }
    }
}
