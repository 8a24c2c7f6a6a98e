using Oriel.Protocol.Kvmfr;
using Oriel.Protocol.Lgmp;

namespace Oriel.Relay.Producer;

/// <content>The 10 ms work: one ticking thread.</content>
public sealed partial class RelayProducer
{
    /// <summary>
    /// Runs the 10 ms work: heartbeat, expiry of slow consumers, the cursor for new subscribers, client messages (raised by <paramref name="control"/> and
    /// acknowledged, at most one ringful per call). Returns false when the session is lost.
    /// </summary>
    public bool Tick(IControlHandler? control)
    {
        if (IsLost || _region.IsFaulted || !_session.IsIntact() || !_frames.IsIntact() || !_pointer.IsIntact())
        {
            Lose();
            return false;
        }

        var now = Now();
        _session.Beat(now);
        if (!ProcessQueue(_frames, _pointer, now) || !ProcessQueue(_pointer, _frames, now) || !GreetPointerSubscribers() || !ReadMessages(control))
        {
            Lose();
            return false;
        }

        EchoClocks();
        return true;
    }

    private bool ProcessQueue(ProducerQueue queue, ProducerQueue other, ulong now)
    {
        Span<uint> bad = stackalloc uint[32];
        int count;
        lock (queue.Gate)
        {
            if (!queue.Process(now))
            {
                return false;
            }

            count = queue.TakeBadClients(bad);
        }

        if (count == 0 || !_options.Profile.Layout.OwnedSlots)
        {
            return true;
        }

        // v12: who is bad on one queue is bad on all (lgmp.md section 5.3).
        lock (other.Gate)
        {
            return other.MarkBad(bad[..count], now);
        }
    }

    private bool GreetPointerSubscribers()
    {
        var arrived = _pointer.TakeNewSubscribers();
        if (arrived)
        {
            Volatile.Write(ref _newPointerSubscribers, 1);
        }

        PublishOutcome outcome;
        lock (_pointer.Gate)
        {
            _resendCursor |= arrived;
            outcome = _resendCursor ? SendWhole() : PublishOutcome.NoSubscriber;
        }

        return Tell(outcome) != PublishOutcome.SessionLost;
    }

    private bool ReadMessages(IControlHandler? control)
    {
        Span<byte> message = stackalloc byte[LgmpLayout.ClientMessageBytes];
        for (var i = 0; i < _pointer.MessageSlots; i++)
        {
            var outcome = _pointer.ReadMessage(message, out var size);
            if (outcome is MessageOutcome.Empty or MessageOutcome.LockStuck)
            {
                return outcome == MessageOutcome.Empty;
            }

            if (outcome == MessageOutcome.Message && control is not null)
            {
                CarryOut(message[..size], control);
            }

            _pointer.Acknowledge();
        }

        return true;
    }

    /// <summary>Unknown kinds and malformed messages are acknowledged and ignored (kvmfr.md section 8).</summary>
    private static void CarryOut(ReadOnlySpan<byte> bytes, IControlHandler control)
    {
        // Before P34 the sender may hand in more bytes than the kind needs.
        var exact = bytes.Length > 12 && bytes[0] <= 1 && bytes[1] == 0 && bytes[2] == 0 && bytes[3] == 0 ? bytes[..12] : bytes;
        if (!ControlMessage.TryParse(exact, out var message, out _))
        {
            return;
        }

        if (message.Type == ControlMessageType.SetCursorPosition)
        {
            control.SetCursorPosition(message.X, message.Y);
        }
        else if (message.Type == ControlMessageType.WindowSize)
        {
            control.SetWindowSize(message.Width, message.Height);
        }
    }
}
