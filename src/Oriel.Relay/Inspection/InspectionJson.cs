using System.Text.Json;
using System.Text.Json.Serialization;

namespace Oriel.Relay.Inspection;

/// <summary>Writes reports as JSON with the field names of tests/vectors/README.md.</summary>
public static class InspectionJson
{
    /// <summary>Indented JSON of one report.</summary>
    public static string Write(InspectionReport report) => JsonSerializer.Serialize(report, InspectionJsonContext.Default.InspectionReport);
}

/// <summary>Source-generated serializers: nothing is reflected over at run time.</summary>
[JsonSourceGenerationOptions(
    WriteIndented = true,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals)]
[JsonSerializable(typeof(InspectionReport))]
internal sealed partial class InspectionJsonContext : JsonSerializerContext;
