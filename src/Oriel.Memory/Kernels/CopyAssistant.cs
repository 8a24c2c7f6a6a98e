using System.Diagnostics;

namespace Oriel.Memory.Kernels;

/// <summary>
/// A second thread for large copies of one piece. Both threads take steps of rows until there are none left, so that a helper that does not get a core costs nothing but its wake-up; the
/// caller is told how many rows are done from the top. The helper is parked on an event otherwise. One copy at a time: whoever finds it taken copies alone.
/// </summary>
internal sealed unsafe class CopyAssistant : IDisposable
{
    /// <summary>Environment variable: 1 never, 2 with every large copy, auto by <see cref="AssistPolicy"/> on any machine; without it that, from <see cref="LeastProcessors"/> on.</summary>
    public const string Variable = "ORIEL_COPY_THREADS";

    /// <summary>
    /// Without the switch it is not even tried below this: producer and consumer keep one core each, and the programs that draw leave none idle. On two processors (Zen 5 virtual machine)
    /// a helped copy took 0.63 to 0.84 of the time of one alone when nothing else ran, for 1.3 to 1.7 of its processor time, and 0.89 with another copy going on (bench overlap).
    /// </summary>
    public const int LeastProcessors = 4;

    /// <summary>Bytes from which a copy is large.</summary>
    public const ulong LeastBytes = CopyPlan.HugeBytes;

    private const int MostSteps = 1024;

    // What the counter stands at between copies: a helper that wakes late finds nothing to take, whatever the next copy is about to set.
    private const int NoStep = 1 << 30;

    private static CopyAssistant? s_shared;

    private readonly WakeFlag _wake = new();
    private readonly Thread _thread;
    private readonly bool[] _done = new bool[MostSteps];
    private readonly AssistPolicy _policy;
    private CopyRows _copy;
    private int _taken;
    private int _next;
    private int _steps;
    private int _finished;
    private int _byHelper;
    private int _isHelping;
    private volatile bool _stops;

    /// <summary>Makes one with its thread.</summary>
    public CopyAssistant(bool isForced)
    {
        _policy = new AssistPolicy { IsForced = isForced };
        _next = NoStep;
        // The first call of a native function looks it up, which allocates: here, not with a frame.
        _wake.Raise();
        _thread = new Thread(Help) { Name = "oriel-copy", IsBackground = true };
        _thread.Start();
    }

    /// <summary>The process's, if it has one.</summary>
    public static CopyAssistant? Shared => Volatile.Read(ref s_shared);

    /// <summary>Steps the helper did in the last copy; for tests.</summary>
    public int LastByHelper { get; private set; }

    /// <summary>Copies begun with the helper; for benchmarks.</summary>
    public long Begun { get; private set; }

    /// <summary>Makes the process's, where the switch or the number of processors says so. Off the frame path.</summary>
    public static void Start(string? setting, int processors)
    {
        if (setting == "1" || (setting is not ("2" or "auto") && processors < LeastProcessors) || Shared is not null)
        {
            return;
        }

        var made = new CopyAssistant(isForced: setting == "2");
        if (Interlocked.CompareExchange(ref s_shared, made, null) is not null)
        {
            made.Dispose();
        }
    }

    /// <summary>Takes the assistant for a copy of one piece; false when somebody else has it or the copy is not worth it. <see cref="Alone"/> or <see cref="Begin"/> must follow.</summary>
    /// <param name="bytes">Of the copy.</param>
    /// <param name="assist">Whether to <see cref="Begin"/>.</param>
    public bool TryTake(ulong bytes, out bool assist)
    {
        assist = false;
        if (bytes < LeastBytes || Interlocked.CompareExchange(ref _taken, 1, 0) != 0)
        {
            return false;
        }

        assist = _policy.ShouldAssist();
        return true;
    }

    /// <summary>The copy was made without help; gives the assistant back.</summary>
    public void Alone(long ticks)
    {
        _policy.Alone(ticks);
        Volatile.Write(ref _taken, 0);
    }

    /// <summary>Wakes the helper for a copy.</summary>
    public void Begin(in CopyRows copy)
    {
        Begun++;
        _copy = copy;
        // A step covers at least so many rows that all steps can be told apart.
        _copy.StepRows = Math.Max(copy.StepRows, (copy.Rows + MostSteps - 1) / MostSteps);
        _steps = (int)((copy.Rows + _copy.StepRows - 1) / _copy.StepRows);
        Array.Clear(_done);
        (_finished, _byHelper) = (0, 0);
        // Everything above is visible to whoever takes a step.
        Volatile.Write(ref _next, 0);
        _wake.Raise();
    }

    /// <summary>Copies one step on this thread. False when there is none left to take.</summary>
    /// <param name="rowsDone">Rows done from the top, by both.</param>
    public bool Step(out uint rowsDone)
    {
        var took = TryStep();
        while (_finished < _steps && Volatile.Read(ref _done[_finished]))
        {
            _finished++;
        }

        rowsDone = Math.Min(_copy.Rows, (uint)_finished * _copy.StepRows);
        return took;
    }

    /// <summary>Waits for the helper's last step, and gives the assistant back. All rows are then written and visible.</summary>
    public void End(long startedTicks)
    {
        var spin = new SpinWait();
        while (_finished < _steps || Volatile.Read(ref _isHelping) != 0)
        {
            spin.SpinOnce(sleep1Threshold: -1);
            while (_finished < _steps && Volatile.Read(ref _done[_finished]))
            {
                _finished++;
            }
        }

        Volatile.Write(ref _next, NoStep);
        LastByHelper = _byHelper;
        _policy.Assisted(Stopwatch.GetTimestamp() - startedTicks, (double)_byHelper / Math.Max(1, _steps));
        Volatile.Write(ref _taken, 0);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _stops = true;
        _wake.Raise();
        _thread.Join();
        _wake.Dispose();
    }

    private bool TryStep()
    {
        var step = Interlocked.Increment(ref _next) - 1;
        if (step >= _steps)
        {
            return false;
        }

        var first = (nuint)step * _copy.StepRows;
        // SAFETY: the caller checked all rows on both sides; a step is taken by one thread only.
        _copy.Kernel(
            _copy.Destination + (first * _copy.DestinationPitch),
            _copy.DestinationPitch,
            _copy.Source + (first * _copy.SourcePitch),
            _copy.SourcePitch,
            _copy.RowBytes,
            Math.Min(_copy.StepRows, _copy.Rows - first));
        FrameCopy.FenceStores();
        Volatile.Write(ref _done[step], true);
        return true;
    }

    private void Help()
    {
        while (!_stops)
        {
            _ = _wake.Wait(-1);
            _ = _wake.Lower();
            // Told before the first step is taken: End waits until it is taken back, so that the next copy's numbers are never read by somebody late.
            Interlocked.Exchange(ref _isHelping, 1);
            while (Volatile.Read(ref _next) < _steps && TryStep())
            {
                _byHelper++;
            }

            Volatile.Write(ref _isHelping, 0);
        }
    }
}
