using System.Runtime.InteropServices;
using Oriel.Interop.Windows.Com;
using Oriel.Interop.Windows.Dxgi;
using Oriel.Interop.Windows.Win32;

namespace Oriel.Testing.Windows;

/// <summary>IDXGIOutput to IDXGIOutput6, as new as the screen says.</summary>
internal sealed unsafe class FakeOutput : FakeObject
{
    private static readonly void** s_table = Table();
    private readonly FakeScreen _screen;
    private readonly DXGI_OUTPUT_DESC1 _description;

    public FakeOutput(FakeWindows windows, FakeScreen screen)
        : base(windows, "output", (nint)s_table)
    {
        _screen = screen;
        _description = screen.Describe();
    }

    protected override int FacetOf(in Guid id) =>
        id == DxgiIds.IDXGIOutput || id == DxgiIds.IDXGIOutput1 || (id == DxgiIds.IDXGIOutput5 && _screen.OutputVersion >= 5) || (id == DxgiIds.IDXGIOutput6 && _screen.OutputVersion >= 6)
            ? 0
            : -1;

    private static void** Table()
    {
        var table = MakeObjectTable();
        table[IDXGIOutput.Slot.GetDesc] = (delegate* unmanaged<void*, DXGI_OUTPUT_DESC*, int>)&GetDesc;
        table[IDXGIOutput6.Slot.GetDesc1] = (delegate* unmanaged<void*, DXGI_OUTPUT_DESC1*, int>)&GetDesc1;
        table[IDXGIOutput1.Slot.DuplicateOutput] = (delegate* unmanaged<void*, void*, void**, int>)&DuplicateOutput;
        table[IDXGIOutput5.Slot.DuplicateOutput1] = (delegate* unmanaged<void*, void*, uint, uint, uint*, void**, int>)&DuplicateOutput1;
        return table;
    }

    [UnmanagedCallersOnly]
    private static int GetDesc(void* self, DXGI_OUTPUT_DESC* description)
    {
        var all = From<FakeOutput>(self)._description;
        *description = new DXGI_OUTPUT_DESC
        {
            DesktopCoordinates = all.DesktopCoordinates,
            AttachedToDesktop = all.AttachedToDesktop,
            Rotation = all.Rotation,
            Monitor = all.Monitor,
        };
        new ReadOnlySpan<char>(all.DeviceName, 32).CopyTo(new Span<char>(description->DeviceName, 32));
        return HResultCodes.Ok;
    }

    [UnmanagedCallersOnly]
    private static int GetDesc1(void* self, DXGI_OUTPUT_DESC1* description)
    {
        *description = From<FakeOutput>(self)._description;
        return HResultCodes.Ok;
    }

    [UnmanagedCallersOnly]
    private static int DuplicateOutput(void* self, void* device, void** answer) => From<FakeOutput>(self).Duplicate(device, [PixelFormat.Bgra8], answer);

    [UnmanagedCallersOnly]
    private static int DuplicateOutput1(void* self, void* device, uint flags, uint count, uint* formats, void** answer)
    {
        // Documented: flags are reserved, at least one format.
        *answer = null;
        var output = From<FakeOutput>(self);
        return flags != 0 || count == 0 ? HResultCodes.InvalidArgument
            : output._screen.DuplicateInFormatAnswer != 0 ? output._screen.DuplicateInFormatAnswer
            : output.Duplicate(device, new ReadOnlySpan<PixelFormat>(formats, (int)count), answer);
    }

    private int Duplicate(void* device, ReadOnlySpan<PixelFormat> formats, void** answer)
    {
        *answer = null;
        if (Windows.Count(FakeCall.Duplicate, out var refused))
        {
            return refused;
        }

        if (_screen.DuplicateAnswer != 0)
        {
            return _screen.DuplicateAnswer;
        }

        if (_screen.Duplication is not null)
        {
            // Documented: the application already duplicates this output.
            return HResultCodes.InvalidArgument;
        }

        if (!_screen.IsAttached)
        {
            return HResultCodes.NotFound;
        }

        // The desktop's own format when it is wanted, else it is converted to bytes.
        var format = formats.Contains(_screen.Format) ? _screen.Format : PixelFormat.Bgra8;
        if (!formats.Contains(format))
        {
            return HResultCodes.Unsupported;
        }

        *answer = new FakeDuplication(Windows, _screen, From<FakeDevice>(device), format).Reference;
        return HResultCodes.Ok;
    }
}
