using Microsoft.Extensions.Logging;
using Oriel.Agent.Capture;
using Oriel.Agent.Logging;
using Oriel.Agent.Windows.Gpu;
using Oriel.Memory;

namespace Oriel.Agent.Windows.Duplication;

/// <summary>Puts desktop duplication together: source, processor, delivery.</summary>
internal static class DuplicationCapture
{
    /// <summary>Opens the source with its processor, for whatever delivers it. Throws <see cref="OrielException"/>.</summary>
    public static ITextureSource OpenSource(IGpuSystem gpu, DuplicationOptions options, PointerSlot pointer, WakeFlag stop, WakeFlag wake, ILogger log)
    {
        var source = TextureProcessor.Wrap(gpu, DuplicationSource.Open(gpu, options, pointer, stop, wake), options.Processor, options.TextureUse);
        if (source is TextureProcessor { Problem: { Length: > 0 } problem })
        {
            log.ProcessorRefused(problem);
        }

        return source;
    }

    /// <summary>Opens the backend that delivers through staging textures. Throws <see cref="OrielException"/>.</summary>
    public static ICaptureBackend Open(IGpuSystem gpu, DuplicationOptions options, PointerSlot pointer, WakeFlag stop, WakeFlag wake, ILogger log) =>
        new StagingBackend(OpenSource(gpu, options, pointer, stop, wake, log));
}
