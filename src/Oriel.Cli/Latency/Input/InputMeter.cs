using System.Diagnostics;
using Oriel.Cli.Input;
using Oriel.Relay.Consumer;
using Oriel.Spice;

namespace Oriel.Cli.Latency.Input;

/// <summary>
/// Injects inputs through the viewer's own SPICE connection and measures when the guest's reaction is seen and shown. The times between inputs are random, so that nothing that
/// moves by itself can be in step with them, and every fourth time nothing is injected, which tells how often the watched place changes anyway. For one thread, which waits.
/// </summary>
internal sealed class InputMeter
{
    private const int LearnInputs = 8;
    private const int InputsPerSham = 3;

    // Long enough for a guest that looks at its keyboard once per frame, short enough that no key repeats.
    private static readonly TimeSpan s_hold = TimeSpan.FromMilliseconds(60);

    // After the change is seen, the frame is drawn, or it never will be.
    private static readonly TimeSpan s_presentLimit = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan s_shamLength = TimeSpan.FromMilliseconds(400);
    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(10);

    private readonly InputMeterOptions _options;
    private readonly ReactionWatch _watch;
    private readonly IGuestInput _input;
    private readonly Func<(int Width, int Height)> _size;
    private readonly WaitHandle _stop;
    private readonly TimeSpan _patience;
    private readonly Random _random;
    private readonly List<InputTrial> _trials = [];
    private (int X, int Y)? _at;
    private Patch? _patch;
    private long _shamChanges;
    private TimeSpan _shamTime;
    private int _turn;
    private bool _isMeasuring;

    /// <summary>Prepares one.</summary>
    /// <param name="options">What to inject, and where to look.</param>
    /// <param name="watch">Stands before the renderer's sink, is told what was presented, and has watched a given patch since the first frame.</param>
    /// <param name="input">Where inputs go.</param>
    /// <param name="size">The guest's desktop, pixels.</param>
    /// <param name="stop">Ends it early.</param>
    /// <param name="patience">How long to wait for the connection.</param>
    public InputMeter(InputMeterOptions options, ReactionWatch watch, IGuestInput input, Func<(int Width, int Height)> size, WaitHandle stop, TimeSpan patience)
    {
        (_options, _watch, _input, _size, _stop, _patience) = (options, watch, input, size, stop, patience);
        _random = options.Seed is { } seed ? new Random(seed) : new Random();
    }

    /// <summary>Every input so far, and every sham.</summary>
    public IReadOnlyList<InputTrial> Trials => _trials;

    /// <summary>What was found; null before measuring began.</summary>
    public InputResult? Result => _isMeasuring ? InputResult.Make(_options, _patch, _trials, _shamChanges, _shamTime) : null;

    /// <summary>Measures until all inputs were injected or it is stopped. Throws <see cref="OrielException"/> when there is no way to inject, or nothing answers.</summary>
    public void Run()
    {
        if (!WaitForInput())
        {
            return;
        }

        try
        {
            if (!FindPatch())
            {
                return;
            }

            _isMeasuring = true;
            foreach (var isSham in Order(_options.Count, _options.Count / InputsPerSham))
            {
                if (!WaitBetween() || !Try(isSham))
                {
                    return;
                }
            }
        }
        finally
        {
            Restore();
        }
    }

    private bool WaitForInput()
    {
        var began = Stopwatch.GetTimestamp();
        while (!_input.IsReady)
        {
            if (Stopwatch.GetElapsedTime(began) > _patience)
            {
                throw new OrielException(
                    CliErrors.NoInput, $"no SPICE server took keyboard and mouse within {_patience.TotalSeconds:0.#} s", "a connection to the VM's SPICE server, through which inputs are injected",
                    "name the server with --spice, and close other viewers that hold it");
            }

            if (_stop.WaitOne(s_look))
            {
                return false;
            }
        }

        if (_options.Stimulus.Kind != StimulusKind.Key && _input.MouseMode == MouseModes.Client)
        {
            var (width, height) = _size();
            _at = _watch.Pointer ?? (width / 2, height / 2);
        }

        return true;
    }

    private bool FindPatch()
    {
        if (_options.Patch is { } given)
        {
            _patch = given;
            return true;
        }

        if (_options.Stimulus.Kind == StimulusKind.Move)
        {
            _watch.WatchPointer();
            return true;
        }

        // In memory the picture lies unturned; its longer side is enough for both.
        var (width, height) = _size();
        var side = Math.Max(width, height);
        var tiles = new TileMap(side, side);
        _watch.Learn(tiles);
        foreach (var isSham in Order(LearnInputs, LearnInputs))
        {
            if (!WaitBetween())
            {
                return false;
            }

            tiles.Begin();
            if (!isSham)
            {
                _options.Stimulus.Begin(_input, _turn, _at);
            }

            var isStopped = _stop.WaitOne(s_hold);
            if (!isSham)
            {
                _options.Stimulus.End(_input, _turn++);
            }

            if (isStopped || _stop.WaitOne(s_shamLength - s_hold))
            {
                return false;
            }

            tiles.End(isSham);
        }

        if (tiles.Find() is not { } found)
        {
            throw new OrielException(
                CliErrors.NoReaction, $"no part of the picture changed after {LearnInputs} inputs ({_options.Stimulus.Text}) more often than by itself", "a program in the guest that shows what is typed",
                "put the focus on a terminal or a text field in the guest, name the place with --patch, or inject something else with --input");
        }

        _patch = found.Patch;
        tiles.Watch(found.Patch);
        return true;
    }

    private bool Try(bool isSham)
    {
        var before = _watch.Changes;
        var began = FrameTimes.Now();
        _watch.Arm(began);
        if (isSham)
        {
            var isStopped = _stop.WaitOne(s_shamLength);
            _trials.Add(new InputTrial(began, IsSham: true) { IsDetected = !_watch.Disarm() });
            _shamChanges += _watch.Changes - before;
            _shamTime += TimeSpan.FromTicks((FrameTimes.Now() - began) / 100);
            return !isStopped;
        }

        _options.Stimulus.Begin(_input, _turn, _at);
        var outcome = WaitHandle.WaitAny([_watch.Detected, _stop], s_hold);
        if (outcome == 0)
        {
            // Held all the same: a key that goes up at once may be missed.
            _stop.WaitOne(Left(began, s_hold));
        }

        _options.Stimulus.End(_input, _turn++);
        if (outcome == WaitHandle.WaitTimeout)
        {
            outcome = WaitHandle.WaitAny([_watch.Detected, _stop], Left(began, _options.Limit));
        }

        if (outcome == 1)
        {
            // Stopped before it could answer: neither detected nor lost.
            return false;
        }

        var isDetected = outcome == 0 || !_watch.Disarm();
        if (isDetected)
        {
            // Where it was just detected, the signal is a moment away.
            WaitHandle.WaitAny([_watch.Detected, _stop]);
        }

        _trials.Add(isDetected ? Detected(began) : new InputTrial(began, IsSham: false));
        return true;
    }

    private InputTrial Detected(long began)
    {
        var trial = new InputTrial(began, IsSham: false) { IsDetected = true, Frame = _watch.Frame };
        if (_patch is null || WaitHandle.WaitAny([_watch.PresentedSignal, _stop], s_presentLimit) != 0)
        {
            return trial;
        }

        return trial with { PresentedNs = _watch.Shown.PresentedNs, Presentation = _watch.Shown.Presentation };
    }

    // The guest is left as it was: half a pair of inputs would stay in it.
    private void Restore()
    {
        while (_input.IsReady && _turn % _options.Stimulus.Turns != 0)
        {
            _options.Stimulus.Begin(_input, _turn, _at);
            _options.Stimulus.End(_input, _turn++);
        }
    }

    private bool WaitBetween() => !_stop.WaitOne(_options.Interval * (0.5 + _random.NextDouble()));

    // True = sham; in an order that nobody can foresee.
    private bool[] Order(int inputs, int shams)
    {
        bool[] order = [.. Enumerable.Repeat(false, inputs), .. Enumerable.Repeat(true, shams)];
        _random.Shuffle(order);
        return order;
    }

    private static TimeSpan Left(long began, TimeSpan limit)
    {
        var left = limit - TimeSpan.FromTicks((FrameTimes.Now() - began) / 100);
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }
}
