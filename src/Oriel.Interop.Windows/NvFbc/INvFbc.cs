namespace Oriel.Interop.Windows.NvFbc;

/// <summary>NVIDIA's capture interface: the driver's, or a test's.</summary>
public interface INvFbc
{
    /// <summary>The driver brought the library along. Loads nothing.</summary>
    bool IsInstalled { get; }

    /// <summary>Asks whether an adapter can be captured. The first call loads the library.</summary>
    NvFbcResult ReadStatus(int adapter, out NvFbcStatus status);

    /// <summary>Makes a session.</summary>
    NvFbcResult TryCreate(int adapter, out NvFbcSession? session);
}
