using System.Text.Json;

namespace Oriel.Cli.Tests.Latency;

/// <summary>
/// The rules of the Chrome trace event format that a viewer relies on (the format's public description, JSON object form): fields of each phase, slices of a track nest or do not meet,
/// every flow begins once, ends once and binds to slices, metadata names what exists.
/// </summary>
internal static class TraceRules
{
    // Times are microseconds with a fraction; a sum of two may miss a third by less than a nanosecond.
    private const double Slack = 0.0005;

    /// <summary>Fails at the first broken rule; returns all events, and the slices in the file's order.</summary>
    public static IReadOnlyList<JsonElement> Check(JsonDocument trace, out IReadOnlyList<Slice> slices)
    {
        Assert.Contains(trace.RootElement.GetProperty("displayTimeUnit").GetString(), (string[])["ms", "ns"]);
        JsonElement[] events = [.. trace.RootElement.GetProperty("traceEvents").EnumerateArray()];
        List<Slice> found = [];
        foreach (var e in events)
        {
            var phase = e.GetProperty("ph").GetString();
            Assert.NotEmpty(e.GetProperty("name").GetString()!);
            Assert.Equal(1, e.GetProperty("pid").GetInt32());
            Assert.InRange(e.GetProperty("tid").GetInt32(), 0, int.MaxValue);
            if (phase != "M")
            {
                Assert.InRange(e.GetProperty("ts").GetDouble(), 0, 1e15);
                Assert.NotEmpty(e.GetProperty("cat").GetString()!);
            }

            switch (phase)
            {
                case "X":
                    Assert.InRange(e.GetProperty("dur").GetDouble(), 0, 1e12);
                    found.Add(new Slice(
                        e.GetProperty("name").GetString()!, e.GetProperty("cat").GetString()!, e.GetProperty("tid").GetInt32(), e.GetProperty("ts").GetDouble(), e.GetProperty("dur").GetDouble()));
                    break;
                case "C":
                    Assert.All(e.GetProperty("args").EnumerateObject(), a => Assert.Equal(JsonValueKind.Number, a.Value.ValueKind));
                    break;
                case "M":
                    Assert.Contains(e.GetProperty("name").GetString(), (string[])["process_name", "thread_name", "thread_sort_index"]);
                    Assert.Single(e.GetProperty("args").EnumerateObject());
                    break;
                case "s" or "t" or "f":
                    Assert.True(e.TryGetProperty("id", out _));
                    break;
                default:
                    Assert.Fail($"a phase that we do not write: {phase}");
                    break;
            }
        }

        CheckTracks(found);
        CheckFlows(events, found);
        slices = found;
        return events;
    }

    private static void CheckTracks(List<Slice> slices)
    {
        foreach (var track in slices.GroupBy(s => s.Track))
        {
            var open = new Stack<Slice>();
            foreach (var slice in track.OrderBy(s => s.Begin).ThenByDescending(s => s.Length))
            {
                while (open.TryPeek(out var before) && before.End <= slice.Begin + Slack)
                {
                    open.Pop();
                }

                Assert.True(!open.TryPeek(out var around) || slice.End <= around.End + Slack, $"{slice} overlaps {(open.Count > 0 ? open.Peek() : null)}");
                open.Push(slice);
            }
        }
    }

    private static void CheckFlows(JsonElement[] events, List<Slice> slices)
    {
        var begins = slices.ToLookup(s => (s.Track, s.Begin));
        var flows = events.Where(e => e.GetProperty("ph").GetString() is "s" or "t" or "f").GroupBy(e => (e.GetProperty("cat").GetString(), e.GetProperty("name").GetString(), e.GetProperty("id").GetInt64()));
        foreach (var flow in flows)
        {
            var phases = string.Concat(flow.Select(e => e.GetProperty("ph").GetString()));
            Assert.Matches("^st*f$", phases);
            Assert.Equal("e", flow.Last().GetProperty("bp").GetString());
            Assert.All(flow, e => Assert.NotEmpty(begins[(e.GetProperty("tid").GetInt32(), e.GetProperty("ts").GetDouble())]));
        }
    }

    /// <summary>A slice, microseconds.</summary>
    internal sealed record Slice(string Name, string Category, int Track, double Begin, double Length)
    {
        public double End => Begin + Length;
    }
}
