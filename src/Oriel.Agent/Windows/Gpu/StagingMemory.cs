using System.Diagnostics;
using Oriel.Agent.Capture;
using Oriel.Interop.Windows.Com;
using Oriel.Interop.Windows.D3D11;
using Oriel.Memory;

namespace Oriel.Agent.Windows.Gpu;

/// <summary>
/// A staging texture. The capture thread issues copies into it and goes on; the publish thread maps it when it needs the pixels, asking again and again whether the GPU is done
/// instead of waiting inside the driver, where it would hold up everybody who uses the context.
/// </summary>
/// <param name="device">The device; belongs to the source.</param>
/// <param name="texture">The texture; disposed with this.</param>
internal sealed class StagingMemory(D3D11Device device, D3D11Texture texture) : IImageMemory
{
    /// <summary>A GPU that does not finish a copy in this time is reset by the system (after two seconds) or hangs.</summary>
    private const double PatienceSeconds = 3;

    /// <summary>First pause between two looks; short enough not to matter to a frame, and it doubles up to the last one.</summary>
    private const long FirstPauseNs = 20_000;
    private const long LastPauseNs = 500_000;

    /// <summary>The texture.</summary>
    public D3D11Texture Texture { get; } = texture;

    /// <summary>Looks that found the GPU still busy, since the start.</summary>
    public long BusyLooks { get; private set; }

    /// <inheritdoc/>
    public bool TryMap(out PixelBuffer pixels, out uint pitchBytes)
    {
        var deadline = Stopwatch.GetTimestamp() + (long)(PatienceSeconds * Stopwatch.Frequency);
        var pauseNs = FirstPauseNs;
        while (true)
        {
            var result = device.Context.TryMap(Texture, wait: false, out var mapped, out pitchBytes);
            pixels = mapped!;
            if (result.IsSuccess)
            {
                return true;
            }

            var now = Stopwatch.GetTimestamp();
            if (result != HResultCodes.WasStillDrawing || now >= deadline)
            {
                return false;
            }

            BusyLooks++;
            MonotonicWait.Until(now + (long)(pauseNs * (Stopwatch.Frequency / 1e9)));
            pauseNs = Math.Min(pauseNs * 2, LastPauseNs);
        }
    }

    /// <inheritdoc/>
    public void Unmap() => device.Context.Unmap(Texture);

    /// <inheritdoc/>
    public void Dispose() => Texture.Dispose();
}
