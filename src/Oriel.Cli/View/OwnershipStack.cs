namespace Oriel.Cli.View;

/// <summary>Owns what was acquired in order; gives it back in reverse order, each once. From any thread: whoever disposes first does it.</summary>
internal sealed class OwnershipStack : IDisposable
{
    private readonly Stack<IDisposable> _owned = new();

    /// <summary>Takes ownership.</summary>
    public T Add<T>(T owned)
        where T : IDisposable
    {
        lock (_owned)
        {
            _owned.Push(owned);
        }

        return owned;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        while (true)
        {
            IDisposable? next;
            lock (_owned)
            {
                if (!_owned.TryPop(out next))
                {
                    return;
                }
            }

            next.Dispose();
        }
    }
}
