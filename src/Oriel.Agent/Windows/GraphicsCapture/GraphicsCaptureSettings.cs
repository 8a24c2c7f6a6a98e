using Oriel.Agent.Capture;
using Oriel.Agent.Windows.Gpu;
using Oriel.Memory;

namespace Oriel.Agent.Windows.GraphicsCapture;

/// <summary>Reads <c>[wgc]</c>.</summary>
internal static class GraphicsCaptureSettings
{
    private static readonly Oriel.Interop.Windows.WinRt.GraphicsCapture s_system = new();

    /// <summary>The backend of the selection's list. Throws <see cref="OrielException"/>.</summary>
    public static ICaptureBackend Open(WindowsCaptureOptions options, WakeFlag stop, WakeFlag wake) =>
        new StagingBackend(GraphicsCaptureSource.Open(s_system, new SystemGpu(null, new GpuOptions()), Read(options), stop, wake));

    /// <summary>Puts settings and defaults together. Throws <see cref="OrielException"/>.</summary>
    public static GraphicsCaptureOptions Read(WindowsCaptureOptions options) => new()
    {
        Window = options.Settings.Get("wgc:window") is { Length: > 0 } title ? title : null,
        Output = options.OutputFor("wgc"),
    };
}
