using System.Diagnostics;
using Oriel.Protocol.Lgmp;

namespace Oriel.Relay.Producer;

/// <summary>How a look into the ring of client messages ended.</summary>
internal enum MessageOutcome
{
    Empty,
    Message,

    /// <summary>A message of somebody who is no active subscriber (v12): acknowledge and ignore.</summary>
    Stranger,
    LockStuck,
}

/// <content>Client messages (lgmp.md section 7). Used by the ticking thread only, without the gate.</content>
internal sealed partial class ProducerQueue
{
    private uint _readIndex, _readSerial;

    /// <summary>Most messages the ring holds; the caller reads no more than this per tick.</summary>
    public int MessageSlots => _layout.Queue.ClientMessageSlots;

    /// <summary>Copies the next message to private memory. Each one but Empty needs an <see cref="Acknowledge"/>.</summary>
    /// <param name="buffer">At least 64 bytes.</param>
    /// <param name="size">Bytes copied, at most 64 whatever the sender claims.</param>
    public MessageOutcome ReadMessage(Span<byte> buffer, out int size)
    {
        size = 0;
        var slots = (uint)MessageSlots;
        var available = _record.ClientAvailable;
        if (available == slots && _record.ClientWritePosition == _readIndex && _record.ClientWriteSerial == _readSerial)
        {
            return MessageOutcome.Empty;
        }

        if (!TryLockMessages())
        {
            return MessageOutcome.LockStuck;
        }

        available = _record.ClientAvailable;
        var outcome = MessageOutcome.Empty;
        if (available >= slots)
        {
            Realign(slots);
        }
        else
        {
            outcome = Take(buffer, out size);
            var record = _record;
            record.ClientAvailable = available + 1;
        }

        UnlockMessages();
        return outcome;
    }

    /// <summary>Tells the senders that one more message was carried out.</summary>
    public void Acknowledge()
    {
        _readSerial = unchecked(_readSerial + 1);
        var record = _record;
        record.ClientReadSerial = _readSerial;
    }

    private MessageOutcome Take(Span<byte> buffer, out int size)
    {
        var at = _record.ClientMessage(_readIndex);
        size = (int)Math.Min(_region.ReadUInt32(at), LgmpLayout.ClientMessageBytes);
        _region.CopyOut(at + (uint)_layout.Queue.ClientMessageData, buffer[..size]);
        _readIndex = _readIndex + 1 == (uint)MessageSlots ? 0 : _readIndex + 1;
        return _layout.Queue.ClientMessageClientId < 0 || IsActive(_region.ReadUInt32(at + (uint)_layout.Queue.ClientMessageClientId))
            ? MessageOutcome.Message
            : MessageOutcome.Stranger;
    }

    /// <summary>
    /// The ring is empty, so both sides must stand at the same slot and serial. They differ only when somebody scribbled; then following
    /// the senders' words is what makes the next message arrive and its acknowledgement count.
    /// </summary>
    private void Realign(uint slots)
    {
        var record = _record;
        record.ClientAvailable = slots;
        var write = record.ClientWritePosition;
        if (write >= slots)
        {
            write = 0;
            record.ClientWritePosition = 0;
        }

        _readIndex = write;
        _readSerial = record.ClientWriteSerial;
        record.ClientReadSerial = _readSerial;
    }

    private bool IsActive(uint client)
    {
        var active = _record.Subscriptions.Active & _slotMask;
        for (var slot = 0; slot < _layout.Queue.Slots; slot++)
        {
            if ((active & (1u << slot)) != 0 && _record.ClientId(slot) == client)
            {
                return true;
            }
        }

        return false;
    }

    private void ResetMessages() => _readIndex = _readSerial = 0;

    /// <summary>v12 takes the queue's lock first (lgmp.md section 7).</summary>
    private bool TryLockMessages()
    {
        if (_layout.OwnedSlots)
        {
            Monitor.Enter(Gate);
            if (!TryLock())
            {
                Monitor.Exit(Gate);
                return false;
            }
        }

        var spinner = default(SpinWait);
        var began = Stopwatch.GetTimestamp();
        while (!_record.TryLockClientRingOnce())
        {
            if (Stopwatch.GetElapsedTime(began) >= _lockPatience)
            {
                UnlockQueueOfMessages();
                return false;
            }

            spinner.SpinOnce();
        }

        return true;
    }

    private void UnlockMessages()
    {
        _record.UnlockClientRing();
        UnlockQueueOfMessages();
    }

    private void UnlockQueueOfMessages()
    {
        if (_layout.OwnedSlots)
        {
            _record.Unlock();
            Monitor.Exit(Gate);
        }
    }
}
