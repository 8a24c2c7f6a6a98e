using System.Runtime.InteropServices;
using System.Text;

namespace Oriel.Memory.Linux.Native;

/// <summary><c>struct sockaddr_un</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct UnixAddress
{
    /// <summary>Bytes of a path that fit, without the NUL.</summary>
    public const int LongestPath = 107;

    public ushort Family;
    public fixed byte Path[LongestPath + 1];

    /// <summary>Fills it in; false when the path does not fit. A leading @ stands for the NUL of an abstract address.</summary>
    public static bool TryMake(string path, out UnixAddress address, out uint length)
    {
        address = new UnixAddress { Family = Libc.AF_UNIX };
        length = 0;
        var bytes = Encoding.UTF8.GetBytes(path);
        if (bytes.Length is 0 or > LongestPath || bytes.AsSpan().Contains((byte)0))
        {
            return false;
        }

        for (var i = 0; i < bytes.Length; i++)
        {
            address.Path[i] = bytes[i];
        }

        var isAbstract = bytes[0] == (byte)'@';
        if (isAbstract)
        {
            address.Path[0] = 0;
        }

        length = (uint)(sizeof(ushort) + bytes.Length + (isAbstract ? 0 : 1));
        return true;
    }
}
