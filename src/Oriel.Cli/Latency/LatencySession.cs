using System.Runtime.InteropServices;
using Oriel.Cli.Headless;
using Oriel.Cli.Input;
using Oriel.Cli.Latency.Input;
using Oriel.Cli.View;
using Oriel.Display;
using Oriel.Relay.Consumer;

namespace Oriel.Cli.Latency;

/// <summary>
/// Runs the real viewer, with a window or off-screen, and records what its frames take. The thread that runs it is the viewer's window role; a second one waits for the end
/// (enough frames, the time, the last input) and asks the viewer to stop. One use.
/// </summary>
internal sealed class LatencySession : IDisposable
{
    // Longer than anybody measures; the other thread ends it.
    private static readonly TimeSpan s_noLimit = TimeSpan.FromDays(10);

    private readonly LatencyOptions _options;
    private readonly FrameRecord _record;
    private readonly ManualResetEvent _stopped = new(initialState: false);
    private ReactionWatch? _watch;
    private InputMeter? _meter;
    private FeedLoop? _feed;
    private RenderLoop? _render;
    private Func<IGuestInput?> _input = static () => null;
    private Action _stop = static () => { };
    private Thread? _director;
    private OrielException? _failure;
    private ClockEstimate _clock = ClockEstimate.None;

    /// <summary>Prepares one.</summary>
    public LatencySession(LatencyOptions options)
    {
        _options = options;
        _record = new FrameRecord(LatencyOptions.FramesKept, options.WarmUp, options.Frames);
    }

    /// <summary>Measures until the end that was asked for, or until Ctrl+C, and says what it saw. Throws <see cref="OrielException"/> when there was nothing to measure.</summary>
    public LatencyReport Run()
    {
        if (_options.IsHeadless)
        {
            RunHeadless();
        }
        else
        {
            RunWindow();
        }

        if (_failure is { } failure && (_record.Stages.Frames == 0 || _meter is not null))
        {
            throw failure;
        }

        var input = _meter?.Result;
        if (_record.Stages.Frames == 0 && input is null)
        {
            throw _record.LeftOut == 0
                ? HeadlessSession.WhyNoPicture(_feed!.Status, "", 0, _options.Patience)
                : new OrielException(
                    CliErrors.NoFrames, $"{_record.LeftOut} frames came while the viewer was warming up, and none in the time that was measured", "a guest whose picture changes",
                    "let something move in the guest, measure longer (--seconds), or count the first frames too (--warm-up 0)");
        }

        return LatencyReport.Make(_options, _record, _feed!, _render!, _clock, input);
    }

    /// <summary>The frames behind the report, for the trace.</summary>
    public IReadOnlyList<FrameTimes> Frames => _record.Kept;

    /// <summary>The inputs behind the report, for the trace.</summary>
    public IReadOnlyList<InputTrial> Trials => _meter?.Trials ?? [];

    /// <inheritdoc/>
    public void Dispose()
    {
        _record.Dispose();
        _watch?.Dispose();
        _stopped.Dispose();
    }

    private void RunHeadless()
    {
        using var session = new HeadlessSession(new HeadlessOptions
        {
            Source = _options.View.Source,
            Guest = _options.Guest,
            Render = _options.View.Render,
            Duration = s_noLimit,
            Patience = s_noLimit,
            Tap = Tap,
            FramePresented = OnPresented,
        });
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, context => Stop(context, session));
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => Stop(context, session));
        using var direction = Direct(session.Feed, session.Render, () => session.Guest?.Input, session.RequestStop);
        session.RunToEnd();
    }

    private static void Stop(PosixSignalContext context, HeadlessSession session)
    {
        context.Cancel = true;
        session.RequestStop();
    }

    private void RunWindow()
    {
        using var session = new ViewSession(_options.Log);
        session.Run(
            _options.View with { Guest = _options.Guest, Duration = null, Tap = Tap, FramePresented = OnPresented },
            _options.Reason,
            viewer => Direct(viewer.Feed, viewer.Render, () => viewer.Guest?.Input, viewer.RequestStop));
    }

    // Only a measurement of inputs looks at pixels.
    private IFrameSink Tap(IFrameSink sink)
    {
        if (_options.Input is not { } input)
        {
            return sink;
        }

        _watch = new ReactionWatch(sink);
        if (input.Patch is { } patch)
        {
            _watch.WatchPatch(patch);
        }

        return _watch;
    }

    // On the render thread.
    private void OnPresented(FrameTimes times)
    {
        _watch?.Presented(times);
        _record.Add(times);
    }

    private Direction Direct(FeedLoop feed, RenderLoop render, Func<IGuestInput?> input, Action stop)
    {
        (_feed, _render, _input, _stop) = (feed, render, input, stop);
        _director = new Thread(Await) { Name = "oriel-latency", IsBackground = true };
        _director.Start();
        return new Direction(this);
    }

    private void Await()
    {
        try
        {
            switch (WaitHandle.WaitAny([_stopped, _record.First], _options.Patience))
            {
                case WaitHandle.WaitTimeout:
                    _failure = HeadlessSession.WhyNoPicture(_feed!.Status, "", 0, _options.Patience);
                    return;
                case 0:
                    return;
            }

            if (_stopped.WaitOne(_options.WarmUp))
            {
                return;
            }

            if (_options.Input is { } wanted)
            {
                _meter = new InputMeter(wanted, _watch!, _input() ?? new NoGuestInput(), () => _render!.GuestSize, _stopped, _options.Patience);
                _meter.Run();
            }
            else
            {
                WaitHandle.WaitAny([_stopped, _record.Enough], _options.Duration > TimeSpan.Zero ? _options.Duration : s_noLimit);
            }
        }
        catch (OrielException failure)
        {
            _failure = failure;
        }
        finally
        {
            // The estimate goes with the session that the viewer is about to leave.
            _clock = _feed!.ClockEstimate;
            _stop();
        }
    }

    /// <summary>The second thread, which must be gone before what it stops is closed.</summary>
    private sealed class Direction(LatencySession session) : IDisposable
    {
        public void Dispose()
        {
            session._stopped.Set();
            session._director!.Join();
        }
    }
}
