using System.Diagnostics;
using Oriel.Cli.Input;
using Oriel.Memory;
using Oriel.Protocol.Kvmfr;
using Oriel.Relay.Producer;
using Oriel.Spice;
using Oriel.Testing;

namespace Oriel.Cli.Tests.Latency;

/// <summary>
/// A guest that shows a letter when a key goes down and takes it away with the next, beside a caret that blinks and an animation that never rests, as the test wants.
/// A real producer in a real region; a thread of its own draws and publishes.
/// </summary>
internal sealed class ReactingGuest : IGuestInput, IDisposable
{
    public const int Width = 640;
    public const int Height = 400;

    private static readonly TimeSpan s_frame = TimeSpan.FromMilliseconds(16);
    private readonly Region _region;
    private readonly RelayProducer _producer;
    private readonly PixelBuffer _pixels = PixelBuffer.Allocate(Width * Height * 4);
    private readonly DamageList _damage = new();
    private readonly AutoResetEvent _wake = new(false);
    private readonly Thread _thread;
    private volatile bool _isStopping;
    private int _letters;

    public ReactingGuest(TempRegion region, bool isDeaf = false, bool isAnimated = true, TimeSpan? blink = null)
    {
        (IsDeaf, IsAnimated, Blink) = (isDeaf, isAnimated, blink);
        _region = Region.OpenFile(region.Path, RegionAccess.ReadWrite);
        _producer = new RelayProducer(_region, new ProducerOptions());
        _damage.SetEverything();
        _thread = new Thread(Run) { Name = "reacting guest" };
        _thread.Start();
    }

    public static DamageRect Letter { get; } = new(200, 120, 12, 16);

    public static DamageRect Caret { get; } = new(214, 120, 2, 16);

    public static DamageRect Animation { get; } = new(480, 280, 64, 48);

    /// <summary>It does not react.</summary>
    public bool IsDeaf { get; }

    public bool IsAnimated { get; }

    /// <summary>How long the caret is on, and off; null = there is none.</summary>
    public TimeSpan? Blink { get; }

    /// <summary>Keys that went down.</summary>
    public int Pressed => Volatile.Read(ref _letters);

    public bool IsReady => true;

    public MouseModes MouseMode => MouseModes.Server;

    public MouseModes SupportedMouseModes => MouseModes.Server;

    public bool HasAgent => false;

    public KeyLocks Locks => KeyLocks.None;

    public void KeyDown(PcKey key)
    {
        Interlocked.Increment(ref _letters);
        _wake.Set();
    }

    public void KeyUp(PcKey key)
    {
    }

    public void Chord(ReadOnlySpan<PcKey> keys)
    {
    }

    public void SetLocks(KeyLocks locks)
    {
    }

    public void ReleaseAll()
    {
    }

    public void Move(int dx, int dy)
    {
    }

    public void MoveTo(uint x, uint y)
    {
    }

    public void ButtonDown(MouseButton button)
    {
    }

    public void ButtonUp(MouseButton button)
    {
    }

    public void Wheel(int notches)
    {
    }

    public void RequestMouseMode(MouseModes mode)
    {
    }

    public void Dispose()
    {
        _isStopping = true;
        _wake.Set();
        _thread.Join();
        _producer.Dispose();
        _region.Dispose();
        _pixels.Dispose();
        _wake.Dispose();
    }

    private void Run()
    {
        var frame = new FrameDescription { Type = FrameType.Bgra, ScreenWidth = Width, ScreenHeight = Height, FrameWidth = Width, FrameHeight = Height, PitchBytes = FramePitch.For(FrameType.Bgra, Width) };
        var (drawn, caret, step) = (0, false, 0);
        var began = Stopwatch.GetTimestamp();
        while (!_isStopping)
        {
            _producer.Tick(null);
            if (!IsDeaf && Pressed != drawn)
            {
                drawn = Pressed;
                Paint(Letter, drawn % 2 == 0 ? (byte)0 : (byte)220);
            }

            if (Blink is { } blink && (int)(Stopwatch.GetElapsedTime(began) / blink) % 2 == 1 != caret)
            {
                caret = !caret;
                Paint(Caret, caret ? (byte)255 : (byte)0);
            }

            if (IsAnimated)
            {
                Paint(Animation, (byte)(step++ * 7));
            }

            // What nobody took stays to be published.
            if (!_damage.IsEmpty && _producer.Publish(frame, _pixels, 0, Width * 4, _damage) == PublishOutcome.Published)
            {
                _damage.Clear();
            }

            _wake.WaitOne(s_frame);
        }
    }

    private void Paint(DamageRect rect, byte value)
    {
        for (var y = rect.Y; y < rect.Y + rect.Height; y++)
        {
            _pixels.AsSpan((nuint)(((y * Width) + rect.X) * 4), (int)rect.Width * 4).Fill(value);
        }

        _damage.Add(rect);
    }
}
