using System.Collections.Concurrent;
using Oriel.Memory;
using Oriel.Protocol.Kvmfr;
using Oriel.Relay.Producer;
using Oriel.Relay.Synthetic;
using Oriel.Testing;

namespace Oriel.Relay.Tests.Consumer;

/// <summary>A guest whose frames the test asks for one by one: a real producer with a 5 ms tick and a pattern to draw.</summary>
internal sealed class TestGuest : IDisposable, IControlHandler
{
    private readonly Region _region;
    private readonly RelayProducer _producer;
    private readonly PatternCanvas _canvas;
    private readonly DamageList _damage = new();
    private readonly Thread _ticker;
    private volatile bool _stop;
    private volatile bool _hold;

    public TestGuest(string path, uint features = 3, TestPattern? pattern = null, ProducerProfile? profile = null, GuestStatus? status = null, bool reportsTimes = false, TimeProvider? clock = null,
        IvshmemDoorbell? doorbell = null)
    {
        _region = Region.OpenFile(path, RegionAccess.ReadWrite);
        _producer = new RelayProducer(_region, new ProducerOptions
        {
            Features = features, Profile = profile ?? ProducerProfile.P20, ProducerText = "test guest", Status = status, ReportsTimes = reportsTimes, Clock = clock ?? TimeProvider.System,
            Doorbell = doorbell,
        });
        _canvas = new PatternCanvas(pattern ?? new TestPattern(FrameType.Bgra, 320, 200, PatternDamage.Random));
        _ticker = new Thread(Tick) { IsBackground = true, Name = "guest tick" };
        _ticker.Start();
    }

    /// <summary>When each frame was captured, on the guest's clock, by serial.</summary>
    public ConcurrentDictionary<uint, long> CapturedNs { get; } = new();

    public RelayProducer Producer => _producer;

    public (int X, int Y)? CursorWish { get; private set; }

    public (uint Width, uint Height)? WindowWish { get; private set; }

    /// <summary>Stops the heartbeat, as a paused guest does.</summary>
    public bool Hold
    {
        get => _hold;
        set => _hold = value;
    }

    /// <summary>Publishes a frame of the pattern; waits for a subscriber and a free buffer.</summary>
    public void Show(uint frame)
    {
        var captured = _producer.ClockNs;
        _canvas.Draw(frame, _damage);
        var description = new FrameDescription
        {
            Type = _canvas.Pattern.Type,
            ScreenWidth = _canvas.Pattern.Width,
            ScreenHeight = _canvas.Pattern.Height,
            FrameWidth = _canvas.Pattern.Width,
            FrameHeight = _canvas.Pattern.Height,
            PitchBytes = FramePitch.For(_canvas.Pattern.Type, _canvas.Pattern.Width),
        };
        var outcome = PublishOutcome.Busy;
        Eventually.True(() => (outcome = _producer.Publish(in description, _canvas.Pixels, 0, _canvas.PitchBytes, _damage, captured)) == PublishOutcome.Published,
            TimeSpan.FromSeconds(5), () => $"frame {frame}: {outcome}");
        CapturedNs[_producer.LastSerial] = captured;
        _damage.Clear();
    }

    /// <summary>Shows a moving picture until a condition holds.</summary>
    public void ShowUntil(Func<bool> condition, TimeSpan limit, Func<string> description)
    {
        var frame = 0u;
        Eventually.True(() =>
        {
            if (_producer.HasSubscribers)
            {
                Show(frame++);
            }

            return condition();
        }, limit, description);
    }

    public void SetCursorPosition(int x, int y) => CursorWish = (x, y);

    public void SetWindowSize(uint width, uint height) => WindowWish = (width, height);

    public void Dispose()
    {
        _stop = true;
        _ticker.Join();
        _producer.Dispose();
        _canvas.Dispose();
        _region.Dispose();
    }

    private void Tick()
    {
        while (!_stop)
        {
            Thread.Sleep(5);
            if (!_hold && !_region.IsFaulted)
            {
                _producer.Tick(this);
            }
        }
    }
}
