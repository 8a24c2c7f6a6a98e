namespace Oriel.Spice.Session;

/// <summary>The latest snapshot of a session, and its listeners: told of each one, in order, one at a time, on the pool. For any thread.</summary>
internal sealed class StatusBoard(Action<SpiceStatus> changed)
{
    /// <summary>Snapshots that wait for a slow listener; with more the oldest are left out, because the newest says everything.</summary>
    private const int Limit = 256;

    private readonly Lock _gate = new();
    private readonly Queue<SpiceStatus> _untold = [];
    private SpiceStatus _current = new();
    private bool _telling;

    /// <summary>The latest.</summary>
    public SpiceStatus Current => Volatile.Read(ref _current);

    /// <summary>Makes a new snapshot; one that says the same is not told.</summary>
    public void Update(Func<SpiceStatus, SpiceStatus> change)
    {
        lock (_gate)
        {
            var next = change(_current);
            if (next == _current)
            {
                return;
            }

            Volatile.Write(ref _current, next);
            if (_untold.Count == Limit)
            {
                _untold.Dequeue();
            }

            _untold.Enqueue(next);
            if (_telling)
            {
                return;
            }

            _telling = true;
        }

        ThreadPool.UnsafeQueueUserWorkItem(_ => Tell(), null);
    }

    private void Tell()
    {
        while (true)
        {
            SpiceStatus next;
            lock (_gate)
            {
                if (_untold.Count == 0)
                {
                    _telling = false;
                    return;
                }

                next = _untold.Dequeue();
            }

            changed(next);
        }
    }
}
