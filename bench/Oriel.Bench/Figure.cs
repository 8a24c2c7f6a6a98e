using System.CommandLine;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Oriel.Bench;

/// <summary>
/// One measured number, as every benchmark writes it with <c>--json FILE</c> (an array of these) and <c>./dev bench</c> puts it into its table. The name is the key: it stays the same.
/// </summary>
/// <param name="Name">What was measured, in words, unique ("4K frame into the region").</param>
/// <param name="Value">The median of several runs, in <paramref name="Unit"/>; what a ratio alone says is here as well (ms, frames/s, MB, % of a core).</param>
/// <param name="Unit">Its unit; "×" for a plain ratio, "" for a count.</param>
internal sealed record Figure(string Name, double Value, string Unit)
{
    private static readonly JsonSerializerOptions s_json = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The value against the machine's own limit measured in the same run, in the sense the promise is made in (1 = the limit reached); null = there is no such limit.</summary>
    public double? Ratio { get; init; }

    /// <summary>What the ratio is to, with its own value ("best non-temporal copy, 1.15 ms"); null = nothing.</summary>
    public string? Limit { get; init; }

    /// <summary>Least of the runs, in the unit of <see cref="Value"/>.</summary>
    public double? Low { get; init; }

    /// <summary>Most of the runs, in the unit of <see cref="Value"/>.</summary>
    public double? High { get; init; }

    /// <summary>How it was measured, what is counted, how many runs; one short sentence.</summary>
    public string? Note { get; init; }

    /// <summary>The figure of several runs: their median, least and most.</summary>
    public static Figure Of(string name, IEnumerable<double> runs, string unit)
    {
        var sorted = runs.Order().ToArray();
        return new Figure(name, sorted.Length == 0 ? double.NaN : sorted[sorted.Length / 2], unit)
        {
            Low = sorted.Length == 0 ? null : sorted[0],
            High = sorted.Length == 0 ? null : sorted[^1],
        };
    }

    /// <summary>The option every benchmark has; null = no file.</summary>
    public static Option<string?> JsonOption() => new("--json") { Description = "also write the figures to this file" };

    /// <summary>Writes the figures as a JSON array; does nothing without a path.</summary>
    public static void Write(string? path, IReadOnlyList<Figure> figures)
    {
        if (path is not null)
        {
            File.WriteAllText(path, JsonSerializer.Serialize(figures, s_json) + "\n");
        }
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    public static IReadOnlyList<Figure> Read(string path) => JsonSerializer.Deserialize<Figure[]>(File.ReadAllText(path), s_json) ?? [];

    /// <summary>Prints one a line, above them the machine.</summary>
    public static void Print(IEnumerable<Figure> figures)
    {
        Console.WriteLine($"{Machine.Describe()}; {Programs.Kind} programs");
        foreach (var figure in figures)
        {
            Console.WriteLine($"  {figure}");
        }
    }

    /// <summary>For the console: name, value, spread, ratio.</summary>
    public override string ToString()
    {
        var spread = Low is { } low && High is { } high ? $" ({Number(low)} to {Number(high)})" : "";
        var ratio = Ratio is { } r ? $", {Number(r)} of {Limit}" : "";
        return $"{Name}: {Number(Value)} {Unit}{spread}{ratio}{(Note is null ? "" : $"; {Note}")}";
    }

    /// <summary>A number with three significant digits, as tables show it.</summary>
    public static string Number(double value) => Math.Abs(value) switch
    {
        double.NaN => "–",
        >= 100 => value.ToString("0", CultureInfo.InvariantCulture),
        >= 10 => value.ToString("0.0", CultureInfo.InvariantCulture),
        _ => value.ToString("0.00", CultureInfo.InvariantCulture),
    };
}
