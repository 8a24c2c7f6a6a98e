using System.Diagnostics;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using Oriel.Memory.Linux;
using Oriel.Memory.Linux.Native;

namespace Oriel.Memory;

/// <summary>
/// Wakes one waiting thread at once: an eventfd. Other threads call <see cref="Signal"/>; a guest's doorbell is an eventfd as well and can be adopted, so that the
/// feed waits for both in one call. Signals before a wait are not lost, and several count as one. Allocates nothing. <see cref="Dispose"/> must not race a wait.
/// </summary>
public sealed unsafe class WakeEvent : IDisposable
{
    private readonly SafeFileHandle _handle;

    static WakeEvent() => NativeBinding.Bind(typeof(Libc), nameof(Libc.write), nameof(Libc.read), nameof(Libc.ppoll), nameof(Libc.clock_nanosleep), nameof(Libc.prctl));

    /// <summary>Makes an event that is not signalled.</summary>
    public WakeEvent()
    {
        var descriptor = Libc.eventfd(0, Libc.EFD_CLOEXEC | Libc.EFD_NONBLOCK);
        if (descriptor < 0)
        {
            throw Refused("eventfd", Marshal.GetLastPInvokeError());
        }

        _handle = new SafeFileHandle(descriptor, ownsHandle: true);
    }

    /// <summary>Adopts an eventfd that somebody else made, for instance a doorbell received over a socket. Makes it non-blocking and owns it from here.</summary>
    /// <param name="eventDescriptor">An eventfd.</param>
    public WakeEvent(SafeFileHandle eventDescriptor)
    {
        ArgumentNullException.ThrowIfNull(eventDescriptor);
        using var use = new DescriptorUse(eventDescriptor);
        if (Libc.fcntl(use.Descriptor, Libc.F_SETFL, Libc.EFD_NONBLOCK) != 0)
        {
            throw Refused("fcntl(F_SETFL)", Marshal.GetLastPInvokeError());
        }

        _handle = eventDescriptor;
    }

    /// <summary>The descriptor, for handing it to a peer. Owned by this object.</summary>
    public SafeFileHandle Handle => _handle;

    /// <summary>Wakes the waiter, or makes its next wait return at once. Any thread.</summary>
    public void Signal()
    {
        ulong one = 1;
        using var use = new DescriptorUse(_handle);
        // EAGAIN means the counter is full, which is signalled enough.
        _ = Libc.write(use.Descriptor, &one, sizeof(ulong));
    }

    /// <summary>Waits until signalled or until a time. Returns true when signalled; the signal is then consumed.</summary>
    /// <param name="deadline">Stopwatch timestamp; one that has passed only looks.</param>
    public bool Wait(long deadline) => WaitAny(this, null, deadline) != 0;

    /// <summary>Waits for either of two events. Returns bit 0 when <paramref name="first"/> was signalled, bit 1 for <paramref name="second"/>, 0 at the deadline.</summary>
    /// <param name="first">An event.</param>
    /// <param name="second">Another one, or null.</param>
    /// <param name="deadline">Stopwatch timestamp; one that has passed only looks.</param>
    public static int WaitAny(WakeEvent first, WakeEvent? second, long deadline)
    {
        ArgumentNullException.ThrowIfNull(first);
        using var useFirst = new DescriptorUse(first._handle);
        using var useSecond = new DescriptorUse((second ?? first)._handle);
        var polls = stackalloc PollDescriptor[2];
        polls[0] = new PollDescriptor { Descriptor = useFirst.Descriptor, Events = Libc.POLLIN };
        polls[1] = new PollDescriptor { Descriptor = second is null ? -1 : useSecond.Descriptor, Events = Libc.POLLIN };
        MonotonicWait.MakePrecise();
        while (true)
        {
            var left = MonotonicWait.ToNanoseconds(deadline) - MonotonicWait.ToNanoseconds(Stopwatch.GetTimestamp());
            var time = TimeSpec.FromNanoseconds(Math.Max(0, left));
            var ready = Libc.ppoll(polls, 2, &time, null);
            if (ready > 0)
            {
                var result = (Take(polls[0]) ? 1 : 0) | (Take(polls[1]) ? 2 : 0);
                // Nothing taken means that another thread took it first: wait for the rest of the time.
                if (result != 0)
                {
                    return result;
                }
            }
            else if (ready < 0 && Marshal.GetLastPInvokeError() is var error and not Libc.EINTR)
            {
                throw Refused("ppoll", error);
            }

            if (left <= 0)
            {
                return 0;
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _handle.Dispose();

    private static bool Take(PollDescriptor poll)
    {
        ulong count;
        return (poll.Returned & Libc.POLLIN) != 0 && Libc.read(poll.Descriptor, &count, sizeof(ulong)) == sizeof(ulong);
    }

    private static OrielException Refused(string call, int error) => new(
        MemoryErrors.SystemCall,
        $"{call} failed: {RegionOpening.Describe(error)}",
        "a descriptor for waking threads",
        "raise the limit on open files (ulimit -n)");
}
