using System.Diagnostics;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using Oriel.Memory.Linux;
using Oriel.Memory.Linux.Native;

namespace Oriel.Memory;

/// <summary>Waits for several descriptors at once (ppoll). Fill it, wait, ask. One thread.</summary>
public sealed unsafe class DescriptorPoll
{
    private readonly List<(SafeFileHandle Handle, short Events)> _entries = [];
    private PollDescriptor[] _polls = new PollDescriptor[16];

    /// <summary>Forgets all entries.</summary>
    public void Clear() => _entries.Clear();

    /// <summary>Adds a descriptor; returns its number for <see cref="IsReady"/>.</summary>
    /// <param name="handle">Must stay open until the wait is over.</param>
    /// <param name="wantsRead">Wait until it can be read, or a connection taken.</param>
    /// <param name="wantsWrite">Wait until it can be written.</param>
    public int Add(SafeFileHandle handle, bool wantsRead = true, bool wantsWrite = false)
    {
        _entries.Add((handle, (short)((wantsRead ? Libc.POLLIN | Libc.POLLRDHUP : 0) | (wantsWrite ? Libc.POLLOUT : 0))));
        return _entries.Count - 1;
    }

    /// <summary>Waits until one is ready or broken, or until a time. False when nothing was.</summary>
    /// <param name="deadline">Stopwatch timestamp; one that has passed only looks. <see cref="long.MaxValue"/> waits for ever.</param>
    public bool Wait(long deadline)
    {
        if (_polls.Length < _entries.Count)
        {
            _polls = new PollDescriptor[_entries.Count * 2];
        }

        for (var i = 0; i < _entries.Count; i++)
        {
            // The owner of the list is the owner of the handles, and this thread: none closes meanwhile.
            _polls[i] = new PollDescriptor { Descriptor = (int)_entries[i].Handle.DangerousGetHandle(), Events = _entries[i].Events };
        }

        fixed (PollDescriptor* polls = _polls)
        {
            while (true)
            {
                var left = deadline == long.MaxValue ? 0 : Math.Max(0, MonotonicWait.ToNanoseconds(deadline) - MonotonicWait.ToNanoseconds(Stopwatch.GetTimestamp()));
                var time = TimeSpec.FromNanoseconds(left);
                var ready = Libc.ppoll(polls, (nuint)_entries.Count, deadline == long.MaxValue ? null : &time, null);
                if (ready >= 0)
                {
                    return ready > 0;
                }

                if (Marshal.GetLastPInvokeError() is var error and not Libc.EINTR)
                {
                    throw new OrielException(
                        MemoryErrors.SystemCall, $"ppoll of {_entries.Count} descriptors failed: {RegionOpening.Describe(error)}", "a wait", "raise the limit on open files (ulimit -n)");
                }
            }
        }
    }

    /// <summary>After a wait: the entry can be read or written, or it is broken. Trying tells which.</summary>
    public bool IsReady(int entry) => _polls[entry].Returned != 0;
}
