using System.Runtime.InteropServices;
using Oriel.Memory.Linux.Native;
using Oriel.Memory.Windows.Native;

namespace Oriel.Memory;

/// <summary>
/// A flag other threads can raise while its owner waits, together with whatever else the owner waits for: an eventfd on Linux (which goes into one ppoll with an X
/// connection), a manual-reset event on Windows. Raising is cheap, idempotent and allowed from any thread; waiting and lowering belong to the owner.
/// Unlike <see cref="WakeEvent"/> it stays raised until lowered, so that one flag can end the waits of several threads. Allocates nothing.
/// </summary>
public sealed unsafe class WakeFlag : IDisposable
{
    private nint _handle;

    static WakeFlag()
    {
        if (OperatingSystem.IsLinux())
        {
            NativeBinding.Bind(typeof(Libc), nameof(Libc.write), nameof(Libc.read), nameof(Libc.ppoll), nameof(Libc.prctl));
        }
    }

    /// <summary>Creates it, lowered.</summary>
    public WakeFlag()
    {
        _handle = OperatingSystem.IsWindows() ? Kernel32.CreateEventW(null, manualReset: 1, initialState: 0, null) : Libc.eventfd(0, Libc.EFD_CLOEXEC | Libc.EFD_NONBLOCK);
        if (OperatingSystem.IsWindows() ? _handle == 0 : _handle < 0)
        {
            throw new OrielException(
                MemoryErrors.SystemCall,
                $"making an event failed with error {Marshal.GetLastPInvokeError()}",
                "an event for waking threads",
                "raise the limit on open files or handles of this process");
        }
    }

    /// <summary>True while raised; does not lower it.</summary>
    public bool IsRaised => Wait(0);

    /// <summary>The eventfd. Linux only.</summary>
    internal int Descriptor => (int)_handle;

    /// <summary>The event object, for waits on several objects. Windows only.</summary>
    internal nint EventHandle => _handle;

    /// <summary>Raises the flag.</summary>
    public void Raise()
    {
        if (OperatingSystem.IsWindows())
        {
            _ = Kernel32.SetEvent(_handle);
            return;
        }

        ulong one = 1;

        // SAFETY: 8 bytes of a local. A full counter (EAGAIN) is a raised flag, so the result does not matter.
        _ = Libc.write(Descriptor, &one, sizeof(ulong));
    }

    /// <summary>Lowers the flag; false when it was not raised.</summary>
    public bool Lower()
    {
        if (OperatingSystem.IsWindows())
        {
            return Wait(0) && Kernel32.ResetEvent(_handle) != 0;
        }

        ulong count;

        // SAFETY: 8 bytes of a local; the descriptor does not block.
        return Libc.read(Descriptor, &count, sizeof(ulong)) == sizeof(ulong);
    }

    /// <summary>Waits until raised, at most <paramref name="timeoutNs"/> nanoseconds (negative = without limit). Does not lower it. May return early on Linux when a signal arrives.</summary>
    public bool Wait(long timeoutNs)
    {
        if (OperatingSystem.IsWindows())
        {
            return ThreadTimer.Wait(_handle, timeoutNs);
        }

        var entry = new PollDescriptor { Descriptor = Descriptor, Events = Libc.POLLIN };
        var time = TimeSpec.FromNanoseconds(Math.Max(0, timeoutNs));
        MonotonicWait.MakePrecise();

        // SAFETY: one entry and one time on the stack; ppoll writes only the entry's result.
        return Libc.ppoll(&entry, 1, timeoutNs < 0 ? null : &time, null) > 0 && entry.Returned != 0;
    }

    /// <summary>Waits until either of two is raised, without limit; lowers none. May return early on Linux when a signal arrives, so look at them again.</summary>
    /// <param name="first">A flag; the calling thread need not own it.</param>
    /// <param name="second">Another one.</param>
    public static void WaitForEither(WakeFlag first, WakeFlag second)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        if (OperatingSystem.IsWindows())
        {
            // SAFETY: two handles on the stack, read during the call only.
            var handles = stackalloc nint[2] { first._handle, second._handle };
            _ = Kernel32.WaitForMultipleObjects(2, handles, 0, Kernel32.INFINITE);
            return;
        }

        var entries = stackalloc PollDescriptor[2];
        entries[0] = new PollDescriptor { Descriptor = first.Descriptor, Events = Libc.POLLIN };
        entries[1] = new PollDescriptor { Descriptor = second.Descriptor, Events = Libc.POLLIN };

        // SAFETY: two entries on the stack; ppoll writes only their results.
        _ = Libc.ppoll(entries, 2, null, null);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        var handle = Interlocked.Exchange(ref _handle, -1);
        if (handle < 0)
        {
            return;
        }

        _ = OperatingSystem.IsWindows() ? Kernel32.CloseHandle(handle) : Libc.close((int)handle);
    }
}
