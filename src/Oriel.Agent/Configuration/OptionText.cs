using Oriel.Relay.Producer;

namespace Oriel.Agent.Configuration;

/// <summary>Reads option values, from either source, with the same rules and the same errors.</summary>
internal static class OptionText
{
    /// <summary>A size in bytes: a number, with K, M or G (powers of 1024) behind it.</summary>
    public static ulong Size(string name, string text)
    {
        var factor = char.ToUpperInvariant(text.Length == 0 ? '?' : text[^1]) switch { 'K' => 1UL << 10, 'M' => 1UL << 20, 'G' => 1UL << 30, _ => 1UL };
        return ulong.TryParse(factor == 1 ? text : text[..^1], out var number) && number > 0 && number <= ulong.MaxValue / factor
            ? number * factor
            : throw Bad(name, text, "a size such as 64M or 1G");
    }

    /// <summary>A whole number within limits.</summary>
    public static int Number(string name, string text, int least, int most) =>
        int.TryParse(text, out var number) && number >= least && number <= most ? number : throw Bad(name, text, $"a whole number from {least} to {most}");

    /// <summary>yes or no, in the usual spellings.</summary>
    public static bool YesNo(string name, string text) => text.ToUpperInvariant() switch
    {
        "YES" or "TRUE" or "ON" or "1" => true,
        "NO" or "FALSE" or "OFF" or "0" => false,
        _ => throw Bad(name, text, "yes or no"),
    };

    /// <summary>A processor priority.</summary>
    public static CapturePriority Priority(string name, string text) => text.ToUpperInvariant() switch
    {
        "HIGH" => CapturePriority.High,
        "ABOVE" => CapturePriority.Above,
        "NORMAL" => CapturePriority.Normal,
        _ => throw Bad(name, text, "high, above or normal"),
    };

    /// <summary>How a device's memory is mapped.</summary>
    public static string CacheMode(string name, string text) =>
        text.ToLowerInvariant() is var mode && mode is "wc" or "cached" or "uncached" ? mode : throw Bad(name, text, "wc, cached or uncached");

    /// <summary>A protocol by name.</summary>
    public static ProducerProfile Profile(string name, string text) =>
        ProducerProfile.All.FirstOrDefault(p => string.Equals(p.Name, text, StringComparison.OrdinalIgnoreCase))
        ?? throw Bad(name, text, "one of " + string.Join(", ", ProducerProfile.All.Select(p => p.Name)));

    /// <summary>The error for a value that cannot be used.</summary>
    public static OrielException Bad(string name, string text, string expected) =>
        new(AgentErrors.BadOption, $"{name} = '{text}'", expected, "correct it on the command line or in the configuration file");
}
