using System.Text.Json.Serialization;

namespace Oriel.Cli.Latency;

/// <summary>Source-generated serializer of the report.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(LatencyReport))]
internal sealed partial class LatencyJson : JsonSerializerContext;
