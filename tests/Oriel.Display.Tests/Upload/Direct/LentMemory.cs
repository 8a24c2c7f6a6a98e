using System.Collections.Concurrent;
using Microsoft.Win32.SafeHandles;
using Oriel.Memory;
using Oriel.Memory.Linux.Devices;

namespace Oriel.Display.Tests.Upload.Direct;

/// <summary>The kernel's part in lending memory to a GPU, played by a double: a "DMA buffer" is a second descriptor of the memory file, and the double remembers which part was meant.</summary>
internal sealed class LentMemory : IUdmabufRequests
{
    private readonly ConcurrentDictionary<nint, (ulong Offset, ulong Size)> _parts = new();

    /// <summary>Errno of every request; 0 = granted.</summary>
    public int Error { get; set; }

    /// <summary>Parts lent so far.</summary>
    public ConcurrentQueue<(ulong Offset, ulong Size)> Lent { get; } = new();

    public Region Make(string name, ulong bytes) => Region.CreateLendable(name, bytes, this);

    /// <summary>What a buffer holds now, as far as <paramref name="into"/> goes.</summary>
    public void ReadOut(DmaBuffer buffer, Span<byte> into)
    {
        var (offset, size) = _parts[buffer.Handle.DangerousGetHandle()];
        if ((ulong)into.Length > size || RandomAccess.Read(buffer.Handle, into, (long)offset) != into.Length)
        {
            Assert.Fail($"{into.Length} bytes are read of {size} lent ones");
        }
    }

    public SafeFileHandle? TryOpen(out int error)
    {
        error = Error;
        return error == 0 ? File.OpenHandle("/dev/null") : null;
    }

    public int Create(SafeFileHandle device, SafeFileHandle memory, ulong offset, ulong size, out int error)
    {
        error = 0;
        var handle = File.OpenHandle($"/proc/self/fd/{memory.DangerousGetHandle()}");
        handle.SetHandleAsInvalid();
        var descriptor = handle.DangerousGetHandle();
        _parts[descriptor] = (offset, size);
        Lent.Enqueue((offset, size));
        return (int)descriptor;
    }
}
