using System.Diagnostics;
using Oriel.Fuzz.Live;
using Oriel.Fuzz.Targets;

namespace Oriel.Fuzz;

/// <summary>What <c>oriel-fuzz</c> does without a command: parsers and live pairs in turn until told to end.</summary>
internal sealed class FuzzRun : IDisposable
{
    private static readonly TimeSpan s_parserSlice = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan s_reportInterval = TimeSpan.FromSeconds(5);

    private readonly FuzzOptions _options;
    private readonly CancellationToken _cancel;
    private readonly long _started = Stopwatch.GetTimestamp();
    private readonly ParserFuzz? _parsers;
    private readonly LiveFuzz? _live;
    private TimeSpan _reported;
    private TimeSpan _parserTime;
    private int _findings;

    public FuzzRun(FuzzOptions options, CancellationToken cancel)
    {
        _options = options;
        _cancel = cancel;
        var targets = ParserTargets.All.Where(t => options.Only.Count == 0 || options.Only.Contains(t.Name) || options.Only.Contains("parsers")).ToList();
        var attacks = options.Only.Where(n => Mutation.Corruptions.All.Any(c => c.Name == n)).ToList();
        if (targets.Count > 0)
        {
            _parsers = new ParserFuzz(options.Seed, targets);
        }

        if (options.Only.Count == 0 || attacks.Count > 0 || options.Only.Contains("live"))
        {
            _live = new LiveFuzz(options.Seed, options.Patience, attacks, options.Renders);
        }

        if (_parsers is null && _live is null)
        {
            throw new ArgumentException($"nothing is called '{string.Join("', '", options.Only)}'; parsers, live, one of {string.Join(", ", ParserTargets.All.Select(t => t.Name))}, or the name of an attack");
        }
    }

    /// <summary>Returns the exit status: 0 when nothing was found.</summary>
    public int Run()
    {
        // The feed's thread must never let anything out; if it does, the process ends and this is the last chance to say what did it.
        AppDomain.CurrentDomain.UnhandledException += (_, e) => Console.Error.WriteLine($"oriel-fuzz: a thread died: {e.ExceptionObject}");
        Console.WriteLine($"oriel-fuzz: seed {_options.Seed}, findings go to {_options.Folder}");
        while (!Ended && Slice())
        {
        }

        Report();
        return _findings == 0 ? 0 : 1;
    }

    /// <inheritdoc/>
    public void Dispose() => _live?.Dispose();

    private bool Ended => _cancel.IsCancellationRequested || Stopwatch.GetElapsedTime(_started) >= _options.Duration;

    private bool Slice()
    {
        var sliceStarted = Stopwatch.GetTimestamp();
        while (_parsers is not null && !Ended && Stopwatch.GetElapsedTime(sliceStarted) < s_parserSlice)
        {
            if (_parsers.Next() is { } failure && !Keep(failure.ToFinding()))
            {
                return false;
            }
        }

        _parserTime += Stopwatch.GetElapsedTime(sliceStarted);
        if (_live is not null && !Ended && _live.Next() is { } finding && !Keep(finding))
        {
            return false;
        }

        if (Stopwatch.GetElapsedTime(_started) - _reported >= s_reportInterval)
        {
            _reported = Stopwatch.GetElapsedTime(_started);
            Report();
        }

        return true;
    }

    private bool Keep(Finding finding)
    {
        _findings++;
        var path = finding.Save(_options.Folder);
        Console.WriteLine($"FOUND {finding.Target} {finding.Attack}{finding.Image} {finding.Profile} seed {finding.Seed}: {finding.Error}");
        Console.WriteLine($"      run it again with: ./dev fuzz --replay {path}");
        return !_options.StopOnFailure;
    }

    private void Report()
    {
        var elapsed = Stopwatch.GetElapsedTime(_started);
        Console.Write($"[{elapsed.TotalSeconds,7:0} s] {_findings} findings");
        if (_parsers is not null)
        {
            Console.Write($" · parsers {_parsers.Iterations} inputs ({_parsers.Iterations / Math.Max(0.001, _parserTime.TotalSeconds):0}/s), {_parsers.Refused} refusals");
        }

        if (_live is not null)
        {
            Console.Write($" · live {_live.Iterations} attacks, slowest recovery {_live.Slowest.TotalMilliseconds:0} ms, rejects {string.Join(' ', _live.Rejects.Select(r => $"{r.Key}={r.Value}"))}");
        }

        Console.WriteLine();
    }
}
