using System.Diagnostics;
using System.Runtime.InteropServices;
using Oriel.Interop.Windows.Com;
using Oriel.Interop.Windows.D3D11;
using Oriel.Interop.Windows.WinRt;

namespace Oriel.Testing.Windows.WinRt;

/// <summary>IDirect3D11CaptureFrame, and its surface as another of its interfaces.</summary>
internal sealed unsafe class FakeCaptureFrame : FakeObject
{
    private static readonly void** s_table = Table();
    private static readonly void** s_access = AccessTable();
    private static readonly void** s_closable = ClosableTable();
    private readonly FakeTexture _texture;
    private readonly SizeInt32 _content;
    private readonly long _composedAt = Stopwatch.GetElapsedTime(0).Ticks;
    private bool _closed;

    public FakeCaptureFrame(FakeWindows windows, FakeTexture texture, SizeInt32 content)
        : base(windows, "captured frame", (nint)s_table, (nint)s_access, (nint)s_closable)
    {
        (_texture, _content) = (texture, content);
    }

    protected override int FacetOf(in Guid id) =>
        id == WinRtIds.IDirect3D11CaptureFrame ? 0 : id == WinRtIds.IDirect3DDxgiInterfaceAccess ? 1 : id == WinRtIds.IClosable ? 2 : -1;

    protected override void OnLastRelease() => _ = _texture.GiveBack();

    private static void** Table()
    {
        var table = MakeObjectTable();
        table[IDirect3D11CaptureFrame.Slot.get_Surface] = (delegate* unmanaged<void*, void**, int>)&GetSurface;
        table[IDirect3D11CaptureFrame.Slot.get_SystemRelativeTime] = (delegate* unmanaged<void*, long*, int>)&GetSystemRelativeTime;
        table[IDirect3D11CaptureFrame.Slot.get_ContentSize] = (delegate* unmanaged<void*, SizeInt32*, int>)&GetContentSize;
        return table;
    }

    private static void** AccessTable()
    {
        var table = MakeObjectTable();
        table[IDirect3DDxgiInterfaceAccess.Slot.GetInterface] = (delegate* unmanaged<void*, Guid*, void**, int>)&GetInterface;
        return table;
    }

    private static void** ClosableTable()
    {
        var table = MakeObjectTable();
        table[IClosable.Slot.Close] = (delegate* unmanaged<void*, int>)&Close;
        return table;
    }

    [UnmanagedCallersOnly]
    private static int GetSurface(void* self, void** surface)
    {
        var frame = From<FakeCaptureFrame>(self);
        *surface = frame._closed ? null : frame.NewReference();
        return frame._closed ? HResultCodes.Unexpected : HResultCodes.Ok;
    }

    [UnmanagedCallersOnly]
    private static int GetSystemRelativeTime(void* self, long* hundredNanoseconds)
    {
        *hundredNanoseconds = From<FakeCaptureFrame>(self)._composedAt;
        return HResultCodes.Ok;
    }

    [UnmanagedCallersOnly]
    private static int GetContentSize(void* self, SizeInt32* size)
    {
        *size = From<FakeCaptureFrame>(self)._content;
        return HResultCodes.Ok;
    }

    [UnmanagedCallersOnly]
    private static int GetInterface(void* self, Guid* id, void** found)
    {
        *found = *id == D3D11Ids.ID3D11Texture2D ? From<FakeCaptureFrame>(self)._texture.NewReference() : null;
        return *found == null ? HResultCodes.NoInterface : HResultCodes.Ok;
    }

    [UnmanagedCallersOnly]
    private static int Close(void* self)
    {
        From<FakeCaptureFrame>(self)._closed = true;
        return HResultCodes.Ok;
    }
}
