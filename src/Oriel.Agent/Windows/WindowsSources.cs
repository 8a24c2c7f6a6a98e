using Microsoft.Extensions.Logging;
using Oriel.Agent.Capture;
using Oriel.Agent.Configuration;
using Oriel.Agent.Windows.Cursor;
using Oriel.Agent.Windows.Direct;
using Oriel.Agent.Windows.Duplication;
using Oriel.Agent.Windows.Gdi;
using Oriel.Agent.Windows.GraphicsCapture;
using Oriel.Agent.Windows.NvFbc;
using Oriel.Interop.Windows.D3D11;
using Oriel.Interop.Windows.User;
using Oriel.Memory;
using Oriel.Protocol.Kvmfr;
using Oriel.Relay.Producer;

namespace Oriel.Agent.Windows;

/// <summary>Sources of a Windows desktop: the backends in order of preference, the pointer, the mode.</summary>
internal sealed class WindowsSources : IRegionSources, IDisposable
{
    /// <summary>Name that lets the agent choose.</summary>
    public const string Automatic = "auto";

    private readonly BackendSelection _selection;
    private readonly WindowsCaptureOptions _options;

    /// <summary>Creates it.</summary>
    /// <param name="capture">A backend's name, or <see cref="Automatic"/>.</param>
    /// <param name="options">What backends are told.</param>
    /// <param name="log">Log.</param>
    public WindowsSources(string capture, WindowsCaptureOptions options, ILogger log)
    {
        _options = options;
        _selection = new BackendSelection(Choose(Backends, capture), options, TimeProvider.System, log);
    }

    /// <summary>
    /// All backends, best first. GDI works nearly everywhere, so what comes after it is never chosen by itself: NVIDIA's own interface is closed on most cards and must not
    /// slow the others.
    /// </summary>
    public static IReadOnlyList<WindowsBackend> Backends { get; } =
    [
        new WindowsBackend("d12", "D3D12 direct copy", OpenDirect, TellsPointer: true),
        new WindowsBackend("dxgi", "desktop duplication", DuplicationCapture.Open, TellsPointer: true),
        new WindowsBackend("gdi", "GDI", GdiCaptureBackend.Open),
        new WindowsBackend("wgc", "Windows.Graphics.Capture", GraphicsCaptureSettings.Open),
        new WindowsBackend("nvfbc", "NVIDIA NvFBC", NvFbcSettings.Open),
    ];

    /// <inheritdoc/>
    public IDesktopSignals Signals => _options.Parts.Signals;

    /// <summary>The backends that a name stands for: that one, and for the direct copy also the way in which the processor copies the same pictures. Throws <see cref="OrielException"/> for a name that means nothing.</summary>
    public static IReadOnlyList<WindowsBackend> Choose(IReadOnlyList<WindowsBackend> all, string capture)
    {
        if (string.Equals(capture, Automatic, StringComparison.OrdinalIgnoreCase))
        {
            return all;
        }

        var named = all.FirstOrDefault(b => string.Equals(b.Name, capture, StringComparison.OrdinalIgnoreCase));
        return named is { Name: DirectSettings.Section } && all.FirstOrDefault(b => b.Name == "dxgi") is { } mapped ? [named, mapped]
            : named is not null ? [named]
            : throw OptionText.Bad("--capture", capture, $"{Automatic}, or one of {string.Join(", ", all.Select(b => b.Name))}");
    }

    /// <inheritdoc/>
    public uint FrameAlignment => ProducerOptions.HeapAlignment;

    /// <inheritdoc/>
    public void Attach(Region region, RelayProducer producer) => _options.Parts.Direct.Attach(region, producer);

    /// <inheritdoc/>
    public void Detach() => _options.Parts.Direct.Detach();

    /// <inheritdoc/>
    public ICaptureBackend OpenBackend(WakeFlag stop, WakeFlag wake) => _selection.Open(stop, wake);

    /// <inheritdoc/>
    public ICursorSource OpenCursor(WakeFlag stop, WakeFlag wake) => WindowsCursorSource.Open(_options.Parts.Pointer, () => _selection.TellsPointer, _options.Parts.Signals, stop, wake);

    /// <inheritdoc/>
    public IReadOnlyList<GuestOutput>? ListOutputs(WakeFlag stop) =>
    [
        .. DesktopLayout.ReadHeads().Where(h => h.Attached).Select(h => new GuestOutput(
            h.ShortName, (uint)Math.Max(0, h.Width), (uint)Math.Max(0, h.Height), h.FrequencyHz > 1 ? (uint)h.FrequencyHz * 1000 : 0, IsCaptured: false, h.Primary)),
    ];

    /// <inheritdoc/>
    public void Resize(uint width, uint height, WakeFlag stop)
    {
        try
        {
            if (WindowsOutputs.Choose(DesktopLayout.ReadHeads(), _options.Output) is { } head
                && FittingSize.Choose(DesktopLayout.ReadSizes(head.Device), width, height) is { } size && size != (head.Width, head.Height))
            {
                _ = DesktopLayout.TrySetSize(head.Device, size.Width, size.Height);
            }
        }
        catch (OrielException)
        {
            // No such head now: the capture thread says so, and the window keeps its size.
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _selection.Close();

    private static ICaptureBackend OpenDirect(WindowsCaptureOptions options, WakeFlag stop, WakeFlag wake) =>
        options.Parts.Direct.Open(DirectSettings.Read(options), () => DuplicationCapture.OpenSource(options, DirectSettings.Section, TextureUse.Shared, stop, wake), stop);
}
