using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using Oriel.Memory.Linux.Devices;

namespace Oriel.Memory;

/// <summary>A part of a region that a GPU driver can import. Keeps the memory behind it alive. Any thread; <see cref="Dispose"/> must not race the others.</summary>
public sealed class DmaBuffer : IDisposable
{
    private readonly IDmaBufferRequests _requests;
    private readonly bool _isCoherent;

    internal DmaBuffer(SafeFileHandle handle, ulong size, IDmaBufferRequests requests, bool? isCoherent = null)
    {
        Handle = handle;
        Size = size;
        _requests = requests;
        // PCI devices see what x86 processors wrote; elsewhere the kernel has to write caches back.
        _isCoherent = isCoherent ?? RuntimeInformation.ProcessArchitecture is Architecture.X64 or Architecture.X86;
    }

    /// <summary>Bytes.</summary>
    public ulong Size { get; }

    /// <summary>The descriptor; owned by this object.</summary>
    public SafeFileHandle Handle { get; }

    /// <summary>Makes what processors wrote so far visible to a device that is about to read. No system call where memory is coherent (x86). False when the kernel refuses: the buffer must not be read then.</summary>
    public bool TryMakeVisible() =>
        _isCoherent || (_requests.TrySync(Handle, DmaBufSync.Read | DmaBufSync.Start) && _requests.TrySync(Handle, DmaBufSync.Read | DmaBufSync.End));

    /// <inheritdoc/>
    public void Dispose() => Handle.Dispose();
}
