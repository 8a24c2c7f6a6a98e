using Oriel.Agent.Configuration;
using Oriel.Agent.Windows.Gpu;
using Oriel.Interop.Windows.D3D11;

namespace Oriel.Agent.Windows.Duplication;

/// <summary>Reads <c>[dxgi]</c> of the configuration file, or another section with the same names.</summary>
internal static class DuplicationSettings
{
    /// <summary>The section's name.</summary>
    public const string Section = "dxgi";

    private const int MostTextures = 64;

    /// <summary>Puts settings and defaults together. Throws <see cref="OrielException"/>.</summary>
    /// <param name="get">A value by name; null = not set.</param>
    /// <param name="section">Whose settings.</param>
    public static DuplicationOptions Read(Func<string, string?> get, string section = Section)
    {
        if (get($"{section}:maxTextures") is { } textures)
        {
            // Two pictures are in flight whatever it says; a number that makes no sense is still a mistake.
            _ = OptionText.Number($"{section}:maxTextures", textures, 1, MostTextures);
        }

        var rules = get($"{section}:downsample");
        if (!DownsampleRule.TryParse(rules, out var downsample, out var problem))
        {
            throw new OrielException(AgentErrors.BadOption, $"{section}:downsample = '{rules}': '{problem}'", "[>]WIDTHxHEIGHT:WIDTHxHEIGHT, comma separated, not larger than the original",
                "correct it in the configuration file");
        }

        return new DuplicationOptions
        {
            Adapter = get($"{section}:adapter"),
            Output = get($"{section}:output"),
            DisableDamage = YesNo(get, $"{section}:disableDamage", otherwise: false),
            Hdr = YesNo(get, $"{section}:hdr", otherwise: true),
            Processor = new ProcessorOptions { Downsample = downsample, Pack24 = YesNo(get, $"{section}:allowRGB24", otherwise: false) },
        };
    }

    /// <summary>How devices are made. Throws <see cref="OrielException"/>.</summary>
    /// <param name="get">A value by name; null = not set.</param>
    /// <param name="section">Whose settings.</param>
    public static GpuOptions ReadGpu(Func<string, string?> get, string section = Section) => new()
    {
        Debug = YesNo(get, $"{section}:debug", otherwise: false),
        PriorityClass = get("os:gpuPriority")?.ToUpperInvariant() switch
        {
            null or "HIGH" => GpuPriorityClass.High,
            "REALTIME" => GpuPriorityClass.RealTime,
            "ABOVE" => GpuPriorityClass.AboveNormal,
            "NORMAL" => null,
            var other => throw new OrielException(AgentErrors.BadOption, $"os:gpuPriority = '{other}'", "realtime, high, above or normal", "correct it in the configuration file"),
        },
    };

    private static bool YesNo(Func<string, string?> get, string key, bool otherwise) => get(key) is { } text ? OptionText.YesNo(key, text) : otherwise;
}
