using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Oriel.Testing;

/// <summary>Descriptors as a test needs them: passed on to a child by number, and an eventfd's counter.</summary>
public static class Descriptors
{
    private const int DuplicateFrom = 0;

    /// <summary>A copy with a number of at least <paramref name="least"/> that children inherit. Close it with <see cref="Close"/> once the child has started.</summary>
    public static int Inheritable(SafeFileHandle handle, int least)
    {
        ArgumentNullException.ThrowIfNull(handle);
        var copy = Control((int)handle.DangerousGetHandle(), DuplicateFrom, least);
        return copy >= 0 ? copy : throw new InvalidOperationException($"fcntl(F_DUPFD) failed with {Marshal.GetLastPInvokeError()}");
    }

    /// <summary>Closes such copies.</summary>
    public static void Close(IEnumerable<int> copies)
    {
        foreach (var copy in copies)
        {
            _ = CloseOne(copy);
        }
    }

    /// <summary>Takes the counter of an eventfd that does not block; 0 when nothing was signalled.</summary>
    public static ulong TakeCounter(SafeFileHandle handle)
    {
        ArgumentNullException.ThrowIfNull(handle);
        var counter = new byte[8];
        return Read((int)handle.DangerousGetHandle(), counter, 8) == 8 ? BinaryPrimitives.ReadUInt64LittleEndian(counter) : 0;
    }

    [DllImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    private static extern int Control(int descriptor, int command, int argument);

    [DllImport("libc", EntryPoint = "close")]
    private static extern int CloseOne(int descriptor);

    [DllImport("libc", EntryPoint = "read")]
    private static extern nint Read(int descriptor, byte[] buffer, nint count);
}
