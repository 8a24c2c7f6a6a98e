using Oriel.Agent.Capture;
using Oriel.Interop.Windows.NvFbc;
using Oriel.Memory;

namespace Oriel.Agent.Windows.NvFbc;

/// <summary>Reads <c>[nvfbc]</c>.</summary>
internal static class NvFbcSettings
{
    private const int LastAdapter = 31;

    /// <summary>One for the process: the driver's library is loaded once.</summary>
    private static readonly NvFbcLibrary s_library = new();

    /// <summary>The backend of the selection's list. Throws <see cref="OrielException"/>.</summary>
    public static ICaptureBackend Open(WindowsCaptureOptions options, WakeFlag stop, WakeFlag wake) => NvFbcBackend.Open(s_library, Read(options), stop, wake);

    /// <summary>Puts settings and defaults together. Throws <see cref="OrielException"/>.</summary>
    public static NvFbcOptions Read(WindowsCaptureOptions options) => new()
    {
        AdapterIndex = options.Number("nvfbc:adapterIndex", -1, LastAdapter, otherwise: -1),
        BlockPixels = options.Number("nvfbc:diffRes", 16, 128, otherwise: 128),
        Hdr = !options.Flag("nvfbc:noHDR", otherwise: true),
    };
}
