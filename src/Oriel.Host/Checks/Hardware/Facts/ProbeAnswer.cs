using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Oriel.Host.Systems;

namespace Oriel.Host.Checks.Hardware.Facts;

/// <summary>Reads what a probe said.</summary>
internal static class ProbeAnswer
{
    /// <summary>The answer; null with the reason when there is none or it makes no sense.</summary>
    public static T? Read<T>(Sight<string> sight, JsonTypeInfo<T> type, out string why)
        where T : class
    {
        why = sight switch { { IsAbsent: true } => "this was not tried on this machine", { IsSeen: false } => sight.Why, _ => "" };
        if (sight.Value is not { } json)
        {
            return null;
        }

        try
        {
            if (JsonSerializer.Deserialize(json, type) is { } answer)
            {
                return answer;
            }
        }
        catch (JsonException error)
        {
            why = $"the answer makes no sense: {error.Message}";
            return null;
        }

        why = "the answer is empty";
        return null;
    }
}
