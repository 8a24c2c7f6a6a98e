using System.Diagnostics;

namespace Oriel.Testing.Windows.D3D12;

/// <summary>The engine behind a queue: executes what was submitted, in order. Submitting allocates nothing.</summary>
internal sealed class FakeGpuThread : IDisposable
{
    private readonly object _gate = new();
    private readonly Queue<Step> _steps = new(64);
    private readonly Thread _thread;
    private bool _ending;
    private bool _hanging;
    private long _writtenTexels;
    private long _lists;

    public FakeGpuThread()
    {
        _thread = new Thread(Run) { IsBackground = true, Name = "fake GPU" };
        _thread.Start();
    }

    public long WrittenTexels => Volatile.Read(ref _writtenTexels);

    public long Lists => Volatile.Read(ref _lists);

    public void AddWritten(long texels) => Interlocked.Add(ref _writtenTexels, texels);

    public void Submit(in Step step)
    {
        lock (_gate)
        {
            _steps.Enqueue(step);
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>Blocks the engine until <see cref="Unhang"/>. On the engine's thread.</summary>
    public void Hang()
    {
        lock (_gate)
        {
            _hanging = true;
            while (_hanging && !_ending)
            {
                Monitor.Wait(_gate);
            }
        }
    }

    public void Unhang()
    {
        lock (_gate)
        {
            _hanging = false;
            Monitor.PulseAll(_gate);
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _ending = true;
            Monitor.PulseAll(_gate);
        }

        _thread.Join();
    }

    private void Run()
    {
        while (TryTake(out var step))
        {
            switch (step.Kind)
            {
                case StepKind.Wait:
                    while (!step.Fence!.WaitUntil(step.Value, TimeSpan.FromMilliseconds(20)) && !IsEnding)
                    {
                        // A fence nobody signals holds the queue for ever, as on a real one.
                    }

                    break;
                case StepKind.Execute:
                    Interlocked.Increment(ref _lists);
                    step.List!.Execute(this);
                    break;
                default:
                    step.Fence!.Set(step.Fence.Windows.RemovedReason == 0 ? step.Value : ulong.MaxValue);
                    break;
            }
        }
    }

    private bool IsEnding
    {
        get
        {
            lock (_gate)
            {
                return _ending;
            }
        }
    }

    private bool TryTake(out Step step)
    {
        lock (_gate)
        {
            while (_steps.Count == 0 && !_ending)
            {
                Monitor.Wait(_gate);
            }

            return _steps.TryDequeue(out step) && !_ending;
        }
    }

    /// <summary>Waits without the help of any timer: a busy engine.</summary>
    public static void Spend(TimeSpan time)
    {
        var began = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(began) < time)
        {
            Thread.Yield();
        }
    }

    internal enum StepKind
    {
        Wait,
        Execute,
        Signal,
    }

    internal readonly record struct Step(StepKind Kind, FakeList12? List, FakeFence12? Fence, ulong Value);
}
