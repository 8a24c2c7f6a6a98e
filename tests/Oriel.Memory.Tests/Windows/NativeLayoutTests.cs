using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using Oriel.Memory.Windows.Native;
using Oriel.Testing;

namespace Oriel.Memory.Tests.Windows;

/// <summary>
/// Our structures and numbers against the compiler's: MinGW's headers for Windows, and for the driver the declarations of its published header (virtio-win,
/// <c>ivshmem/Public.h</c>), restated here as far as they are used. Nobody counts by hand.
/// </summary>
public sealed class NativeLayoutTests
{
    private const string Header = """
        #include <stddef.h>
        #include <windows.h>
        #include <winioctl.h>
        #include <setupapi.h>
        #include <initguid.h>
        typedef UINT16 IVSHMEM_PEERID;
        typedef UINT64 IVSHMEM_SIZE;
        typedef struct { UINT8 cacheMode; } IVSHMEM_MMAP_CONFIG;
        typedef struct { IVSHMEM_PEERID peerID; IVSHMEM_SIZE size; PVOID ptr; UINT16 vectors; } IVSHMEM_MMAP;
        typedef struct { IVSHMEM_PEERID peerID; UINT16 vector; } IVSHMEM_RING;
        #define IVSHMEM(n) CTL_CODE(FILE_DEVICE_UNKNOWN, n, METHOD_BUFFERED, FILE_ANY_ACCESS)
        """;

    /// <summary>Numbers that MinGW's headers may be too old for, from Microsoft's documentation.</summary>
    private static readonly Dictionary<string, int> s_newer = new()
    {
        [nameof(Kernel32.CREATE_WAITABLE_TIMER_HIGH_RESOLUTION)] = 2,
        [nameof(Kernel32.ERROR_NO_SUCH_DEVICE)] = 433,
    };

    [Fact]
    public void Structures_and_numbers_are_those_of_the_headers()
    {
        Assert.SkipUnless(TestProcess.IsInstalled("x86_64-w64-mingw32-gcc"), "x86_64-w64-mingw32-gcc is not installed (package gcc-mingw-w64-x86-64)");
        using var folder = new TempFolder();
        var source = folder.File("layout.c");
        File.WriteAllText(source, Everything());
        TestProcess.Run("x86_64-w64-mingw32-gcc", ["-std=c11", "-fsyntax-only", source], limit: TimeSpan.FromMinutes(1));

        // A claim that is wrong must not pass.
        File.AppendAllText(source, "_Static_assert(sizeof(IVSHMEM_MMAP) == 31, \"\");\n");
        Assert.Throws<InvalidOperationException>(() => TestProcess.Run("x86_64-w64-mingw32-gcc", ["-std=c11", "-fsyntax-only", source], limit: TimeSpan.FromMinutes(1)));
    }

    private static string Everything()
    {
        var text = new StringBuilder(Header).AppendLine();
        Structure<IVSHMEM_MMAP_CONFIG>(text, "IVSHMEM_MMAP_CONFIG");
        Structure<IVSHMEM_MMAP>(text, "IVSHMEM_MMAP");
        Structure<IVSHMEM_RING>(text, "IVSHMEM_RING");
        Structure<SP_DEVINFO_DATA>(text, "SP_DEVINFO_DATA");
        Structure<SP_DEVICE_INTERFACE_DATA>(text, "SP_DEVICE_INTERFACE_DATA");
        Is(text, "sizeof(BY_HANDLE_FILE_INFORMATION)", Unsafe.SizeOf<FileInformation>());
        Is(text, "offsetof(BY_HANDLE_FILE_INFORMATION, dwVolumeSerialNumber)", Offset<FileInformation>(nameof(FileInformation.VolumeSerialNumber)));
        Is(text, "offsetof(BY_HANDLE_FILE_INFORMATION, nFileSizeHigh)", Offset<FileInformation>(nameof(FileInformation.FileSizeHigh)));
        Is(text, "offsetof(BY_HANDLE_FILE_INFORMATION, nFileSizeLow)", Offset<FileInformation>(nameof(FileInformation.FileSizeLow)));
        Is(text, "offsetof(BY_HANDLE_FILE_INFORMATION, nFileIndexHigh)", Offset<FileInformation>(nameof(FileInformation.FileIndexHigh)));
        Is(text, "offsetof(BY_HANDLE_FILE_INFORMATION, nFileIndexLow)", Offset<FileInformation>(nameof(FileInformation.FileIndexLow)));
        Is(text, "sizeof(SP_DEVICE_INTERFACE_DETAIL_DATA_W)", SetupApi.DetailBytes);
        Is(text, "offsetof(SP_DEVICE_INTERFACE_DETAIL_DATA_W, DevicePath)", SetupApi.DetailPathAt);
        Is(text, "IVSHMEM(0x800)", IvshmemPublic.IOCTL_IVSHMEM_REQUEST_PEERID);
        Is(text, "IVSHMEM(0x801)", IvshmemPublic.IOCTL_IVSHMEM_REQUEST_SIZE);
        Is(text, "IVSHMEM(0x802)", IvshmemPublic.IOCTL_IVSHMEM_REQUEST_MMAP);
        Is(text, "IVSHMEM(0x803)", IvshmemPublic.IOCTL_IVSHMEM_RELEASE_MMAP);
        Is(text, "IVSHMEM(0x804)", IvshmemPublic.IOCTL_IVSHMEM_RING_DOORBELL);
        Is(text, "IVSHMEM(0x805)", IvshmemPublic.IOCTL_IVSHMEM_REGISTER_EVENT);
        Constants(text, typeof(Kernel32));
        Constants(text, typeof(SetupApi));
        Assert.Equal(new Guid("df576976-569d-4672-95a0-f57e4ea0b210"), IvshmemPublic.DeviceInterface);
        return text.ToString();
    }

    /// <summary>Size, and every field at its place.</summary>
    private static void Structure<T>(StringBuilder text, string name)
        where T : unmanaged
    {
        Is(text, $"sizeof({name})", Unsafe.SizeOf<T>());
        foreach (var field in typeof(T).GetFields())
        {
            Is(text, $"offsetof({name}, {field.Name})", Offset<T>(field.Name));
        }
    }

    /// <summary>Every constant that has the name of one of Windows.</summary>
    private static void Constants(StringBuilder text, Type type)
    {
        var checkedCount = 0;
        foreach (var field in type.GetFields().Where(f => f.IsLiteral && f.Name.All(c => char.IsAsciiLetterUpper(c) || char.IsAsciiDigit(c) || c == '_')))
        {
            if (s_newer.TryGetValue(field.Name, out var value))
            {
                text.AppendLine($"#ifndef {field.Name}\n#define {field.Name} {value}\n#endif");
            }

            Is(text, $"(unsigned)(size_t){field.Name}", unchecked((uint)Convert.ToInt64(field.GetRawConstantValue() is nint n ? (long)n : field.GetRawConstantValue())));
            checkedCount++;
        }

        Assert.True(checkedCount >= 8, $"{type.Name}: {checkedCount}");
    }

    private static int Offset<T>(string field)
        where T : unmanaged => (int)Marshal.OffsetOf<T>(field);

    private static void Is(StringBuilder text, string expression, long value) => text.AppendLine($"_Static_assert({expression} == {value}u, \"{expression.Replace("\"", "", StringComparison.Ordinal)}\");");
}
