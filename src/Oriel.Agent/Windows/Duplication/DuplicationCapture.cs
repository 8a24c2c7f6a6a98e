using Microsoft.Extensions.Logging;
using Oriel.Agent.Capture;
using Oriel.Agent.Logging;
using Oriel.Agent.Windows.Gpu;
using Oriel.Interop.Windows.D3D11;
using Oriel.Interop.Windows.User;
using Oriel.Memory;

namespace Oriel.Agent.Windows.Duplication;

/// <summary>Puts desktop duplication together: source, processor, delivery.</summary>
internal static class DuplicationCapture
{
    /// <summary>The backend of the selection's list: delivers through staging textures. Throws <see cref="OrielException"/>.</summary>
    public static ICaptureBackend Open(WindowsCaptureOptions options, WakeFlag stop, WakeFlag wake) =>
        new StagingBackend(OpenSource(options, DuplicationSettings.Section, TextureUse.Target, stop, wake));

    /// <summary>Opens the source with the user's settings, for whatever delivers it. Throws <see cref="OrielException"/>.</summary>
    /// <param name="options">What backends are told.</param>
    /// <param name="section">Section of the configuration file with adapter, output and what else duplication takes.</param>
    /// <param name="use">What the picture's texture is made for: <see cref="TextureUse.Shared"/> when another device is to read it.</param>
    /// <param name="stop">Ends every wait once raised.</param>
    /// <param name="wake">Ends one wait when raised.</param>
    public static ITextureSource OpenSource(WindowsCaptureOptions options, string section, TextureUse use, WakeFlag stop, WakeFlag wake)
    {
        var settings = DuplicationSettings.Read(options.Settings.Get, section);
        var gpu = DuplicationSettings.ReadGpu(options.Settings.Get, section);
        var wanted = options.OutputFor(section);

        // Numbers and monitors' names mean what 'oriel-agent outputs' lists; the adapters know an output by the system's name only.
        var head = wanted is null ? null : WindowsOutputs.Choose(DesktopLayout.ReadHeads(), wanted) ?? throw WholeDesktop();
        return OpenSource(
            new SystemGpu(options.Parts.Follower.TryFollow, gpu), settings with { Output = head?.Device, TextureUse = use }, options.Parts.Pointer, stop, wake, options.Log);
    }

    /// <summary>Opens the source with its processor. Throws <see cref="OrielException"/>.</summary>
    public static ITextureSource OpenSource(IGpuSystem gpu, DuplicationOptions options, PointerSlot pointer, WakeFlag stop, WakeFlag wake, ILogger log)
    {
        var source = TextureProcessor.Wrap(gpu, DuplicationSource.Open(gpu, options, pointer, stop, wake), options.Processor, options.TextureUse);
        if (source is TextureProcessor { Problem: { Length: > 0 } problem })
        {
            log.ProcessorRefused(problem);
        }

        return source;
    }

    private static OrielException WholeDesktop() => new(AgentErrors.NoSuchOutput, $"'{WindowsOutputs.WholeDesktop}'", "one output: a GPU shows each by itself",
        "choose one that 'oriel-agent outputs' lists, or capture all of them with GDI (--capture gdi)");
}
