using Oriel.Agent.Capture;
using Oriel.Memory;
using Oriel.Protocol.Kvmfr;

namespace Oriel.Agent.X11;

/// <summary>Sources of one X display.</summary>
/// <param name="display">Display name, null = from the environment.</param>
/// <param name="output">Head by name or number; null = the whole screen.</param>
internal sealed class X11Sources(string? display, string? output) : ICaptureSources
{
    /// <inheritdoc/>
    public ICaptureBackend OpenBackend(WakeFlag stop, WakeFlag wake) => X11CaptureBackend.Open(display, output, stop, wake);

    /// <inheritdoc/>
    public ICursorSource OpenCursor(WakeFlag stop, WakeFlag wake) => X11CursorSource.Open(display, stop, wake);

    /// <inheritdoc/>
    public void Resize(uint width, uint height, WakeFlag stop)
    {
        try
        {
            using var connection = X11Display.Open(display, stop);
            _ = connection.TryResize(width, height);
        }
        catch (OrielException)
        {
            // No server now: the capture thread says so, and the window keeps its size.
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<GuestOutput>? ListOutputs(WakeFlag stop)
    {
        using var connection = X11Display.Open(display, stop);
        return connection.TryGetMonitors()?.Select(m => new GuestOutput(m.Name, (uint)m.Width, (uint)m.Height, 0, IsCaptured: false, m.Primary)).ToArray();
    }
}
