namespace Oriel.Spice.Channels;

/// <summary>
/// Serials of the last messages that the channels of one session have handled, for WAIT_FOR_CHANNELS (spice.md section 5.5). For any thread.
/// </summary>
internal sealed class ChannelSerials
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(ChannelType Type, byte Id), ulong> _handled = [];
    private TaskCompletionSource? _changed;

    /// <summary>A channel has handled its message with this serial.</summary>
    public void Handled(ChannelType type, byte id, ulong serial)
    {
        TaskCompletionSource? changed;
        lock (_gate)
        {
            _handled[(type, id)] = serial;
            changed = _changed;
            _changed = null;
        }

        changed?.SetResult();
    }

    /// <summary>Waits until a channel has handled a message.</summary>
    /// <returns>False when the limit passed first, or there is no such channel.</returns>
    public async Task<bool> WaitAsync(ChannelType type, byte id, ulong serial, TimeSpan limit, CancellationToken cancellation)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        deadline.CancelAfter(limit);
        while (true)
        {
            Task changed;
            lock (_gate)
            {
                if (_handled.GetValueOrDefault((type, id)) >= serial)
                {
                    return true;
                }

                changed = (_changed ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
            }

            try
            {
                await changed.WaitAsync(deadline.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
            {
                return false;
            }
        }
    }
}
