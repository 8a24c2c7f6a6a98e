namespace Oriel.Interop.Windows.Dxgi;

/// <summary>How the system turns the desktop for an output, clockwise as the system counts.</summary>
public enum OutputRotation : uint
{
    /// <summary>Not said.</summary>
    Unspecified = DxgiConstants.RotationUnspecified,

    /// <summary>Not turned.</summary>
    None = DxgiConstants.RotationIdentity,

    /// <summary>90 degrees.</summary>
    Quarter = DxgiConstants.Rotation90,

    /// <summary>180 degrees.</summary>
    Half = DxgiConstants.Rotation180,

    /// <summary>270 degrees.</summary>
    ThreeQuarters = DxgiConstants.Rotation270,
}
