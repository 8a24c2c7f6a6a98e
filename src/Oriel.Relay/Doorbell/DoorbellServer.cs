using System.Diagnostics;
using Microsoft.Win32.SafeHandles;
using Oriel.Memory;

namespace Oriel.Relay.Doorbell;

/// <summary>
/// An ivshmem server for QEMU's ivshmem-doorbell devices and for viewers: one sealed memory and one socket for each virtual machine, one thread for all (docs/doorbell.md). It only hands out
/// descriptors: nothing of a picture and no ring passes through it, so its peers work on among themselves whatever becomes of it.
/// </summary>
public sealed class DoorbellServer : IDisposable
{
    private readonly List<ServedMachine> _machines = [];
    private readonly DescriptorPoll _poll = new();

    /// <summary>Opens everything. Throws <see cref="OrielException"/> when a socket or a memory cannot be had.</summary>
    /// <param name="machines">What to serve.</param>
    /// <param name="report">Gets what is worth a line, on the thread of <see cref="Run"/> and in this constructor.</param>
    /// <param name="manager">Who keeps descriptors for the next start; null = nobody.</param>
    /// <param name="passed">Descriptors the service manager passed; owned from here. A listening socket belongs to the machine of its name, or to the only machine.</param>
    public DoorbellServer(
        IReadOnlyList<MachineOptions> machines, Action<ServerEvent> report, SystemdLink? manager = null, IReadOnlyList<(string Name, SafeFileHandle Handle)>? passed = null)
    {
        ArgumentNullException.ThrowIfNull(machines);
        ArgumentNullException.ThrowIfNull(report);
        var byName = new Dictionary<string, SafeFileHandle>(StringComparer.Ordinal);
        var listening = new List<(string Name, DescriptorSocket Socket)>();
        Sort(passed ?? [], byName, listening);
        try
        {
            foreach (var options in machines)
            {
                var socket = listening.FindIndex(one => one.Name == options.Name || machines.Count == 1);
                var own = socket >= 0 ? listening[socket].Socket : null;
                if (socket >= 0)
                {
                    listening.RemoveAt(socket);
                }

                _machines.Add(ServedMachine.Open(options, byName, own, manager, report));
            }
        }
        catch
        {
            Dispose();
            throw;
        }
        finally
        {
            // What nobody claimed is of a machine that is not served any more.
            listening.ForEach(one => one.Socket.Dispose());
            foreach (var (name, handle) in byName)
            {
                manager?.Forget(name);
                handle.Dispose();
            }
        }
    }

    /// <summary>Serves until told to stop. On the caller's thread.</summary>
    /// <param name="stop">Ends it when signalled; stays signalled.</param>
    public void Run(WakeEvent stop)
    {
        ArgumentNullException.ThrowIfNull(stop);
        while (true)
        {
            _poll.Clear();
            var ending = _poll.Add(stop.Handle);
            var now = Stopwatch.GetTimestamp();
            var next = long.MaxValue;
            foreach (var machine in _machines)
            {
                next = Math.Min(next, machine.Enter(_poll, now));
            }

            _ = _poll.Wait(next);
            if (_poll.IsReady(ending))
            {
                return;
            }

            now = Stopwatch.GetTimestamp();
            foreach (var machine in _machines)
            {
                machine.Turn(_poll, now);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _machines.ForEach(machine => machine.Dispose());
        _machines.Clear();
    }

    private static void Sort(IReadOnlyList<(string Name, SafeFileHandle Handle)> passed, Dictionary<string, SafeFileHandle> byName, List<(string Name, DescriptorSocket Socket)> listening)
    {
        foreach (var (name, handle) in passed)
        {
            if (DescriptorSocket.TryAdopt(handle, out var isListening) is { } socket && isListening)
            {
                listening.Add((name, socket));
            }
            else if (!byName.TryAdd(name, handle))
            {
                handle.Dispose();
            }
        }
    }
}
