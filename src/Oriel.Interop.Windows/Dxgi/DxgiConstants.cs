namespace Oriel.Interop.Windows.Dxgi;

/// <summary>Numbers of DXGI.</summary>
internal static class DxgiConstants
{
    public const uint SoftwareAdapter = 2;
    public const uint RemoteAdapter = 1;
    public const uint RotationUnspecified = 0;
    public const uint RotationIdentity = 1;
    public const uint Rotation90 = 2;
    public const uint Rotation180 = 3;
    public const uint Rotation270 = 4;
    public const uint ShapeMonochrome = 1;
    public const uint ShapeColor = 2;
    public const uint ShapeMaskedColor = 4;
    public const uint FormatR16G16B16A16Float = 0xA;
    public const uint FormatR10G10B10A2Unorm = 0x18;
    public const uint FormatR8G8B8A8Unorm = 0x1C;
    public const uint FormatB8G8R8A8Unorm = 0x57;
    public const uint ColorSpaceSdr = 0;
    public const uint ColorSpaceLinear = 1;
    public const uint ColorSpaceHdr10 = 0xC;
    public const uint SharedResourceRead = 0x80000000;
    public const uint SharedResourceWrite = 1;
}
