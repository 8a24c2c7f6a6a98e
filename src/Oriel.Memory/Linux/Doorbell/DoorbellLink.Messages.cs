using System.Buffers.Binary;
using Microsoft.Win32.SafeHandles;

namespace Oriel.Memory.Linux.Doorbell;

/// <content>What the server says. Under the gate.</content>
internal sealed partial class DoorbellLink
{
    /// <summary>One piece of a message; false when there is none.</summary>
    private bool Receive()
    {
        var outcome = _socket.TryReceive(_message.AsSpan(_have), out var count, out var descriptor);
        if (outcome is SocketOutcome.WouldBlock or SocketOutcome.NoResources)
        {
            return false;
        }

        if (outcome != SocketOutcome.Done)
        {
            Lose(outcome == SocketOutcome.Refused ? "several descriptors with one message, or more than this process may open" : _have > 0 ? $"{_have} bytes of a message of 8, then the end" : null);
            return false;
        }

        IsMute = false;
        if (descriptor is not null && _came is not null)
        {
            descriptor.Dispose();
            Lose("two descriptors with one message");
            return false;
        }

        _came = descriptor ?? _came;
        _have += count;
        if (_have == IvshmemProtocol.MessageBytes)
        {
            _have = 0;
            var came = _came;
            _came = null;
            Take(BinaryPrimitives.ReadInt64LittleEndian(_message), came);
        }

        return true;
    }

    private void Take(long value, SafeFileHandle? came)
    {
        switch (_stage)
        {
            case Stage.Version when value == IvshmemProtocol.Version && came is null:
                _stage = Stage.Id;
                return;
            case Stage.Id when value is >= 0 and <= ushort.MaxValue && came is null:
                Id = (ushort)value;
                _stage = Stage.Memory;
                return;
            case Stage.Memory when value == IvshmemProtocol.MemoryMessage && came is not null:
                _memory = came;
                _stage = Stage.Peers;
                return;
            case Stage.Peers when value is >= 0 and <= ushort.MaxValue:
                if (came is null)
                {
                    Remove((ushort)value);
                }
                else
                {
                    Add((ushort)value, came);
                }

                return;
            default:
                came?.Dispose();
                Lose($"{value} {(came is null ? "without" : "with")} a descriptor, where {Expected(_stage)} belongs");
                return;
        }
    }

    private static string Expected(Stage stage) => stage switch
    {
        Stage.Version => "the version, 0",
        Stage.Id => "our number, 0 to 65535",
        Stage.Memory => "-1 with the memory",
        _ => "the number of a peer, 0 to 65535",
    };

    private void Add(ushort id, SafeFileHandle came)
    {
        var known = Find(id);
        if (known is null ? _peers.Length >= MostPeers : known.Vectors.Length >= IvshmemProtocol.MostVectors)
        {
            // More than anybody rings: not kept.
            came.Dispose();
            return;
        }

        WakeEvent vector;
        try
        {
            vector = new WakeEvent(came);
        }
        catch (OrielException e)
        {
            came.Dispose();
            Lose($"a descriptor that is no eventfd ({e.Seen})");
            return;
        }

        var peer = new DoorbellPeer(id, [.. known?.Vectors ?? [], vector]);
        Volatile.Write(ref _peers, [.. _peers.Where(p => p.Id != id), peer]);
    }

    private void Remove(ushort id)
    {
        // What wakes ourselves stays ours whatever the server says.
        if (id != Id && Find(id) is { } gone)
        {
            Volatile.Write(ref _peers, [.. _peers.Where(p => p.Id != id)]);
            Close(gone);
        }
    }

    private void Lose(string? violation)
    {
        Violation = violation;
        _stage = Stage.Lost;
    }
}
