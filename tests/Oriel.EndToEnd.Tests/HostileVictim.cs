using System.Diagnostics;
using System.Text.Json;
using Oriel.Protocol;
using Oriel.Relay.Consumer;

namespace Oriel.EndToEnd.Tests;

/// <summary>A viewer's feed in a process of its own (<c>oriel-fuzz watch</c>) and what its JSON lines said so far. Used by one test at a time.</summary>
public sealed class HostileVictim : IDisposable
{
    /// <summary>Lines come every 20 ms; on a crowded machine the process may not run for a while, but a hung one stays silent.</summary>
    public static readonly TimeSpan SilenceLimit = TimeSpan.FromSeconds(3);

    private readonly TestProcess _process;
    private readonly Dictionary<RejectCode, long> _rejects = [];
    private readonly Dictionary<RejectCode, long> _rejectsAtMark = [];
    private readonly HashSet<RelayState> _states = [];
    private int _read;
    private long _lastLine = Stopwatch.GetTimestamp();
    private long _longestSilence;
    private long _goodAtMark;

    /// <summary>Starts it.</summary>
    /// <param name="region">Region to watch.</param>
    /// <param name="width">Width of the right picture.</param>
    /// <param name="height">Height of the right picture.</param>
    /// <param name="isRendered">With the renderer behind the feed: its picture counts, read back from the GPU.</param>
    public HostileVictim(string region, uint width, uint height, bool isRendered = false)
    {
        _process = TestProcess.Start(Executables.Find("Oriel.Fuzz", "oriel-fuzz"),
            ["watch", region, "--width", $"{width}", "--height", $"{height}", "--interval", "20", .. isRendered ? (string[])["--rendered"] : []]);
    }

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    public long Good { get; private set; }

    public long GoodRun { get; private set; }

    public uint LastGood { get; private set; }

    public long Ticks { get; private set; }

    public long ResidentKiB { get; private set; }

    public long ManagedKiB { get; private set; }

    public long CpuMs { get; private set; }

    public long Sessions { get; private set; }

    public TimeSpan LongestSilence => TimeSpan.FromSeconds((double)_longestSilence / Stopwatch.Frequency);

    /// <summary>Right pictures since the mark.</summary>
    public long GoodSinceMark => Good - _goodAtMark;

    /// <summary>The last status line and the last tick, for messages.</summary>
    public string LastWords { get; private set; } = "";

    /// <summary>All refusals that status lines since the mark gave as a reason.</summary>
    public string Words { get; private set; } = "";

    /// <summary>Forgets what was refused and reported so far; what follows belongs to the next attack.</summary>
    public void Mark()
    {
        Read();
        _states.Clear();
        _rejectsAtMark.Clear();
        foreach (var (code, count) in _rejects)
        {
            _rejectsAtMark[code] = count;
        }

        _goodAtMark = Good;
        Words = "";
        _lastLine = Stopwatch.GetTimestamp();
    }

    /// <summary>True when one of these was refused since the mark.</summary>
    public bool Refused(IEnumerable<RejectCode> codes) => codes.Any(c => _rejects.GetValueOrDefault(c) > _rejectsAtMark.GetValueOrDefault(c));

    /// <summary>True when one of these was reported since the mark.</summary>
    public bool Reported(IEnumerable<RelayState> states) => states.Any(_states.Contains);

    /// <summary>What was refused and reported since the mark.</summary>
    public string Said() => string.Join(' ', [
        .. _states.Select(s => s.ToString()),
        .. _rejects.Where(r => r.Value > _rejectsAtMark.GetValueOrDefault(r.Key)).Select(r => $"{r.Key}+{r.Value - _rejectsAtMark.GetValueOrDefault(r.Key)}"),
    ]);

    /// <summary>Reads new lines until the condition holds; false after the limit. A promise does not count what the machine held up. Fails when the process ended or fell silent.</summary>
    public bool WaitFor(Func<bool> condition, TimeSpan limit, bool isPromise = false)
    {
        var clock = OwnClock.Start(Environment.ProcessId, _process.Id);
        while (true)
        {
            Read();
            if (condition())
            {
                return true;
            }

            Assert.False(_process.HasExited, $"the viewer's side died: {Tail()}");
            var silence = Stopwatch.GetElapsedTime(_lastLine);
            Assert.True(silence < SilenceLimit, $"the viewer's side said nothing for {silence.TotalSeconds:0.0} s: {Tail()}");
            if (clock.ElapsedMs > limit.TotalMilliseconds && (!isPromise || clock.OwnMs > limit.TotalMilliseconds))
            {
                return false;
            }

            Thread.Sleep(2);
        }
    }

    /// <summary>Everything printed last, for a failure.</summary>
    public string Tail() => string.Join('\n', _process.LinesFrom(Math.Max(0, _read - 12)));

    /// <summary>Ends it in order; fails when it does not end by itself or not with 0.</summary>
    public void End()
    {
        var status = _process.Stop(TimeSpan.FromSeconds(10));
        Read();
        Assert.True(status == 0, $"the viewer's side ended with {status}: {Tail()}");
    }

    public void Dispose() => _process.Dispose();

    private void Read()
    {
        var lines = _process.LinesFrom(_read);
        _read += lines.Count;
        foreach (var line in lines)
        {
            if (!line.StartsWith('{'))
            {
                continue;
            }

            using var json = JsonDocument.Parse(line);
            Take(json.RootElement, line);
        }

        if (lines.Count > 0)
        {
            var now = Stopwatch.GetTimestamp();
            _longestSilence = Math.Max(_longestSilence, now - _lastLine);
            _lastLine = now;
        }
    }

    private void Take(JsonElement json, string line)
    {
        _states.Add(Enum.Parse<RelayState>(json.GetProperty("state").GetString()!));
        if (json.GetProperty("line").GetString() != "tick")
        {
            LastWords = line;
            Words += json.GetProperty("reject").GetString() + "\n";
            return;
        }

        Ticks++;
        Good = json.GetProperty("good").GetInt64();
        GoodRun = json.GetProperty("goodRun").GetInt64();
        LastGood = json.GetProperty("lastGood").GetUInt32();
        ResidentKiB = json.GetProperty("rssKiB").GetInt64();
        ManagedKiB = json.GetProperty("managedKiB").GetInt64();
        CpuMs = json.GetProperty("cpuMs").GetInt64();
        Sessions = json.GetProperty("sessions").GetInt64();
        foreach (var reject in json.GetProperty("rejects").EnumerateObject())
        {
            _rejects[Enum.Parse<RejectCode>(reject.Name)] = reject.Value.GetInt64();
        }
    }
}
