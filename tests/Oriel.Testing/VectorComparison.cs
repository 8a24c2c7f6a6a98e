using System.Text.Json;

namespace Oriel.Testing;

/// <summary>
/// Compares an inspection report with a sidecar, field by field and in both directions. What an image cannot tell, and is therefore not compared:
/// <c>profile</c>, <c>scenario</c>, <c>imageFile</c> and <c>producer</c> (how the image was made), <c>pattern</c> (the formula behind a cursor shape, whose
/// bytes are compared by checksum), and, only where no frame is pending, <c>frameAlign</c> and <c>frameBuffers</c>.
/// </summary>
public static class VectorComparison
{
    private static readonly HashSet<string> s_unknowable = ["profile", "scenario", "imageFile", "producer", "pattern"];
    private static readonly HashSet<string> s_additions = ["state", "matrix"];

    /// <summary>Every difference, as a path and both values; empty when the report is right.</summary>
    public static IReadOnlyList<string> Differences(JsonElement expected, JsonElement actual)
    {
        var differences = new List<string>();
        var framesPending = expected.GetProperty("pending").EnumerateArray().Any(m => m.GetProperty("kind").GetString() == "frame");
        Compare("", expected, actual, framesPending, differences);
        return differences;
    }

    private static void Compare(string path, JsonElement expected, JsonElement actual, bool framesPending, List<string> differences)
    {
        if (expected.ValueKind != actual.ValueKind)
        {
            differences.Add($"{path}: expected {expected.GetRawText()}, is {actual.GetRawText()}");
        }
        else if (expected.ValueKind == JsonValueKind.Object)
        {
            CompareObjects(path, expected, actual, framesPending, differences);
        }
        else if (expected.ValueKind == JsonValueKind.Array)
        {
            var (e, a) = (expected.GetArrayLength(), actual.GetArrayLength());
            if (e != a)
            {
                differences.Add($"{path}: expected {e} elements, are {a}");
                return;
            }

            for (var i = 0; i < e; i++)
            {
                Compare($"{path}[{i}]", expected[i], actual[i], framesPending, differences);
            }
        }
        else if (expected.GetRawText() != actual.GetRawText())
        {
            differences.Add($"{path}: expected {expected.GetRawText()}, is {actual.GetRawText()}");
        }
    }

    private static void CompareObjects(string path, JsonElement expected, JsonElement actual, bool framesPending, List<string> differences)
    {
        foreach (var property in expected.EnumerateObject())
        {
            if (s_unknowable.Contains(property.Name) || (!framesPending && property.Name is ("frameAlign" or "frameBuffers")))
            {
                continue;
            }

            if (actual.TryGetProperty(property.Name, out var value))
            {
                Compare($"{path}.{property.Name}", property.Value, value, framesPending, differences);
            }
            else
            {
                differences.Add($"{path}.{property.Name}: missing");
            }
        }

        foreach (var property in actual.EnumerateObject())
        {
            if (!s_additions.Contains(property.Name) && !expected.TryGetProperty(property.Name, out _))
            {
                differences.Add($"{path}.{property.Name}: not in the sidecar: {property.Value.GetRawText()}");
            }
        }
    }
}
