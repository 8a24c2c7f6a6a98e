using System.Buffers;
using System.Diagnostics;
using System.Text.Json;
using Oriel.Protocol;
using Oriel.Relay.Consumer;
using Oriel.Relay.Synthetic;

namespace Oriel.Fuzz.Live;

/// <summary>
/// The consumer under attack as a process: the real feed with a sink that checks every pixel. Prints one JSON line per interval (the heartbeat) and one per
/// status, so that another process sees what it refuses, and that it lives.
/// </summary>
public sealed class Watch : IDisposable
{
    private readonly IPictureWitness _sink;
    private readonly FeedLoop _feed;
    private readonly Stream _output = Console.OpenStandardOutput();
    private readonly ArrayBufferWriter<byte> _line = new(4096);
    private readonly object _gate = new();
    private readonly long _started = Stopwatch.GetTimestamp();

    /// <summary>Prepares a watch of a region.</summary>
    public Watch(string source, TestPattern expected, bool rendered)
    {
        _sink = rendered ? new RenderedSink(expected) : new PictureSink(expected);
        _sink.StatusChanged = PrintStatus;
        _feed = new FeedLoop(new FeedOptions { Source = source }, _sink);
    }

    /// <summary>Watches until <paramref name="end"/> is set.</summary>
    public void Run(TimeSpan interval, ManualResetEventSlim end)
    {
        ArgumentNullException.ThrowIfNull(end);
        _feed.Start();
        for (var tick = 0; !end.Wait(interval); tick++)
        {
            // A viewer talks back now and then: the guest's side of the client-message ring is attack surface too.
            if (tick % 4 == 0)
            {
                _ = _feed.TrySendCursorPosition(tick % 640, tick % 480);
                _ = _feed.TrySendWindowSize(640, 480);
            }

            _sink.Look();
            PrintTick();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _feed.Dispose();
        _sink.Dispose();
    }

    private void PrintTick() => Print(json =>
    {
        var c = _feed.Counters;
        json.WriteString("line", "tick");
        json.WriteString("state", _feed.Status.State.ToString());
        json.WriteNumber("good", _sink.Good);
        json.WriteNumber("goodRun", _sink.GoodRun);
        json.WriteNumber("lastGood", _sink.LastGood);
        json.WriteNumber("wrong", _sink.Wrong);
        json.WriteNumber("other", _sink.Other);
        json.WriteNumber("published", c.Published);
        json.WriteNumber("cursors", c.Cursors);
        json.WriteNumber("stalled", c.Stalled);
        json.WriteNumber("torn", c.Torn);
        json.WriteNumber("evictions", c.Evictions);
        json.WriteNumber("sessions", c.Sessions);
        json.WriteNumber("missed", c.Missed);
        json.WriteNumber("repeats", c.Repeats);
        json.WriteNumber("allocated", _feed.AllocatedBytes);
        json.WriteNumber("rssKiB", Environment.WorkingSet / 1024);
        json.WriteNumber("managedKiB", GC.GetTotalMemory(forceFullCollection: false) / 1024);
        json.WriteNumber("cpuMs", (long)Environment.CpuUsage.TotalTime.TotalMilliseconds);
        json.WriteStartObject("rejects");
        foreach (var code in Enum.GetValues<RejectCode>())
        {
            if (code != RejectCode.None && c.Rejected(code) is > 0 and var count)
            {
                json.WriteNumber(code.ToString(), count);
            }
        }

        json.WriteEndObject();
    });

    private void PrintStatus(RelayStatus status) => Print(json =>
    {
        json.WriteString("line", "status");
        json.WriteString("state", status.State.ToString());
        json.WriteString("detail", status.Detail);
        json.WriteString("reject", status.Reject.Code == RejectCode.None ? "" : status.Reject.ToString());
    });

    private void Print(Action<Utf8JsonWriter> content)
    {
        lock (_gate)
        {
            _line.ResetWrittenCount();
            using (var json = new Utf8JsonWriter(_line))
            {
                json.WriteStartObject();
                json.WriteNumber("ms", (long)Stopwatch.GetElapsedTime(_started).TotalMilliseconds);
                content(json);
                json.WriteEndObject();
            }

            _line.Write("\n"u8);
            _output.Write(_line.WrittenSpan);
            _output.Flush();
        }
    }
}
