using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using Oriel.Memory.Linux.Native;

namespace Oriel.Memory;

/// <summary>
/// A Unix stream socket over which descriptors travel (SCM_RIGHTS). Never blocks: whoever has to wait uses <see cref="DescriptorPoll"/>. What the other side does is an
/// <see cref="SocketOutcome"/>, never an exception. Received descriptors become handles at once and are closed on exec. One thread at a time.
/// </summary>
public sealed unsafe partial class DescriptorSocket : IDisposable
{
    /// <summary>Most descriptors one message may carry here; ivshmem messages carry one.</summary>
    private const int MostDescriptors = 4;

    private readonly SafeFileHandle _handle;

    private DescriptorSocket(SafeFileHandle handle) => _handle = handle;

    /// <summary>The descriptor. Owned by this object.</summary>
    public SafeFileHandle Handle => _handle;

    /// <summary>Takes one waiting connection of a listening socket.</summary>
    /// <param name="accepted">The connection; null unless <see cref="SocketOutcome.Done"/>.</param>
    public SocketOutcome TryAccept(out DescriptorSocket? accepted)
    {
        accepted = null;
        using var use = new DescriptorUse(_handle);
        var descriptor = Libc.accept4(use.Descriptor, null, null, Libc.SOCK_NONBLOCK | Libc.SOCK_CLOEXEC);
        if (descriptor < 0)
        {
            // A connection that was broken before we took it is as good as none.
            return Marshal.GetLastPInvokeError() is var error && error is Libc.ECONNABORTED or Libc.EPERM ? SocketOutcome.WouldBlock : OutcomeOf(error);
        }

        accepted = new DescriptorSocket(new SafeFileHandle(descriptor, ownsHandle: true));
        return SocketOutcome.Done;
    }

    /// <summary>Sends a short message and at most one descriptor with it, all or nothing.</summary>
    /// <param name="message">The bytes; at least one.</param>
    /// <param name="descriptor">Sent along; stays ours.</param>
    public SocketOutcome TrySend(ReadOnlySpan<byte> message, SafeFileHandle? descriptor = null)
    {
        using var use = new DescriptorUse(_handle);
        return Send(use.Descriptor, message, descriptor, null, 0);
    }

    /// <summary>Receives at most as many bytes as fit, never beyond the start of a message with a descriptor.</summary>
    /// <param name="buffer">Where to; at least one byte.</param>
    /// <param name="count">Bytes received.</param>
    /// <param name="descriptor">What came along; the caller's. More than one with a message is <see cref="SocketOutcome.Refused"/>.</param>
    public SocketOutcome TryReceive(Span<byte> buffer, out int count, out SafeFileHandle? descriptor)
    {
        ArgumentOutOfRangeException.ThrowIfZero(buffer.Length);
        count = 0;
        descriptor = null;
        var control = stackalloc byte[sizeof(ControlHeader) + (MostDescriptors * sizeof(int))];
        nint received;
        MessageHeader header;
        using (var use = new DescriptorUse(_handle))
        fixed (byte* bytes = buffer)
        {
            var vector = new IoVector { Base = bytes, Length = (nuint)buffer.Length };
            do
            {
                header = new MessageHeader
                {
                    Vectors = &vector, VectorCount = 1, Control = control, ControlLength = (nuint)(sizeof(ControlHeader) + (MostDescriptors * sizeof(int))),
                };
                received = Libc.recvmsg(use.Descriptor, &header, Libc.MSG_DONTWAIT | Libc.MSG_CMSG_CLOEXEC);
            }
            while (received < 0 && Marshal.GetLastPInvokeError() == Libc.EINTR);
        }

        if (received < 0)
        {
            return OutcomeOf(Marshal.GetLastPInvokeError());
        }

        var isWhole = TakeDescriptors(control, header, out descriptor);
        if (received == 0)
        {
            descriptor?.Dispose();
            descriptor = null;
            return SocketOutcome.Gone;
        }

        if (!isWhole)
        {
            return SocketOutcome.Refused;
        }

        count = (int)received;
        return SocketOutcome.Done;
    }

    /// <summary>Who is at the other end; null when the kernel does not say.</summary>
    public PeerIdentity? Identify()
    {
        using var use = new DescriptorUse(_handle);
        var credentials = stackalloc uint[3];
        var length = 3u * sizeof(uint);
        if (Libc.getsockopt(use.Descriptor, Libc.SOL_SOCKET, Libc.SO_PEERCRED, credentials, &length) != 0 || length != 3 * sizeof(uint))
        {
            return null;
        }

        // Kernels before 4.13 do not tell the groups: none then.
        var groups = new uint[64];
        fixed (uint* first = groups)
        {
            length = (uint)(groups.Length * sizeof(uint));
            if (Libc.getsockopt(use.Descriptor, Libc.SOL_SOCKET, Libc.SO_PEERGROUPS, first, &length) != 0)
            {
                length = 0;
            }
        }

        return new PeerIdentity((int)credentials[0], credentials[1], credentials[2], groups[..(int)(length / sizeof(uint))]);
    }

    /// <inheritdoc/>
    public void Dispose() => _handle.Dispose();

    /// <summary>sendmsg with a descriptor, to a peer or to an address.</summary>
    internal static SocketOutcome Send(int socket, ReadOnlySpan<byte> message, SafeFileHandle? descriptor, UnixAddress* address, uint addressLength, int flags = Libc.MSG_DONTWAIT)
    {
        var control = stackalloc byte[sizeof(ControlHeader) + sizeof(long)];
        using var use = descriptor is null ? default : new DescriptorUse(descriptor);
        nint sent;
        fixed (byte* bytes = message)
        {
            var vector = new IoVector { Base = bytes, Length = (nuint)message.Length };
            var header = new MessageHeader { Name = address, NameLength = addressLength, Vectors = &vector, VectorCount = 1 };
            if (descriptor is not null)
            {
                *(ControlHeader*)control = new ControlHeader { Length = (nuint)(sizeof(ControlHeader) + sizeof(int)), Level = Libc.SOL_SOCKET, Type = Libc.SCM_RIGHTS };
                *(int*)(control + sizeof(ControlHeader)) = use.Descriptor;
                header.Control = control;
                header.ControlLength = (nuint)(sizeof(ControlHeader) + sizeof(long));
            }

            do
            {
                sent = Libc.sendmsg(socket, &header, flags | Libc.MSG_NOSIGNAL);
            }
            while (sent < 0 && Marshal.GetLastPInvokeError() == Libc.EINTR);
        }

        // A part of eight bytes cannot be taken back: such a connection is of no more use. The kernel sends them as one piece.
        return sent < 0 ? OutcomeOf(Marshal.GetLastPInvokeError()) : sent == message.Length ? SocketOutcome.Done : SocketOutcome.Gone;
    }

    /// <summary>Every descriptor the kernel gave us is ours from here; false when it is not at most one.</summary>
    private static bool TakeDescriptors(byte* control, in MessageHeader header, out SafeFileHandle? descriptor)
    {
        descriptor = null;
        var isWhole = (header.Flags & Libc.MSG_CTRUNC) == 0;
        if (header.ControlLength < (nuint)sizeof(ControlHeader))
        {
            return isWhole;
        }

        // SAFETY: the kernel wrote ControlLength bytes, at most what the buffer holds; there is room for one header only.
        var first = *(ControlHeader*)control;
        if (first.Level != Libc.SOL_SOCKET || first.Type != Libc.SCM_RIGHTS || first.Length < (nuint)sizeof(ControlHeader))
        {
            return false;
        }

        var count = (int)((Math.Min(first.Length, header.ControlLength) - (nuint)sizeof(ControlHeader)) / sizeof(int));
        for (var i = 0; i < count; i++)
        {
            var taken = new SafeFileHandle(((int*)(control + sizeof(ControlHeader)))[i], ownsHandle: true);
            if (count == 1 && isWhole)
            {
                descriptor = taken;
            }
            else
            {
                taken.Dispose();
            }
        }

        return isWhole && count <= 1;
    }

    private static SocketOutcome OutcomeOf(int error) => error switch
    {
        Libc.EAGAIN or Libc.EINTR => SocketOutcome.WouldBlock,
        Libc.EMFILE or Libc.ENFILE or Libc.ENOMEM or Libc.ENOBUFS or Libc.ETOOMANYREFS => SocketOutcome.NoResources,
        _ => SocketOutcome.Gone,
    };
}
