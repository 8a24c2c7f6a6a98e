using System.Diagnostics;
using Microsoft.Win32.SafeHandles;

namespace Oriel.Memory.Linux.Doorbell;

/// <summary>
/// Memory received from an ivshmem server, as one of its peers. When the server goes away the memory stays, and so do the doorbells of those who were there; once a server is back
/// (with this memory or another: what is needed are fresh doorbells) the backing counts as changed and the region is to be opened again.
/// </summary>
internal sealed unsafe class ServedMemory : MappedMemory
{
    private static readonly long s_patience = Stopwatch.Frequency;

    private readonly DescriptorMapping _mapping;
    private readonly DoorbellLink _link;
    private readonly string _path;
    private DoorbellLink? _successor;
    private long _successorDeadline;

    private ServedMemory(DescriptorMapping mapping, DoorbellLink link, string path)
        : base(mapping.Address, mapping.LengthBytes, mapping.Kind, mapping.Name, mapping.IsWritable, mapping.Backing)
    {
        _mapping = mapping;
        _link = link;
        _path = path;
        Doorbell = new ServerDoorbell(link);
    }

    /// <inheritdoc/>
    public override bool IsFaulted => _mapping.IsFaulted;

    /// <inheritdoc/>
    public override SafeFileHandle? Handle => _mapping.Handle;

    /// <inheritdoc/>
    public override IDmaBufferMaker? DmaBuffers => _mapping.DmaBuffers;

    /// <inheritdoc/>
    public override IvshmemDoorbell? Doorbell { get; }

    /// <summary>Connects, waits at most a second for the greeting, and maps what came.</summary>
    /// <param name="path">The socket.</param>
    /// <param name="name">What the user calls it.</param>
    /// <param name="access">How to map.</param>
    public static ServedMemory Open(string path, string name, RegionAccess access)
    {
        var link = new DoorbellLink(DescriptorSocket.TryConnect(path) ?? throw new OrielException(
            MemoryErrors.Missing,
            $"{name}: nobody listens on {path}",
            "an ivshmem server",
            $"start it before the virtual machine: oriel serve {Path.GetFileNameWithoutExtension(path)} ; oriel list shows what is served"));
        DescriptorMapping? mapping = null;
        try
        {
            Await(link, path, name);
            mapping = Map(link.TakeMemory()!, name, access);
            return new ServedMemory(mapping, link, path);
        }
        catch
        {
            mapping?.Dispose();
            link.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public override bool HasBackingChanged()
    {
        if (_link.Look())
        {
            return false;
        }

        // No waiting here: one attempt to connect, or one look at what an earlier attempt brought.
        if (_successor is null)
        {
            var socket = DescriptorSocket.TryConnect(_path, out _);
            if (socket is null)
            {
                return false;
            }

            _successor = new DoorbellLink(socket);
            _successorDeadline = Stopwatch.GetTimestamp() + s_patience;
        }

        _ = _successor.Look();
        var isBack = _successor.IsGreeted;
        if (isBack || _successor.IsLost || Stopwatch.GetTimestamp() > _successorDeadline)
        {
            _successor.Dispose();
            _successor = null;
        }

        return isBack;
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _successor?.Dispose();
        _link.Dispose();
        _mapping.Dispose();
    }

    private static void Await(DoorbellLink link, string path, string name)
    {
        var deadline = Stopwatch.GetTimestamp() + s_patience;
        var poll = new DescriptorPoll();
        poll.Add(link.Handle);
        while (link.Look() && !link.IsGreeted)
        {
            if (Stopwatch.GetTimestamp() >= deadline)
            {
                throw new OrielException(
                    MemoryErrors.ServerSilent,
                    $"{name}: {path} took the connection and {(link.IsMute ? "said nothing" : "did not finish its greeting")} for a second",
                    "version, number, memory and doorbells of an ivshmem server",
                    "see whether the server is stopped or hangs; its vectors must be 1 or more");
            }

            _ = poll.Wait(deadline);
        }

        if (!link.IsLost)
        {
            return;
        }

        throw link.IsMute
            ? new OrielException(
                MemoryErrors.PermissionDenied,
                $"{name}: the server at {path} closed the connection without a word; we are {Native.Accounts.DescribeProcess()}",
                "a server that lets this user in and has room for one more peer",
                "its log says why; allow more with: oriel serve --allow-user NAME or --allow-group NAME")
            : new OrielException(
                MemoryErrors.ServerProtocol,
                $"{name}: {path} sent {link.Violation ?? "part of a greeting and closed the connection"}",
                "the protocol of QEMU's ivshmem server, version 0",
                "name the socket of \"oriel serve\" or another ivshmem server");
    }

    private static DescriptorMapping Map(SafeFileHandle memory, string name, RegionAccess access)
    {
        try
        {
            var backing = RegionOpening.Stat(memory, name);
            RegionOpening.RequireRegularFile(name, backing);
            RegionOpening.RequireSize(name, backing.SizeBytes);
            return DescriptorMapping.Map(memory, RegionKind.Served, name, access, backing, backing.SizeBytes, isSealed: SealedMemory.IsSealedAgainstShrinking(memory));
        }
        catch
        {
            memory.Dispose();
            throw;
        }
    }
}
