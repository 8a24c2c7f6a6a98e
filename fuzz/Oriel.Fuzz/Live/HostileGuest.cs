using System.Diagnostics;
using Oriel.Memory;
using Oriel.Protocol.Kvmfr;
using Oriel.Relay.Producer;
using Oriel.Relay.Synthetic;

namespace Oriel.Fuzz.Live;

/// <summary>
/// A guest that behaves until told otherwise: a real producer on a thread of its own that shows a test pattern and moves a cursor. Attacks run beside it on
/// a second mapping of the same memory. It can be restarted as an agent is, and starts over by itself when its session is wiped.
/// </summary>
public sealed class HostileGuest : IDisposable
{
    private const int CursorEdge = 16;
    private static readonly TimeSpan s_frameInterval = TimeSpan.FromMilliseconds(10);

    private readonly Region _memory;
    private readonly RelayProducer _producer;
    private readonly PatternCanvas _canvas;
    private readonly DamageList _damage = new();
    private readonly byte[] _shape = new byte[CursorEdge * CursorEdge * 4];
    private readonly ManualResetEventSlim _wake = new();
    private readonly ManualResetEventSlim _answered = new();
    private readonly Thread _thread;
    private volatile Request _request;
    private volatile bool _stop;
    private bool _isFalse;
    private uint _frame;
    private int _restarts;

    /// <summary>Creates the region's file and starts publishing.</summary>
    /// <param name="path">File to create.</param>
    /// <param name="bytes">Its size.</param>
    /// <param name="profile">Protocol to speak.</param>
    /// <param name="pattern">Picture to show.</param>
    public HostileGuest(string path, ulong bytes, ProducerProfile profile, TestPattern pattern)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        Path = path;
        Pattern = pattern;
        _memory = Region.CreateFile(path, bytes, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        Attacker = Region.OpenFile(path, RegionAccess.ReadWrite);
        _producer = new RelayProducer(_memory, new ProducerOptions { Profile = profile, ProducerText = "hostile guest", Features = 3, Vm = s_vm, Os = new OsInfo(0, "Fuzz"), Status = s_status });
        _canvas = new PatternCanvas(pattern);
        _canvas.Draw(0, _damage);
        Array.Fill(_shape, (byte)0x80);
        _thread = new Thread(Run) { Name = "guest", IsBackground = true };
        _thread.Start();
    }

    private enum Request
    {
        None,
        Restart,
        Refresh,
    }

    private static readonly GuestStatus s_status = new() { State = GuestState.Capturing, Agent = "hostile guest", Backend = "pattern", OutputCount = 1, Outputs = [new GuestOutput("P", 1, 1, 1, IsCaptured: true, IsPrimary: true)] };

    private static readonly VmInfo s_vm = new(new string('0', 31) + "1", "pattern", 2, 2, 1, "Fuzzed CPU");

    /// <summary>File behind the region.</summary>
    public string Path { get; }

    /// <summary>What it shows.</summary>
    public TestPattern Pattern { get; }

    /// <summary>The attacker's own mapping.</summary>
    public Region Attacker { get; }

    /// <summary>Number of the newest frame published.</summary>
    public uint Frame => Volatile.Read(ref _frame);

    /// <summary>How often the producer lost its session and began a new one.</summary>
    public int Restarts => Volatile.Read(ref _restarts);

    /// <summary>Shows a picture with one wrong byte for as long as it is set: what a check of pictures has to notice.</summary>
    public bool Lies { get; set; }

    /// <summary>What ended the producer's thread: always a bug.</summary>
    public Exception? Failure { get; private set; }

    /// <summary>Begins a new session; returns when it stands.</summary>
    public void Restart() => Ask(Request.Restart);

    /// <summary>Makes the next frame a full one; returns when it is published or nobody listens.</summary>
    public void Refresh() => Ask(Request.Refresh);

    /// <inheritdoc/>
    public void Dispose()
    {
        _stop = true;
        _wake.Set();
        _thread.Join();
        _producer.Dispose();
        _canvas.Dispose();
        Attacker.Dispose();
        _memory.Dispose();
        _wake.Dispose();
        _answered.Dispose();
    }

    private void Ask(Request request)
    {
        _answered.Reset();
        _request = request;
        _wake.Set();
        if (!_answered.Wait(TimeSpan.FromSeconds(5)) || Failure is not null)
        {
            throw new InvalidOperationException($"the guest's own producer did not answer '{request}'", Failure);
        }
    }

    private void Run()
    {
        try
        {
            while (!_stop)
            {
                var started = Stopwatch.GetTimestamp();
                Step();
                var left = s_frameInterval - Stopwatch.GetElapsedTime(started);
                if (left > TimeSpan.Zero)
                {
                    _wake.Wait(left);
                }

                _wake.Reset();
            }
        }
        catch (Exception e)
        {
            // The thread's top: kept for the test, which asks for it.
            Failure = e;
            _answered.Set();
        }
    }

    private void Step()
    {
        var request = _request;
        if (request is Request.Restart)
        {
            Begin();
        }
        else if (request is Request.Refresh)
        {
            _damage.SetEverything();
        }

        if (!_producer.Tick(null))
        {
            Begin();
        }

        _ = _producer.TakeNewFrameSubscribers();
        _canvas.Draw(unchecked(_canvas.Frame + 1), _damage);
        Falsify();
        var outcome = _producer.Publish(
            new FrameDescription
            {
                Type = Pattern.Type, ScreenWidth = Pattern.Width, ScreenHeight = Pattern.Height, FrameWidth = Pattern.Width, FrameHeight = Pattern.Height,
                PitchBytes = FramePitch.For(Pattern.Type, Pattern.Width),
            },
            _canvas.Pixels, 0, _canvas.PitchBytes, _damage);
        if (outcome == PublishOutcome.Published)
        {
            _damage.Clear();
            Volatile.Write(ref _frame, _canvas.Frame);
        }
        else if (outcome == PublishOutcome.SessionLost)
        {
            Begin();
        }

        MoveCursor();
        if (request != Request.None)
        {
            _request = Request.None;
            _answered.Set();
        }
    }

    /// <summary>The last byte of the picture that is seen (the fourth of a pixel may mean nothing). Drawing may have repaired it in between, so it is drawn anew as a whole.</summary>
    private void Falsify()
    {
        if (!Lies && !_isFalse)
        {
            return;
        }

        _canvas.Draw(unchecked(_canvas.Frame + 2), _damage);
        _damage.SetEverything();
        _isFalse = Lies;
        if (Lies)
        {
            _canvas.Pixels.AsSpan(((nuint)(Pattern.Height - 1) * _canvas.PitchBytes) + Pattern.RowBytes - Pattern.PixelBytes, 1)[0] ^= 0x40;
        }
    }

    private void Begin()
    {
        _producer.Restart();
        _damage.SetEverything();
        Volatile.Write(ref _restarts, _restarts + 1);
    }

    private void MoveCursor()
    {
        var frame = _canvas.Frame;
        var cursor = new CursorUpdate
        {
            HasPosition = true, X = (short)(frame % 100), Y = (short)(frame % 50), HasVisibility = true, Visible = true,
            HasShape = frame % 3 == 0, Type = CursorType.Color, Width = CursorEdge, Height = CursorEdge, PitchBytes = CursorEdge * 4,
        };
        _ = _producer.PublishCursor(in cursor, cursor.HasShape ? _shape : []);
    }
}
