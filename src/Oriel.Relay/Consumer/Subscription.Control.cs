using Oriel.Protocol;

namespace Oriel.Relay.Consumer;

/// <content>Messages from us to the producer (lgmp.md section 7).</content>
internal sealed partial class Subscription
{
    /// <summary>Puts one message into the queue's client ring. <see cref="QueueState.Full"/>: try again later.</summary>
    /// <param name="data">At most 64 bytes.</param>
    public QueueState TrySend(ReadOnlySpan<byte> data)
    {
        var state = Check();
        if (state != QueueState.Ok)
        {
            return state;
        }

        if (_record.ClientAvailable == 0)
        {
            return QueueState.Full;
        }

        // v12 takes both locks, the queue's first.
        if (_layout.OwnedSlots && !_record.TryLock())
        {
            return LockFailed();
        }

        if (_record.TryLockClientRing())
        {
            state = SendLocked(data);
            _record.UnlockClientRing();
        }
        else
        {
            state = LockFailed();
        }

        if (_layout.OwnedSlots)
        {
            _record.Unlock();
        }

        return state;
    }

    private QueueState SendLocked(ReadOnlySpan<byte> data)
    {
        var state = Check();
        if (state != QueueState.Ok)
        {
            return state;
        }

        var slots = (uint)_layout.Queue.ClientMessageSlots;
        var available = _record.ClientAvailable;
        var position = _record.ClientWritePosition;
        if (available > slots || position >= slots)
        {
            Reject = new Reject(RejectCode.ControlMessage, Math.Max(available, position), slots);
            return QueueState.Refused;
        }

        if (available == 0)
        {
            return QueueState.Full;
        }

        var message = _record.ClientMessage(position);
        _region.WriteUInt32(message, (uint)data.Length);
        if (_layout.Queue.ClientMessageClientId >= 0)
        {
            _region.WriteUInt32(message + (uint)_layout.Queue.ClientMessageClientId, _clientId);
        }

        _region.CopyIn(message + (uint)_layout.Queue.ClientMessageData, data);
        _record.ClientWritePosition = position + 1 == slots ? 0 : position + 1;
        _record.AddClientAvailable(-1);
        _record.AddClientWriteSerial();
        return QueueState.Ok;
    }
}
