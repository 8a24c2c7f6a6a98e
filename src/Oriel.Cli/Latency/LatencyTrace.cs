using System.Text.Json;
using Oriel.Cli.Latency.Input;
using Oriel.Display.Latency;
using Oriel.Relay.Consumer;

namespace Oriel.Cli.Latency;

/// <summary>
/// Frames as a trace in the Chrome trace event format, which ui.perfetto.dev and about:tracing open: one track for each stage, an arrow from stage to stage for each frame, the
/// latencies as counters. Slices of one track never overlap but for nesting, as the format wants: where two frames are in the same stage at once, the second goes to a track beside it.
/// </summary>
internal sealed class LatencyTrace
{
    private const int Process = 1;
    private const int TracksPerStage = 100;
    private const string Category = "frame";

    private readonly Utf8JsonWriter _writer;
    private readonly long _zeroNs;
    private readonly List<long>[] _busyUntil = [.. Enumerable.Range(0, FrameStages.Steps + 1).Select(_ => new List<long>())];

    private long _frame;

    private LatencyTrace(Utf8JsonWriter writer, long zeroNs) => (_writer, _zeroNs) = (writer, zeroNs);

    /// <summary>Writes one.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="report">What is said beside the events.</param>
    /// <param name="frames">Frames in order.</param>
    /// <param name="trials">Inputs in order.</param>
    public static void Write(Stream output, LatencyReport report, IReadOnlyList<FrameTimes> frames, IReadOnlyList<InputTrial> trials)
    {
        using var writer = new Utf8JsonWriter(output);
        var zero = Zero(frames, trials);
        var trace = new LatencyTrace(writer, zero);
        writer.WriteStartObject();
        writer.WriteString("displayTimeUnit", "ms");
        writer.WriteStartObject("otherData");
        writer.WriteString("program", $"oriel {report.Version}");
        writer.WriteString("region", report.Region);
        writer.WriteString("renderer", report.Renderer);
        writer.WriteString("guestClock", report.Clock.Relation);
        writer.WriteNumber("guestClockErrorNs", report.Clock.WorstErrorNs ?? -1);
        writer.WriteNumber("zeroNs", zero);
        writer.WriteEndObject();
        writer.WriteStartArray("traceEvents");
        foreach (var frame in frames)
        {
            trace.Frame(frame);
        }

        foreach (var trial in trials)
        {
            trace.Input(trial, report.Input?.Stimulus ?? "");
        }

        trace.Names();
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static long Zero(IReadOnlyList<FrameTimes> frames, IReadOnlyList<InputTrial> trials)
    {
        var zero = long.MaxValue;
        foreach (var frame in frames)
        {
            for (var point = 0; point < FrameStages.Points; point++)
            {
                if (FrameStages.Point(frame, point) is var time && time != FrameTimes.Unknown)
                {
                    zero = Math.Min(zero, time);
                }
            }
        }

        return Math.Min(zero, trials.Count > 0 ? trials[0].InjectedNs : zero) is var first && first == long.MaxValue ? 0 : first;
    }

    private void Frame(in FrameTimes times)
    {
        // Serials begin anew with a guest's session; arrows of two frames must not meet.
        _frame++;
        Span<(int From, int To, int Track, long Begin, long End)> slices = stackalloc (int, int, int, long, long)[FrameStages.Steps];
        var (count, from) = (0, -1);
        for (var point = 0; point < FrameStages.Points; point++)
        {
            if (FrameStages.Point(times, point) is var end && end == FrameTimes.Unknown)
            {
                continue;
            }

            if (from >= 0)
            {
                // A guest's clock that is off can turn a stage round; a slice has no negative length.
                var begin = FrameStages.Point(times, from);
                end = Math.Max(begin, end);
                slices[count++] = (from, point, Track(point - 1, begin, end), begin, end);
            }

            from = point;
        }

        for (var i = 0; i < count; i++)
        {
            // Where a time between is unknown, the slice says which times it does lie between.
            var (first, last, track, begin, end) = slices[i];
            Begin("X", last == first + 1 ? FrameStages.Name((FrameStage)first) : $"{FrameStages.PointName(first)} to {FrameStages.PointName(last)}", Category, track, begin);
            _writer.WriteNumber("dur", Microseconds(end - begin));
            _writer.WriteStartObject("args");
            _writer.WriteNumber("serial", times.Serial);
            if (last == FrameStages.Steps)
            {
                _writer.WriteString("shown", FrameStages.Words(times.Presentation));
            }

            _writer.WriteEndObject();
            _writer.WriteEndObject();
            if (count > 1)
            {
                Flow(i == 0 ? "s" : i == count - 1 ? "f" : "t", track, begin);
            }
        }

        Counter("viewer ms", times, FrameStage.Viewer);
        Counter("captured to presented ms", times, FrameStage.Total);
    }

    // Starts are told by the time of a slice's begin, and bind to the slice that encloses them.
    private void Flow(string phase, int track, long timeNs)
    {
        Begin(phase, "frame", Category, track, timeNs);
        _writer.WriteNumber("id", _frame);
        if (phase == "f")
        {
            _writer.WriteString("bp", "e");
        }

        _writer.WriteEndObject();
    }

    private void Counter(string name, in FrameTimes times, FrameStage stage)
    {
        if (FrameStages.Duration(times, stage) is var duration && duration == FrameTimes.Unknown)
        {
            return;
        }

        Begin("C", name, Category, 0, times.PresentedNs);
        _writer.WriteStartObject("args");
        _writer.WriteNumber("ms", Math.Round(duration / 1e6, 3));
        _writer.WriteEndObject();
        _writer.WriteEndObject();
    }

    private void Input(in InputTrial trial, string stimulus)
    {
        var end = trial.PresentedNs != FrameTimes.Unknown ? trial.PresentedNs : trial.IsDetected ? trial.Frame.SeenNs : trial.InjectedNs;
        end = Math.Max(end, trial.InjectedNs);
        Begin("X", trial.IsSham ? "no input" : stimulus, "input", Track(FrameStages.Steps, trial.InjectedNs, end), trial.InjectedNs);
        _writer.WriteNumber("dur", Microseconds(end - trial.InjectedNs));
        _writer.WriteStartObject("args");
        _writer.WriteBoolean("detected", trial.IsDetected);
        _writer.WriteNumber("serial", trial.Frame.Serial);
        _writer.WriteEndObject();
        _writer.WriteEndObject();
    }

    // Common to all events: name, category, phase, place, time. Leaves the object open.
    private void Begin(string phase, string name, string category, int track, long timeNs)
    {
        _writer.WriteStartObject();
        _writer.WriteString("ph", phase);
        _writer.WriteString("name", name);
        _writer.WriteString("cat", category);
        _writer.WriteNumber("pid", Process);
        _writer.WriteNumber("tid", track);
        _writer.WriteNumber("ts", Microseconds(timeNs - _zeroNs));
    }

    private void Names()
    {
        Name("process_name", 0, "name", "Oriel");
        for (var stage = 0; stage < _busyUntil.Length; stage++)
        {
            for (var lane = 0; lane < _busyUntil[stage].Count; lane++)
            {
                var track = (stage * TracksPerStage) + lane + 1;
                var name = stage == FrameStages.Steps ? "input to presented" : $"{stage + 1} {FrameStages.Name((FrameStage)stage)} ({FrameStages.Span((FrameStage)stage)})";
                Name("thread_name", track, "name", lane == 0 ? name : $"{name}, {lane + 1}");
                Name("thread_sort_index", track, "sort_index", track);
            }
        }
    }

    private void Name(string what, int track, string argument, object value)
    {
        _writer.WriteStartObject();
        _writer.WriteString("ph", "M");
        _writer.WriteString("name", what);
        _writer.WriteNumber("pid", Process);
        _writer.WriteNumber("tid", track);
        _writer.WriteStartObject("args");
        if (value is int number)
        {
            _writer.WriteNumber(argument, number);
        }
        else
        {
            _writer.WriteString(argument, (string)value);
        }

        _writer.WriteEndObject();
        _writer.WriteEndObject();
    }

    // The first track of the stage that is free by then.
    private int Track(int stage, long begin, long end)
    {
        var lanes = _busyUntil[stage];
        var lane = lanes.FindIndex(until => until <= begin);
        if (lane < 0)
        {
            lane = Math.Min(lanes.Count, TracksPerStage - 2);
            if (lane == lanes.Count)
            {
                lanes.Add(0);
            }
        }

        lanes[lane] = end;
        return (stage * TracksPerStage) + lane + 1;
    }

    private static double Microseconds(long nanoseconds) => nanoseconds / 1000.0;
}
