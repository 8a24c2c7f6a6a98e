using System.Buffers.Binary;
using Oriel.Protocol.Kvmfr;
using Oriel.Protocol.Lgmp;

namespace Oriel.Relay.Inspection;

/// <summary>Reads the fields of a queue record from a private copy, whatever they hold.</summary>
internal static class QueueInspector
{
    public static InspectedQueue Read(LgmpLayout layout, int index, ReadOnlySpan<byte> record)
    {
        var q = layout.Queue;
        var notes = new List<string>();
        var (on, bad) = Subscriptions(q, record);
        var queueLock = U32(record, q.Lock);
        return new InspectedQueue
        {
            Index = index,
            QueueId = U32(record, q.QueueId),
            RingSize = U32(record, q.RingLength),
            MessagesOffset = U32(record, q.RingOffset),
            MaxTimeMs = U32(record, q.MaxTimeMs),
            Start = U32(record, q.Start),
            Position = U32(record, q.Position),
            Count = U32(record, q.Count),
            SubsOn = on,
            SubsBad = bad,
            Slot0ClientId = U32(record, q.ClientIds),
            Slot0Timeout = U64(record, q.Timeouts),
            MsgTimeout = U64(record, q.MessageTimeout),
            NewSubCount = U32(record, q.NewSubscribers),
            CMsgAvail = U32(record, q.ClientAvailable),
            CMsgWPos = U32(record, q.ClientWritePosition),
            CMsgWSerial = U32(record, q.ClientWriteSerial),
            CMsgRSerial = U32(record, q.ClientReadSerial),
            ClientMessages = ReadClientMessages(layout, record, notes),
            // A one-byte lock stands in a word of arbitrary padding (lgmp.md section 9).
            HasQueueLock = q.ByteLocks ? queueLock & 0xFF : queueLock,
            Notes = notes.Count == 0 ? null : notes,
        };
    }

    /// <summary>The read index is the producer's secret, but what is unread ends where the next write goes (lgmp.md section 7).</summary>
    private static List<InspectedClientMessage> ReadClientMessages(LgmpLayout layout, ReadOnlySpan<byte> record, List<string> notes)
    {
        var q = layout.Queue;
        var messages = new List<InspectedClientMessage>();
        var slots = (uint)q.ClientMessageSlots;
        var available = U32(record, q.ClientAvailable);
        var write = U32(record, q.ClientWritePosition);
        if (available > slots || write >= slots)
        {
            notes.Add($"client messages not read: {available} of {slots} slots free, next write at {write}");
            return messages;
        }

        var unread = slots - available;
        for (var i = 0u; i < unread; i++)
        {
            var slot = (write + slots - unread + i) % slots;
            var message = record.Slice(q.ClientMessages + ((int)slot * q.ClientMessageStride), q.ClientMessageStride);
            var size = U32(message, 0);
            var data = message.Slice(q.ClientMessageData, (int)Math.Min(size, ControlMessage.MaxBytes));
            if (size > ControlMessage.MaxBytes)
            {
                notes.Add($"client message {slot} claims {size} bytes of at most {ControlMessage.MaxBytes}");
            }

            messages.Add(new InspectedClientMessage(slot, size, Convert.ToHexStringLower(data),
                q.ClientMessageClientId < 0 ? null : U32(message, q.ClientMessageClientId)));
        }

        return messages;
    }

    private static (uint On, uint Bad) Subscriptions(LgmpQueueLayout q, ReadOnlySpan<byte> record)
    {
        if (q.WideSubscriptions)
        {
            var wide = U64(record, q.Subscriptions);
            return ((uint)(wide >> 32), (uint)(wide & uint.MaxValue));
        }

        var narrow = U32(record, q.Subscriptions);
        return (narrow >> 16, narrow & 0xFFFF);
    }

    private static uint U32(ReadOnlySpan<byte> bytes, int offset) => BinaryPrimitives.ReadUInt32LittleEndian(bytes[offset..]);

    private static ulong U64(ReadOnlySpan<byte> bytes, int offset) => BinaryPrimitives.ReadUInt64LittleEndian(bytes[offset..]);
}
