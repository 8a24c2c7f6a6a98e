using Oriel.Agent.Capture;
using Oriel.Interop.Windows.Com;
using Oriel.Interop.Windows.D3D11;
using Oriel.Protocol.Kvmfr;

namespace Oriel.Agent.Windows.Gpu;

/// <summary>
/// Delivers any <see cref="ITextureSource"/> through staging textures, one per image: only stale rectangles are copied, nothing waits for the GPU here, and the pixels are
/// mapped by the publish thread (<see cref="StagingMemory"/>). With the capture loop's two images the GPU works on one picture while the other is being published.
/// </summary>
/// <param name="source">The source; disposed with this.</param>
internal sealed class StagingBackend(ITextureSource source) : ICaptureBackend
{
    /// <inheritdoc/>
    public string Name => source.Name;

    /// <inheritdoc/>
    public CaptureMode Mode => source.Mode;

    /// <inheritdoc/>
    public long ChangedAt => source.ChangedAt;

    /// <inheritdoc/>
    public CaptureImage? TryCreateImage()
    {
        var texture = source.Texture;
        var result = source.Device.TryCreateTexture(texture.Width, texture.Height, texture.Format, TextureUse.Staging, out var staging);
        if (result == HResultCodes.OutOfMemory || result == HResultCodes.InvalidArgument)
        {
            throw new OrielException(AgentErrors.GpuRefused, $"{result} for a staging texture of {texture.Width}x{texture.Height} {texture.Format}", "memory for two pictures",
                "free some memory, or choose a smaller mode");
        }

        return staging is null ? null : new CaptureImage(new StagingMemory(source.Device, staging), source.Mode);
    }

    /// <inheritdoc/>
    public CaptureOutcome Wait(long timeoutNs, DamageList changed) => source.Wait(timeoutNs, changed);

    /// <inheritdoc/>
    public CaptureOutcome Capture(CaptureImage image, DamageList what)
    {
        if (!source.IsComplete)
        {
            // Nothing to show yet; whoever asked for the whole picture goes on asking.
            return CaptureOutcome.Unchanged;
        }

        var staging = ((StagingMemory)image.Memory).Texture;
        var context = source.Device.Context;
        TextureStorage.Copy(context, staging, source.Texture, image.Mode.Type, what);

        // Without it the driver may keep the copy until somebody asks for it, and the wait begins only then.
        context.Flush();
        return source.Device.RemovedReason.IsSuccess ? CaptureOutcome.Changed : CaptureOutcome.Lost;
    }

    /// <inheritdoc/>
    public void Dispose() => source.Dispose();
}
