namespace Oriel.Interop.Windows.D3D12;

/// <summary>Numbers of Direct3D 12. Checked by the layout oracle.</summary>
internal static class D3D12Constants
{
    public const uint CommandListTypeCopy = 3;
    public const int QueuePriorityHigh = 100;
    public const uint ResourceDimensionBuffer = 1;
    public const uint ResourceDimensionTexture2D = 3;
    public const uint TextureLayoutRowMajor = 1;
    public const uint ResourceFlagNone = 0;
    public const uint ResourceFlagAllowCrossAdapter = 16;
    public const uint HeapFlagSharedCrossAdapter = 32;
    public const uint ResourceStateCommon = 0;
    public const uint ResourceStateCopyDest = 1024;
    public const uint CopyTypeSubresourceIndex = 0;
    public const uint CopyTypePlacedFootprint = 1;
    public const uint FenceFlagNone = 0;
    public const uint PitchAlignment = 256;
    public const uint PlacementAlignment = 65536;
    public const uint FeatureLevel11 = 45056;
    public const uint SharedFenceFlag = 2;
    public const uint GenericAll = 268435456;
}
