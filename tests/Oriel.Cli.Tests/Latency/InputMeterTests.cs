using Oriel.Cli.Latency.Input;
using Oriel.Protocol.Kvmfr;
using Oriel.Relay.Consumer;
using Oriel.Testing;

namespace Oriel.Cli.Tests.Latency;

/// <summary>The input meter on a real relay: what it finds, and what it is not fooled by.</summary>
public sealed class InputMeterTests : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);
    private readonly TempRegion _region = new(16 << 20);
    private readonly ManualResetEvent _stop = new(false);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void It_finds_the_place_that_answers_and_counts_every_answer_beside_an_animation_and_alone(bool isAnimated)
    {
        using var guest = new ReactingGuest(_region, isAnimated: isAnimated);
        var (result, trials) = Measure(guest, Options(12));

        Assert.Equal((12, 12, 0), (result.Tried, result.Detected, result.NotPresented));
        Assert.Equal((4, 0), (result.Shams, result.ShamHits));
        Assert.True(result.IsLearned);
        Assert.False(result.IsDoubtful);
        Assert.True(Overlaps(result.Patch!.Value, ReactingGuest.Letter), $"{result.Patch} does not show the letter");
        Assert.False(Overlaps(result.Patch.Value, ReactingGuest.Animation), $"{result.Patch} shows the animation");
        Assert.Equal(0, result.BackgroundPerSecond);

        // Pairs: the guest is left as it was.
        Assert.Equal(0, guest.Pressed % 2);
        Assert.Equal((12, 12), (result.ToSeen.Count, result.ToPresented.Count));
        Assert.All(trials.Where(t => !t.IsSham), t => Assert.InRange(t.PresentedNs, t.Frame.SeenNs, long.MaxValue));
        Assert.All(trials.Where(t => !t.IsSham), t => Assert.InRange(t.Frame.SeenNs, t.InjectedNs, long.MaxValue));
    }

    [Fact]
    public void In_a_guest_that_stands_still_the_first_answer_counts_too()
    {
        using var guest = new ReactingGuest(_region, isAnimated: false);
        var (result, _) = Measure(guest, Options(3) with { Patch = new Patch(192, 112, 64, 32) });
        Assert.Equal((3, 3, 0), (result.Tried, result.Detected, result.ShamHits));
    }

    [Fact]
    public void A_caret_that_blinks_where_it_looks_is_told_as_background()
    {
        using var guest = new ReactingGuest(_region, blink: TimeSpan.FromMilliseconds(90));
        var (result, _) = Measure(guest, Options(9) with { Patch = new Patch(192, 112, 64, 32) });

        // Eleven changes a second: every sham of 400 ms sees some, and the answers mean little.
        Assert.Equal(3, result.ShamHits);
        Assert.InRange(result.BackgroundPerSecond!.Value, 3, 30);
        Assert.True(result.IsDoubtful);
        Assert.InRange(result.ChanceShare!.Value, 0.001, 1);
    }

    [Fact]
    public void An_animation_answers_nothing()
    {
        using var guest = new ReactingGuest(_region, isDeaf: true);
        var error = Assert.Throws<OrielException>(() => Measure(guest, Options(3)));
        Assert.Equal(CliErrors.NoReaction, error.Code);
        Assert.Equal(0, guest.Pressed % 2);
    }

    [Fact]
    public void A_guest_that_does_not_react_is_lost_inputs_not_fast_ones()
    {
        using var guest = new ReactingGuest(_region, isDeaf: true);
        var (result, _) = Measure(guest, Options(3) with { Patch = new Patch(192, 112, 32, 32), Limit = TimeSpan.FromMilliseconds(150) });
        Assert.Equal((3, 0, 0), (result.Tried, result.Detected, result.ToSeen.Count));
        Assert.Equal(FrameTimes.Unknown, result.ToSeen.P50Ns);
        Assert.Null(result.ChanceShare);
    }

    [Fact]
    public void Without_a_connection_it_says_so()
    {
        var meter = new InputMeter(Options(1), new ReactionWatch(new ScreenSink()), new Cli.Input.NoGuestInput(), () => (1, 1), _stop, TimeSpan.FromMilliseconds(50));
        Assert.Equal(CliErrors.NoInput, Assert.Throws<OrielException>(meter.Run).Code);
        Assert.Null(meter.Result);
    }

    public void Dispose()
    {
        _stop.Dispose();
        _region.Dispose();
    }

    private static InputMeterOptions Options(int count)
    {
        Assert.True(Stimulus.TryParse(Stimulus.Default, out var stimulus, out _));
        return new InputMeterOptions { Stimulus = stimulus, Count = count, Interval = TimeSpan.FromMilliseconds(120), Seed = 3 };
    }

    private static bool Overlaps(Patch patch, DamageRect rect)
    {
        var damage = new DamageList();
        damage.Add(rect);
        return patch.IsTouched(damage);
    }

    private (InputResult Result, IReadOnlyList<InputTrial> Trials) Measure(ReactingGuest guest, InputMeterOptions options)
    {
        using var screen = new ScreenSink();
        using var shows = new ShowingSink(screen);
        using var watch = new ReactionWatch(shows);
        shows.Shown = times => watch.Presented(times);
        if (options.Patch is { } patch)
        {
            watch.WatchPatch(patch);
        }

        using var feed = new FeedLoop(new FeedOptions { Source = _region.Path }, watch);
        feed.Start();
        Eventually.True(() => screen.Frames > 0, s_patience, "a frame");
        var meter = new InputMeter(options, watch, guest, () => (ReactingGuest.Width, ReactingGuest.Height), _stop, s_patience);
        meter.Run();
        return (meter.Result!, meter.Trials);
    }

    /// <summary>Shows every frame on a thread of its own, as a renderer does.</summary>
    private sealed class ShowingSink : IFrameSink, IDisposable
    {
        private readonly IFrameSink _sink;
        private readonly System.Collections.Concurrent.BlockingCollection<FrameTimes> _frames = [];
        private readonly Thread _thread;

        public ShowingSink(IFrameSink sink)
        {
            _sink = sink;
            _thread = new Thread(Run);
            _thread.Start();
        }

        public Action<FrameTimes> Shown { get; set; } = _ => { };

        public bool TryLend(in FrameHeader frame, out FrameSlot? slot) => _sink.TryLend(frame, out slot);

        public void Publish(FrameSlot slot, in FrameHeader frame, DamageList damage, in FrameTimes times)
        {
            _sink.Publish(slot, frame, damage, times);
            _frames.Add(times);
        }

        public void Abandon(FrameSlot slot) => _sink.Abandon(slot);

        public void UpdateCursor(in CursorUpdate cursor, ReadOnlySpan<byte> shape) => _sink.UpdateCursor(cursor, shape);

        public void UpdateStatus(RelayStatus status) => _sink.UpdateStatus(status);

        public void Dispose()
        {
            _frames.CompleteAdding();
            _thread.Join();
            _frames.Dispose();
        }

        private void Run()
        {
            foreach (var times in _frames.GetConsumingEnumerable())
            {
                Shown(times with { PresentedNs = FrameTimes.Now(), Presentation = PresentationEvidence.SwapReturned });
            }
        }
    }
}
