using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using Oriel.Memory.Windows.Native;

namespace Oriel.Memory.Windows;

/// <summary>
/// A view of a section: of a file, or of the page file. Windows refuses to shrink a file while a section of it exists (ERROR_USER_MAPPED_FILE), so there is no
/// fault to guard against as there is on Linux; what remains is in docs/adr/0002-windows-faults.md.
/// </summary>
internal sealed unsafe class SectionView : MappedMemory
{
    private readonly SafeFileHandle? _file;
    private readonly nint _section;

    private SectionView(byte* address, ulong bytes, nint section, SafeFileHandle? file, string name, bool isWritable, in RegionBacking backing)
        : base(address, bytes, file is null ? RegionKind.Memfd : RegionKind.File, name, isWritable, backing)
    {
        _section = section;
        _file = file;
    }

    /// <inheritdoc/>
    public override bool IsFaulted => false;

    /// <summary>Maps a file, or new zeroed memory when there is none, and checks that nothing moved meanwhile. Takes the handle over when it returns.</summary>
    public static SectionView Map(SafeFileHandle? file, string name, RegionAccess access, in RegionBacking before, ulong bytes)
    {
        var isWritable = access == RegionAccess.ReadWrite;
        nint section;
        using (var use = file is null ? default : new HandleUse(file))
        {
            // SAFETY: an open handle, or the value that asks for the page file; no name, so nobody else can open the section.
            section = Kernel32.CreateFileMappingW(
                file is null ? Kernel32.INVALID_HANDLE_VALUE : use.Value,
                null,
                isWritable ? Kernel32.PAGE_READWRITE : Kernel32.PAGE_READONLY,
                (uint)(bytes >> 32),
                unchecked((uint)bytes),
                null);
        }

        if (section == 0)
        {
            throw Failed(name, bytes, "CreateFileMapping", Marshal.GetLastPInvokeError());
        }

        // SAFETY: the whole section; the view is used only inside the bounds that Region checks, and removed once, by Dispose.
        var address = (byte*)Kernel32.MapViewOfFile(section, isWritable ? Kernel32.FILE_MAP_READ | Kernel32.FILE_MAP_WRITE : Kernel32.FILE_MAP_READ, 0, 0, (nuint)bytes);
        if (address == null)
        {
            var error = Marshal.GetLastPInvokeError();
            _ = Kernel32.CloseHandle(section);
            throw Failed(name, bytes, "MapViewOfFile", error);
        }

        var view = new SectionView(address, bytes, section, file, name, isWritable, before);
        if (file is not null && WindowsFiles.Look(file, name) is var after && !after.IsSameAs(before))
        {
            view.Dispose();
            throw new OrielException(
                MemoryErrors.Unstable,
                $"{name} had {before.SizeBytes} bytes before it was mapped and {after.SizeBytes} after",
                "a file that keeps its size while it is opened",
                "try again; if it stays so, find out which program resizes it (Resource Monitor, Associated Handles)");
        }

        return view;
    }

    /// <inheritdoc/>
    public override bool HasBackingChanged() => _file is not null && (!FileFacts.TryOfPath(Name, out var now, out _) || !now.IsSameAs(Backing));

    /// <inheritdoc/>
    public override void Dispose()
    {
        _ = Kernel32.UnmapViewOfFile(Address);
        _ = Kernel32.CloseHandle(_section);
        _file?.Dispose();
    }

    private static OrielException Failed(string name, ulong bytes, string call, int error) => new(
        MemoryErrors.MapFailed,
        $"mapping {bytes} bytes of {name} failed in {call}: {FileProblems.Describe(error)}",
        "a shared mapping of the whole file",
        "check that the drive is a local one and that there is enough memory");
}
