namespace Oriel.Interop.Windows.NvFbc;

/// <summary>Answers of NVIDIA's capture interface.</summary>
public enum NvFbcResult
{
    /// <summary>Done.</summary>
    Success = 0,

    /// <summary>Unexpected failure.</summary>
    Generic = -1,

    /// <summary>A parameter was refused.</summary>
    InvalidParameter = -2,

    /// <summary>The session is void: make another.</summary>
    InvalidatedSession = -3,

    /// <summary>Protected content is shown.</summary>
    ProtectedContent = -4,

    /// <summary>The driver failed.</summary>
    DriverFailure = -5,

    /// <summary>CUDA failed.</summary>
    CudaFailure = -6,

    /// <summary>Not supported by this version, or this card.</summary>
    Unsupported = -7,

    /// <summary>The encoder failed.</summary>
    EncoderFailure = -8,

    /// <summary>The library does not fit the driver.</summary>
    IncompatibleDriver = -9,

    /// <summary>Not supported on this platform.</summary>
    UnsupportedPlatform = -10,

    /// <summary>No memory.</summary>
    OutOfMemory = -11,

    /// <summary>A null pointer was passed.</summary>
    InvalidPointer = -12,

    /// <summary>A struct has a version the library does not know.</summary>
    IncompatibleVersion = -13,

    /// <summary>The capture failed.</summary>
    CaptureFailure = -14,

    /// <summary>This account may not.</summary>
    InsufficientPrivileges = -15,

    /// <summary>Called in the wrong order.</summary>
    InvalidCall = -16,

    /// <summary>Windows failed.</summary>
    SystemError = -17,

    /// <summary>The adapter is not NVIDIA's, or shows nothing.</summary>
    InvalidTarget = -18,

    /// <summary>NVIDIA's settings interface failed.</summary>
    SettingsFailure = -19,

    /// <summary>Switched off at run time.</summary>
    Disabled = -20,
}
