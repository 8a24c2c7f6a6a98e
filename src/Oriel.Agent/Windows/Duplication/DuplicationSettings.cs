using Oriel.Agent.Configuration;
using Oriel.Agent.Windows.Gpu;

namespace Oriel.Agent.Windows.Duplication;

/// <summary>Reads <c>[dxgi]</c> of the configuration file, by the names users of existing agents know.</summary>
internal static class DuplicationSettings
{
    private const int MostTextures = 64;

    /// <summary>Names and what they say.</summary>
    public static readonly IReadOnlyList<(string Key, string Meaning)> Known =
    [
        ("dxgi:adapter", "GPU to capture, by number or part of its name; empty = any"),
        ("dxgi:output", "output to capture, by number or name (DISPLAY1); empty = the primary one"),
        ("dxgi:maxTextures", "understood, without effect: two pictures are in flight"),
        ("dxgi:disableDamage", "every frame is a whole one: yes or no"),
        ("dxgi:allowRGB24", "pack pixels to 24 bits on the GPU: yes or no (default)"),
        ("dxgi:downsample", "rules [>]WxH:WxH, comma separated, the last that matches wins"),
        ("dxgi:hdr", "take an HDR desktop as it is: yes (default) or no"),
        ("dxgi:debug", "Direct3D debug layer: yes or no"),
    ];

    /// <summary>Puts them together with the defaults. Throws <see cref="OrielException"/>.</summary>
    /// <param name="get">A value by name; null = not set.</param>
    public static DuplicationOptions Read(Func<string, string?> get)
    {
        if (get("dxgi:maxTextures") is { } textures)
        {
            _ = OptionText.Number("dxgi:maxTextures", textures, 1, MostTextures);
        }

        var rules = get("dxgi:downsample");
        if (!DownsampleRule.TryParse(rules, out var downsample, out var problem))
        {
            throw new OrielException(AgentErrors.BadOption, $"dxgi:downsample = '{rules}': '{problem}'", "[>]WIDTHxHEIGHT:WIDTHxHEIGHT, comma separated, not larger than the original",
                "correct it in the configuration file");
        }

        return new DuplicationOptions
        {
            Adapter = get("dxgi:adapter"),
            Output = get("dxgi:output"),
            DisableDamage = YesNo(get, "dxgi:disableDamage", otherwise: false),
            Hdr = YesNo(get, "dxgi:hdr", otherwise: true),
            Processor = new ProcessorOptions { Downsample = downsample, Pack24 = YesNo(get, "dxgi:allowRGB24", otherwise: false) },
        };
    }

    /// <summary>How devices are made. Throws <see cref="OrielException"/>.</summary>
    /// <param name="get">A value by name; null = not set.</param>
    public static GpuOptions ReadGpu(Func<string, string?> get) => new() { Debug = YesNo(get, "dxgi:debug", otherwise: false) };

    private static bool YesNo(Func<string, string?> get, string key, bool otherwise) => get(key) is { } text ? OptionText.YesNo(key, text) : otherwise;
}
