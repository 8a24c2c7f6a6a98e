using Oriel.Protocol.Kvmfr;

namespace Oriel.Relay.Consumer;

/// <summary>
/// Sends what waits in the mailboxes through the pointer queue's client ring (kvmfr.md section 8). Posting is for any thread, sending for the feed.
/// </summary>
internal sealed class ControlSender
{
    private const uint SetCursorFeature = 1;
    private const uint WindowSizeFeature = 2;

    private readonly ControlMailbox _cursor = new();
    private readonly ControlMailbox _window = new();
    private uint _features;
    private bool _isFull;

    /// <summary>Feed thread: a wish waits for room in the ring.</summary>
    public bool IsWaiting => Volatile.Read(ref _isFull) && (_cursor.HasMail || _window.HasMail);

    /// <summary>Any thread. False when nobody would obey it now.</summary>
    public bool TryPostCursor(int x, int y) => TryPost(_cursor, SetCursorFeature, unchecked((uint)x), unchecked((uint)y));

    /// <summary>Any thread. False when nobody would obey it now.</summary>
    public bool TryPostWindow(uint width, uint height) => TryPost(_window, WindowSizeFeature, width, height);

    /// <summary>Feed thread: what the guest of the session obeys; 0 without a session. Mail for an earlier session is dropped.</summary>
    public void SetFeatures(uint features)
    {
        if (features == _features)
        {
            return;
        }

        Volatile.Write(ref _features, features);
        Volatile.Write(ref _isFull, false);
        _cursor.Clear();
        _window.Clear();
    }

    /// <summary>Feed thread: sends what waits, as far as there is room.</summary>
    public QueueState Pump(Subscription queue)
    {
        var state = Send(queue, _window, isWindow: true);
        return state is QueueState.Ok or QueueState.Empty ? Send(queue, _cursor, isWindow: false) : state;
    }

    private bool TryPost(ControlMailbox mailbox, uint feature, uint first, uint second)
    {
        if ((Volatile.Read(ref _features) & feature) == 0 || Volatile.Read(ref _isFull))
        {
            return false;
        }

        mailbox.Put(first, second);
        return true;
    }

    private QueueState Send(Subscription queue, ControlMailbox mailbox, bool isWindow)
    {
        if (!mailbox.TryTake(out var first, out var second))
        {
            return QueueState.Empty;
        }

        var message = isWindow ? ControlMessage.WindowSize(first, second) : ControlMessage.SetCursorPosition(unchecked((int)first), unchecked((int)second));
        Span<byte> bytes = stackalloc byte[ControlMessage.MaxBytes];
        var state = queue.TrySend(bytes[..message.Write(bytes)]);
        Volatile.Write(ref _isFull, state == QueueState.Full);
        if (state == QueueState.Full && !mailbox.HasMail)
        {
            // Latest wins, but the last one must not be lost because the ring was full for a moment.
            mailbox.Put(first, second);
        }

        return state;
    }
}
