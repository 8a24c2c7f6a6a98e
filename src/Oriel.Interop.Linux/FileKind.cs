using System.Runtime.InteropServices;
using System.Text;

namespace Oriel.Interop.Linux;

/// <summary>What kind of thing a path names, without opening it: opening a pipe would wait for its other end.</summary>
public static unsafe partial class FileKind
{
    private const int AT_FDCWD = -100;
    private const uint STATX_TYPE = 1;
    private const int ModeOffset = 28;
    private const int S_IFMT = 0xF000;
    private const int S_IFREG = 0x8000;

    /// <summary>True for a plain file (links are followed); false for everything else and for what does not exist.</summary>
    public static bool IsPlainFile(string path)
    {
        // struct statx has 256 bytes; stx_mode is a 16-bit word behind seven 32-bit ones.
        var buffer = stackalloc byte[256];
        var name = Encoding.UTF8.GetBytes(path + '\0');

        // SAFETY: the name is zero-terminated, the kernel writes at most 256 bytes.
        fixed (byte* p = name)
        {
            return statx(AT_FDCWD, p, 0, STATX_TYPE, buffer) == 0 && (*(ushort*)(buffer + ModeOffset) & S_IFMT) == S_IFREG;
        }
    }

    [LibraryImport("libc.so.6")]
    private static partial int statx(int dirfd, byte* pathname, int flags, uint mask, byte* statxbuf);
}
