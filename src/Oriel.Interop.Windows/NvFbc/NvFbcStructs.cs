namespace Oriel.Interop.Windows.NvFbc;

// Layouts of NVIDIA's Capture SDK for Windows (nvFBC.h, nvFBCToSys.h, interface version 7), as far as they are used. That SDK is not redistributed and no header of it is on the
// machine that checks layouts: these are written from its published declarations and guarded by size assertions only. The driver itself checks the size and version in
// the first word of each struct and refuses what differs.

/// <summary>What a grab says about the picture.</summary>
internal unsafe struct NvFBCFrameGrabInfo
{
    public uint dwWidth;
    public uint dwHeight;
    public uint dwBufferWidth;
    public uint dwReserved;
    public int bOverlayActive;
    public int bMustRecreate;
    public int bFirstBuffer;
    public int bHWMouseVisible;
    public int bProtectedContent;
    public uint dwDriverInternalError;
    public int bStereoOn;
    public int bIGPUCapture;
    public uint dwSourcePID;
    public uint dwReserved3;
    public uint bitsIsHdr;
    public uint dwWaitModeUsed;
    public fixed uint dwReserved2[11];
}

/// <summary>Whether capturing is possible.</summary>
internal unsafe struct NvFBCStatusEx
{
    public uint dwVersion;
    public uint bits;
    public uint dwNvFBCVersion;
    public uint dwAdapterIdx;
    public void* pPrivateData;
    public uint dwPrivateDataSize;
    public fixed uint dwReserved[59];
    public fixed ulong pReserved[31];
}

/// <summary>What session to make.</summary>
internal unsafe struct NvFBCCreateParams
{
    public uint dwVersion;
    public uint dwInterfaceType;
    public uint dwMaxDisplayWidth;
    public uint dwMaxDisplayHeight;
    public void* pDevice;
    public void* pPrivateData;
    public uint dwPrivateDataSize;
    public uint dwInterfaceVersion;
    public void* pNvFBC;
    public uint dwAdapterIdx;
    public uint dwNvFBCVersion;
    public void* cudaCtx;
    public void* pPrivateData2;
    public uint dwPrivateData2Size;
    public fixed uint dwReserved[55];
    public fixed ulong pReserved[27];
}

/// <summary>How to capture to system memory.</summary>
internal unsafe struct NVFBC_TOSYS_SETUP_PARAMS
{
    public uint dwVersion;
    public uint bits;
    public uint eMode;
    public uint dwReserved1;
    public void** ppBuffer;
    public void** ppDiffMap;
    public void* hCursorCaptureEvent;
    public fixed uint dwReserved[58];
    public fixed ulong pReserved[29];
}

/// <summary>A grab.</summary>
internal unsafe struct NVFBC_TOSYS_GRAB_FRAME_PARAMS
{
    public uint dwVersion;
    public uint dwFlags;
    public uint dwTargetWidth;
    public uint dwTargetHeight;
    public uint dwStartX;
    public uint dwStartY;
    public uint eGMode;
    public uint dwWaitTime;
    public NvFBCFrameGrabInfo* pNvFBCFrameGrabInfo;
    public fixed uint dwReserved[56];
    public fixed ulong pReserved[31];
}
