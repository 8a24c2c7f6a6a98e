using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using Oriel.Memory.Native;

namespace Oriel.Memory;

/// <content>Making new ones.</content>
public sealed unsafe partial class Region
{
    /// <summary>
    /// Creates or opens a file and gives it exactly <paramref name="size"/> bytes and the mode. A smaller file grows in place. A larger one is never shrunk, which would
    /// kill whoever has it mapped, a virtual machine for instance: a new file takes over its name.
    /// </summary>
    public static Region CreateFile(string path, ulong size, UnixFileMode mode)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        RegionOpening.RequireSize(path, size);
        var handle = RegionOpening.OpenOrCreate(path, size, mode);
        try
        {
            var backing = RegionOpening.Stat(handle, path);
            return Map(handle, RegionKind.File, path, RegionAccess.ReadWrite, backing, size);
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }

    /// <summary>Creates an anonymous memory file sealed against shrinking and growing.</summary>
    public static Region CreateMemfd(string name, ulong size)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        RegionOpening.RequireSize(name, size);
        using var nativeName = new NativeString(name);
        var descriptor = Libc.memfd_create(nativeName.Address, Libc.MFD_CLOEXEC | Libc.MFD_ALLOW_SEALING);
        if (descriptor < 0)
        {
            throw RegionOpening.CreateFailed(name, "memfd_create", Marshal.GetLastPInvokeError());
        }

        var handle = new SafeFileHandle(descriptor, ownsHandle: true);
        try
        {
            RegionOpening.Resize(handle, name, size);
            if (Libc.fcntl(descriptor, Libc.F_ADD_SEALS, Libc.F_SEAL_SHRINK | Libc.F_SEAL_GROW | Libc.F_SEAL_SEAL) != 0)
            {
                throw RegionOpening.CreateFailed(name, "sealing", Marshal.GetLastPInvokeError());
            }

            var backing = RegionOpening.Stat(handle, name);
            return Map(handle, RegionKind.Memfd, name, RegionAccess.ReadWrite, backing, size);
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }
}
