using System.Runtime.InteropServices;
using System.Text;

namespace Oriel.Memory.Linux.Native;

/// <summary>A string as NUL-terminated UTF-8 in native memory, for the length of one call.</summary>
internal readonly unsafe ref struct NativeString
{
    public NativeString(string text)
    {
        // A NUL inside would silently name another file.
        ArgumentOutOfRangeException.ThrowIfNotEqual(text.IndexOf('\0', StringComparison.Ordinal), -1, nameof(text));
        var bytes = Encoding.UTF8.GetByteCount(text);
        Address = (byte*)NativeMemory.Alloc((nuint)bytes + 1);
        // SAFETY: the block holds the encoded bytes and the NUL.
        Encoding.UTF8.GetBytes(text, new Span<byte>(Address, bytes));
        Address[bytes] = 0;
    }

    public byte* Address { get; }

    public void Dispose() => NativeMemory.Free(Address);
}
