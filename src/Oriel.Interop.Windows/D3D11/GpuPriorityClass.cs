namespace Oriel.Interop.Windows.D3D11;

/// <summary>How the system's GPU scheduler ranks a process (documented with D3DKMTSetProcessSchedulingPriorityClass).</summary>
public enum GpuPriorityClass
{
    /// <summary>Only when nobody else wants the GPU.</summary>
    Idle = 0,

    /// <summary>Behind others.</summary>
    BelowNormal = 1,

    /// <summary>As everybody.</summary>
    Normal = 2,

    /// <summary>Before others.</summary>
    AboveNormal = 3,

    /// <summary>Before most; needs the right to raise base priorities.</summary>
    High = 4,

    /// <summary>Before everybody; needs the same right and may starve the desktop.</summary>
    RealTime = 5,
}
