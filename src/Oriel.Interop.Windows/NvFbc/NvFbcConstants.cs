namespace Oriel.Interop.Windows.NvFbc;

/// <summary>Numbers of NVIDIA's published SDK; see the note in NvFbcStructs.cs.</summary>
internal static unsafe class NvFbcConstants
{
    public const uint InterfaceVersion = 0x70;
    public const uint ToSystemMemory = 0x1205;
    public const uint FormatArgb = 0;
    public const uint FormatArgb10 = 6;
    public const uint GrabWaitWithTimeout = 0x10;
    public const uint GrabNoWait = 1;
    public const uint SetupDiffMap = 1 << 1;
    public const uint SetupHdr = 1 << 3;
    public const uint SetupSmallBlocks = 1 << 4;
    public const uint StatusCapturePossible = 1;
    public const uint StatusSmallBlocks = 1 << 4;

    public static readonly uint StatusVersion = Version(sizeof(NvFBCStatusEx), 2);
    public static readonly uint CreateVersion = Version(sizeof(NvFBCCreateParams), 2);
    public static readonly uint SetupVersion = Version(sizeof(NVFBC_TOSYS_SETUP_PARAMS), 2);
    public static readonly uint GrabVersion = Version(sizeof(NVFBC_TOSYS_GRAB_FRAME_PARAMS), 1);

    /// <summary>The first word of each struct: its size, its version and the interface's.</summary>
    private static uint Version(int bytes, int version) => (uint)bytes | ((uint)version << 16) | (InterfaceVersion << 24);
}
