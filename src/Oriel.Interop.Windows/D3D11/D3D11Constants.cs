namespace Oriel.Interop.Windows.D3D11;

/// <summary>Numbers of Direct3D 11.</summary>
internal static class D3D11Constants
{
    public const uint SdkVersion = 7;
    public const uint DriverTypeUnknown = 0;
    public const uint DriverTypeHardware = 1;
    public const uint DriverTypeWarp = 5;
    public const uint CreateBgraSupport = 0x20;
    public const uint CreateDebug = 2;
    public const uint FeatureLevel11_1 = 0xB100;
    public const uint FeatureLevel11_0 = 0xB000;
    public const uint FeatureLevel10_1 = 0xA100;
    public const uint FeatureLevel10_0 = 0xA000;
    public const uint UsageDefault = 0;
    public const uint UsageStaging = 3;
    public const uint BindShaderResource = 8;
    public const uint BindRenderTarget = 0x20;
    public const uint CpuAccessRead = 0x20000;
    public const uint CpuAccessWrite = 0x10000;
    public const uint MapRead = 1;
    public const uint MapFlagDoNotWait = 0x100000;
    public const uint MiscShared = 2;
    public const uint MiscSharedKeyedMutex = 0x100;
    public const uint MiscSharedNtHandle = 0x800;
    public const uint QueryEvent = 0;
    public const uint GetDataDoNotFlush = 1;
    public const uint TopologyTriangleList = 4;
    public const uint FilterMinMagMipLinear = 0x15;
    public const uint AddressClamp = 3;
    public const uint CompareNever = 1;
}
