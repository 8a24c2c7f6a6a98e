using System.Runtime.InteropServices;

namespace Oriel.Interop.Linux.X11;

/// <summary>
/// A flag other threads can raise while its owner waits for an X server (eventfd). Raising is cheap, idempotent and allowed from any thread; waiting and
/// lowering belong to the owner.
/// </summary>
public sealed unsafe class EventDescriptor : IDisposable
{
    private int _fd;

    /// <summary>Creates it, lowered.</summary>
    public EventDescriptor()
    {
        _fd = Libc.eventfd(0, Libc.EFD_CLOEXEC | Libc.EFD_NONBLOCK);
        if (_fd < 0)
        {
            throw new IOException($"eventfd failed with errno {Marshal.GetLastPInvokeError()}");
        }
    }

    /// <summary>True while raised; does not lower it.</summary>
    public bool IsRaised => Wait(0);

    internal int Descriptor => _fd;

    /// <summary>Raises the flag.</summary>
    public void Raise()
    {
        ulong one = 1;

        // SAFETY: 8 bytes of a local. A full counter (EAGAIN) is a raised flag, so the result does not matter.
        _ = Libc.write(_fd, &one, sizeof(ulong));
    }

    /// <summary>Lowers the flag; false when it was not raised.</summary>
    public bool Lower()
    {
        ulong count;

        // SAFETY: 8 bytes of a local; the descriptor does not block.
        return Libc.read(_fd, &count, sizeof(ulong)) == sizeof(ulong);
    }

    /// <summary>Waits until raised, at most <paramref name="timeoutNs"/> nanoseconds (negative = without limit). Does not lower it.</summary>
    public bool Wait(long timeoutNs)
    {
        Libc.PollEntry entry = new() { fd = _fd, events = Libc.POLLIN };
        return Poll(&entry, 1, timeoutNs) && entry.revents != 0;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_fd >= 0)
        {
            _ = Libc.close(_fd);
            _fd = -1;
        }
    }

    /// <summary>One ppoll; an interrupting signal looks like the time-out, so callers look at their conditions and come back.</summary>
    internal static bool Poll(Libc.PollEntry* entries, int count, long timeoutNs)
    {
        var time = new Libc.TimeSpec { tv_sec = timeoutNs / 1_000_000_000, tv_nsec = timeoutNs % 1_000_000_000 };

        // SAFETY: the caller's array holds `count` entries; ppoll writes only their revents.
        return Libc.ppoll(entries, (nuint)count, timeoutNs < 0 ? null : &time, null) > 0;
    }
}
