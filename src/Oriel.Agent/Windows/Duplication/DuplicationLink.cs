using Oriel.Agent.Capture;
using Oriel.Agent.Windows.Gpu;
using Oriel.Interop.Windows.Com;
using Oriel.Interop.Windows.D3D11;
using Oriel.Interop.Windows.Dxgi;
using Oriel.Protocol.Kvmfr;

namespace Oriel.Agent.Windows.Duplication;

/// <summary>A running duplication with the output it belongs to. The device is not owned: it outlives links that were lost.</summary>
internal sealed class DuplicationLink : IDisposable
{
    private readonly DuplicationTarget _target;
    private readonly OutputColor _color;

    private DuplicationLink(DuplicationTarget target, in OutputColor color, D3D11Device device, DxgiOutputDuplication duplication)
    {
        (_target, _color, Device, Duplication) = (target, color, device, duplication);
        var (width, height) = DuplicationMode.TextureSize(target.Output, duplication.Description.Rotation);
        Mode = ModeOf(width, height, Format);
    }

    /// <summary>The device.</summary>
    public D3D11Device Device { get; }

    /// <summary>The duplication.</summary>
    public DxgiOutputDuplication Duplication { get; }

    /// <summary>Storage of its frames.</summary>
    public PixelFormat Format => Duplication.Description.Format;

    /// <summary>What it delivers, as enumerated.</summary>
    public CaptureMode Mode { get; }

    /// <summary>Finds the output, makes a device and duplicates. Throws <see cref="OrielException"/>.</summary>
    public static DuplicationLink Open(IGpuSystem gpu, DuplicationOptions options)
    {
        _ = gpu.TryFollowInputDesktop();
        var target = DuplicationTarget.Find(gpu, options.Adapter, options.Output);
        D3D11Device? device = null;
        try
        {
            var result = gpu.TryCreateDevice(target.Adapter, out device);
            if (device is null)
            {
                throw new OrielException(AgentErrors.GpuRefused, $"{target.Adapter.Name}: D3D11CreateDevice: {result}", "a Direct3D 11 device", "update the GPU's driver");
            }

            result = TryDuplicate(target, options, device, out var link);
            if (link is null)
            {
                throw Refused(target, result);
            }

            return link.Mode.Type != FrameType.Invalid
                ? link
                : throw new OrielException(AgentErrors.UnsupportedPixels, $"{target.Head}: texture format {link.Format}", "8, 10 or 16 bits a channel", "turn the output's special modes off");
        }
        catch
        {
            device?.Dispose();
            target.Dispose();
            throw;
        }
    }

    /// <summary>Duplicates again on the same device.</summary>
    /// <param name="gpu">Adapters.</param>
    /// <param name="options">Which output.</param>
    /// <param name="device">The device.</param>
    /// <param name="link">The new link; null = not yet, try again.</param>
    /// <returns>False when trying again with this device is useless.</returns>
    public static bool TryReopen(IGpuSystem gpu, DuplicationOptions options, D3D11Device device, out DuplicationLink? link)
    {
        link = null;
        _ = gpu.TryFollowInputDesktop();
        DuplicationTarget target;
        try
        {
            target = DuplicationTarget.Find(gpu, options.Adapter, options.Output);
        }
        catch (OrielException)
        {
            // Outputs come and go while a mode is being set.
            return true;
        }

        var result = TryDuplicate(target, options, device, out link);
        if (link is { Mode.Type: FrameType.Invalid })
        {
            link.Dispose();
            link = null;
            return false;
        }

        if (link is null)
        {
            target.Dispose();
        }

        // E_INVALIDARG: the output belongs to another adapter now.
        return !result.IsDeviceLost && result != HResultCodes.InvalidArgument;
    }

    /// <summary>The mode of a frame's texture.</summary>
    public CaptureMode ModeOf(int width, int height, PixelFormat format) =>
        DuplicationMode.Create(_target.Head, _target.Output, _color, width, height, format, Duplication.Description.Rotation);

    /// <inheritdoc/>
    public void Dispose()
    {
        Duplication.Dispose();
        _target.Dispose();
    }

    private static HResult TryDuplicate(DuplicationTarget target, DuplicationOptions options, D3D11Device device, out DuplicationLink? link)
    {
        // Before Windows 10 1703 an output does not say: then it is an ordinary one.
        _ = target.Output.TryReadColor(out var color);
        var result = target.Output.TryDuplicate(device, DuplicationMode.FormatsFor(color, options.Hdr), out var duplication);
        link = duplication is null ? null : new DuplicationLink(target, color, device, duplication);
        return result;
    }

    private static OrielException Refused(DuplicationTarget target, HResult result)
    {
        var (expected, remedy) = result.Value switch
        {
            HResultCodes.NotImplemented => ("a system that can duplicate outputs", "this is Wine, or a system without a desktop compositor; use GDI capture"),
            HResultCodes.AccessDenied => ("the right to see the desktop that has the input", "run the agent as the service that 'oriel-agent install' makes: only it may see the login screen and prompts for consent"),
            HResultCodes.SessionDisconnected => ("a session at the console", "end the remote desktop session, or log in at the console"),
            HResultCodes.NotCurrentlyAvailable => ("fewer programs that duplicate this output (the system allows four)", "close other screen capture programs"),
            HResultCodes.Unsupported => ("an output of the GPU this process runs on", "in the graphics settings let Windows choose the GPU for oriel-agent.exe"),
            HResultCodes.ModeChangeInProgress => ("an output whose mode is set", "nothing: it is tried again"),
            _ => ("an output that can be duplicated", "update the GPU's driver; capture with GDI meanwhile"),
        };
        return new OrielException(AgentErrors.DuplicationRefused, $"{target.Adapter.Name}, {target.Head}: DuplicateOutput: {result}", expected, remedy);
    }
}
