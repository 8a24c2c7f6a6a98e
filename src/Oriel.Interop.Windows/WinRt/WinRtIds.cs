namespace Oriel.Interop.Windows.WinRt;

/// <summary>
/// Identifiers of the interfaces used. MinGW has only a few of them: the oracle checks those against its headers and the others against the published contract it spells out.
/// The two handlers are instances of a generic type, whose identifiers follow from its arguments.
/// </summary>
internal static class WinRtIds
{
    public static readonly Guid IGraphicsCaptureItemInterop = new("3628e81b-3cac-4c60-b7f4-23ce0e0c3356");
    public static readonly Guid IGraphicsCaptureItem = new("79c3f95b-31f7-4ec2-a464-632ef5d30760");
    public static readonly Guid IDirect3D11CaptureFramePoolStatics2 = new("589b103f-6bbc-5df5-a991-02e28b3b66d5");
    public static readonly Guid IDirect3D11CaptureFramePool = new("24eb6d22-1975-422e-82e7-780dbd8ddf24");
    public static readonly Guid IDirect3D11CaptureFrame = new("fa50c623-38da-4b32-acf3-fa9734ad800e");
    public static readonly Guid IGraphicsCaptureSession = new("814e42a9-f70f-4ad7-939b-fddcc6eb880d");
    public static readonly Guid IGraphicsCaptureSession2 = new("2c39ae40-7d2e-5044-804e-8b6799d4cf9e");
    public static readonly Guid IGraphicsCaptureSession3 = new("f2cdd966-22ae-5ea1-9596-3a289344c3be");
    public static readonly Guid IDirect3DDxgiInterfaceAccess = new("a9b3d012-3df2-4ee3-b8d1-8695f457d3c1");
    public static readonly Guid IClosable = new("30d5a829-7fa4-4026-83bb-d75bae4ea99e");
    public static readonly Guid IUnknown = new("00000000-0000-0000-c000-000000000046");
    public static readonly Guid IAgileObject = new("94ea2b94-e9cc-49e0-c0ff-ee64ca8f5b90");
    public static readonly Guid FrameArrivedHandler = new("51a947f7-79cf-5a3e-a3a5-1289cfa6dfe8");
    public static readonly Guid ClosedHandler = new("e9c610c0-a68c-5bd9-8021-8589346eeee2");
}
