using Microsoft.Extensions.Logging;
using Oriel.Agent.Capture;
using Oriel.Agent.Configuration;
using Oriel.Agent.Windows;
using Oriel.Memory;
using Oriel.Protocol.Kvmfr;

namespace Oriel.Agent.Tests.Windows.Selection;

/// <summary>Backends that open or refuse as the test says, a clock moved by hand, and what was logged.</summary>
internal sealed class SelectionStage : TimeProvider, ILogger, IDisposable
{
    private readonly Dictionary<string, OrielException?> _answers = new(StringComparer.Ordinal);
    private long _now;

    public SelectionStage(params string[] names)
    {
        foreach (var name in names)
        {
            _answers[name] = null;
        }

        Backends = [.. names.Select(n => new WindowsBackend(n, n.ToUpperInvariant(), (_, _, _) => Open(n)))];
        Selection = new BackendSelection(Backends, Options, this, this);
    }

    public static WindowsCaptureOptions Options => new(null, 60, AgentIni.Load("/dev/null"), Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance, new WindowsParts());

    public IReadOnlyList<WindowsBackend> Backends { get; }

    public BackendSelection Selection { get; }

    public WakeFlag Stop { get; } = new();

    public WakeFlag Wake { get; } = new();

    /// <summary>Every try, in order.</summary>
    public List<string> Tries { get; } = [];

    public List<string> Log { get; } = [];

    public int Disposed { get; set; }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => _now;

    public void Advance(double seconds) => _now += (long)(seconds * TimeSpan.TicksPerSecond);

    public void Refuse(string name, ErrorCode? code = null, string seen = "not here") => _answers[name] = new OrielException(code ?? AgentErrors.ScreenRefused, seen, "something", "do something");

    public void Allow(string name) => _answers[name] = null;

    public ICaptureBackend Open() => Selection.Open(Stop, Wake);

    public void Dispose()
    {
        Stop.Dispose();
        Wake.Dispose();
    }

    IDisposable? ILogger.BeginScope<TState>(TState state) => null;

    bool ILogger.IsEnabled(LogLevel logLevel) => true;

    void ILogger.Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => Log.Add(formatter(state, exception));

    private NamedBackend Open(string name)
    {
        Tries.Add(name);
        return _answers[name] is { } error ? throw error : new NamedBackend(name, this);
    }

    private sealed class NamedBackend(string name, SelectionStage stage) : ICaptureBackend
    {
        public string Name => name;

        public CaptureMode Mode { get; } = new(FrameType.Bgra, 8, 8, 0, 0, FrameRotation.None, "head");

        public CaptureImage? TryCreateImage() => null;

        public CaptureOutcome Wait(long timeoutNs, DamageList changed) => CaptureOutcome.Unchanged;

        public CaptureOutcome Capture(CaptureImage image, DamageList what) => CaptureOutcome.Changed;

        public void Dispose() => stage.Disposed++;
    }
}
