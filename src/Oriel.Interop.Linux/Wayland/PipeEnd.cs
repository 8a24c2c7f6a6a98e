using System.Runtime.InteropServices;
using Oriel.Interop.Linux.X11;

namespace Oriel.Interop.Linux.Wayland;

/// <summary>One end of a pipe to another program; never blocks. For one thread.</summary>
public sealed unsafe class PipeEnd : SafeHandle
{
    private const int Again = 11;

    internal PipeEnd(int fd, bool isWriter)
        : base(-1, ownsHandle: true)
    {
        SetHandle(fd);
        IsWriter = isWriter;
    }

    /// <inheritdoc/>
    public override bool IsInvalid => handle < 0;

    /// <summary>We write; else we read.</summary>
    public bool IsWriter { get; }

    /// <summary>The last wait found it ready, or broken.</summary>
    public bool IsReady { get; internal set; }

    internal int Descriptor => (int)handle;

    /// <summary>Reads what is there: null = nothing yet, 0 = the end, negative = broken.</summary>
    public int? TryRead(Span<byte> buffer)
    {
        fixed (byte* p = buffer)
        {
            return Result(Libc.read(Descriptor, p, (nuint)buffer.Length));
        }
    }

    /// <summary>Writes what fits: null = nothing fits now, negative = the reader left.</summary>
    public int? TryWrite(ReadOnlySpan<byte> data)
    {
        fixed (byte* p = data)
        {
            return Result(Libc.write(Descriptor, p, (nuint)data.Length));
        }
    }

    /// <inheritdoc/>
    protected override bool ReleaseHandle() => Libc.close(Descriptor) == 0;

    private static int? Result(nint done) => done >= 0 ? (int)done : Marshal.GetLastPInvokeError() is Again or Libc.EINTR ? null : -1;
}
