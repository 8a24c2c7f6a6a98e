using Microsoft.Win32.SafeHandles;
using Oriel.Interop.Linux.X11;

namespace Oriel.Interop.Linux;

/// <summary>Waits for descriptors without reading them, and without allocating.</summary>
public static unsafe class DescriptorWait
{
    /// <summary>Waits until one of two descriptors is readable, or for a time; an interrupting signal looks like the end of the time.</summary>
    /// <param name="first">For instance a wake-up event.</param>
    /// <param name="second">A socket; -1 = none.</param>
    /// <param name="timeoutNs">Nanoseconds; 0 only looks.</param>
    /// <returns>The second one is readable, or broken.</returns>
    public static bool ForEither(SafeFileHandle first, int second, long timeoutNs)
    {
        ArgumentNullException.ThrowIfNull(first);
        var isHeld = false;
        try
        {
            first.DangerousAddRef(ref isHeld);

            // SAFETY: the array holds two entries, and poll writes only their answers; the handle is held until it has returned.
            var entries = stackalloc Libc.PollEntry[2];
            entries[0] = new Libc.PollEntry { fd = (int)first.DangerousGetHandle(), events = Libc.POLLIN };
            entries[1] = new Libc.PollEntry { fd = second, events = Libc.POLLIN };
            return Libc.Poll(entries, 2, Math.Max(0, timeoutNs)) && entries[1].revents != 0;
        }
        finally
        {
            if (isHeld)
            {
                first.DangerousRelease();
            }
        }
    }
}
