using System.Diagnostics;
using System.Text.Json;
using Oriel.Memory;
using Oriel.Relay.Consumer;
using Oriel.Testing;

namespace Oriel.Probe;

/// <summary>One run: a feed, a sink, and a line for everything that happens.</summary>
internal sealed class ProbeRun : IDisposable
{
    private const int ExitWrong = 1;
    private const int ExitTimeOver = 3;

    private readonly ProbeOptions _options;
    private readonly WakeEvent _news = new();
    private readonly ProbeSink _sink;
    private readonly FeedLoop _feed;
    private readonly OwnClock _clock;
    private readonly long _origin;
    private bool _stop;
    private long _firstFrameMs = -1;

    public ProbeRun(ProbeOptions options)
    {
        _options = options;
        // Times count from the start of the process, so that "first frame" is what a user would wait.
        using var self = Process.GetCurrentProcess();
        _origin = Stopwatch.GetTimestamp() - (long)((DateTime.Now - self.StartTime).TotalSeconds * Stopwatch.Frequency);
        _clock = options.Partner > 0 ? OwnClock.Start(Environment.ProcessId, options.Partner) : OwnClock.Start();
        _sink = new ProbeSink(options, _news);
        _feed = new FeedLoop(new FeedOptions { Source = options.Region, KeepAll = options.KeepAll }, _sink);
    }

    private long Ms => Since(Stopwatch.GetTimestamp());

    public void Stop()
    {
        Volatile.Write(ref _stop, true);
        _news.Signal();
    }

    public int Run()
    {
        _feed.Start();
        var started = Stopwatch.GetTimestamp();
        var end = _options.Seconds > 0 ? started + (long)(_options.Seconds * Stopwatch.Frequency) : long.MaxValue;
        var nextLine = started + Stopwatch.Frequency;
        var done = false;
        while (!done && !Volatile.Read(ref _stop) && Stopwatch.GetTimestamp() < end)
        {
            _news.Wait(Math.Min(end, nextLine));
            ShowEvents();
            if (Stopwatch.GetTimestamp() >= nextLine)
            {
                nextLine += Stopwatch.Frequency;
                if (!_options.Quiet)
                {
                    Show("second");
                }
            }

            done = _options.Frames > 0 && _feed.Counters.Published >= _options.Frames;
        }

        _feed.Dispose();
        ShowEvents();
        Show("end");
        return _sink.Wrong > 0 ? ExitWrong : _options.Frames > 0 && !done ? ExitTimeOver : 0;
    }

    public void Dispose()
    {
        _feed.Dispose();
        _sink.Dispose();
        _news.Dispose();
    }

    private long Since(long timestamp) => (long)((timestamp - _origin) * 1000.0 / Stopwatch.Frequency);

    private void ShowEvents()
    {
        if (_firstFrameMs < 0 && _sink.LastFrame != long.MinValue)
        {
            _firstFrameMs = Since(_sink.LastFrame);
        }

        while (_sink.Statuses.TryDequeue(out var status))
        {
            Write(w =>
            {
                w.WriteString("event", "status");
                w.WriteNumber("ms", Ms);
                w.WriteNumber("heldUpMs", _clock.HeldUpMs);
                w.WriteString("state", status.State.ToString());
                w.WriteString("reject", status.Reject.Code.ToString());
                w.WriteString("detail", status.Detail);
            });
        }

        while (_sink.WrongPictures.TryDequeue(out var wrong))
        {
            Write(w =>
            {
                w.WriteString("event", "wrong");
                w.WriteNumber("ms", Ms);
                w.WriteNumber("serial", wrong.Serial);
                w.WriteString("what", wrong.What);
            });
        }
    }

    private void Show(string name)
    {
        var c = _feed.Counters;
        Write(w =>
        {
            w.WriteString("event", name);
            w.WriteNumber("ms", Ms);
            w.WriteNumber("frames", c.Published);
            w.WriteNumber("serial", _sink.Serial);
            w.WriteString("state", _feed.Status.State.ToString());
            w.WriteNumber("rejects", c.RejectedTotal);
            w.WriteNumber("repeats", c.Repeats);
            w.WriteNumber("missed", c.Missed);
            w.WriteNumber("superseded", c.Superseded);
            w.WriteNumber("noSlot", c.NoSlot);
            w.WriteNumber("torn", c.Torn);
            w.WriteNumber("stalled", c.Stalled);
            w.WriteNumber("evictions", c.Evictions);
            w.WriteNumber("sessions", c.Sessions);
            w.WriteNumber("cursors", c.Cursors);
            w.WriteNumber("wrong", _sink.Wrong);
            w.WriteNumber("width", _sink.Width);
            w.WriteNumber("height", _sink.Height);
            w.WriteNumber("rssKiB", Environment.WorkingSet / 1024);
            w.WriteNumber("managedKiB", GC.GetTotalMemory(forceFullCollection: false) / 1024);
            w.WriteNumber("allocated", _feed.AllocatedBytes);
            w.WriteNumber("idleMs", _sink.LastFrame == long.MinValue ? -1 : (long)Stopwatch.GetElapsedTime(_sink.LastFrame).TotalMilliseconds);
            w.WriteNumber("firstFrameMs", _firstFrameMs);
        });
    }

    private static void Write(Action<Utf8JsonWriter> content)
    {
        using var line = new MemoryStream();
        using (var writer = new Utf8JsonWriter(line))
        {
            writer.WriteStartObject();
            content(writer);
            writer.WriteEndObject();
        }

        line.WriteByte((byte)'\n');
        using var output = Console.OpenStandardOutput();
        output.Write(line.GetBuffer(), 0, (int)line.Length);
    }
}
