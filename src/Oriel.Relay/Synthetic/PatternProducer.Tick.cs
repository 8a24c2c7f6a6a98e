using Oriel.Relay.Producer;

namespace Oriel.Relay.Synthetic;

/// <content>The ticking thread: heartbeat, cursor, restart of a lost session.</content>
public sealed partial class PatternProducer : IControlHandler
{
    private readonly PatternCursor _cursor;
    private uint _cursorStep;
    private long _cursorMessages, _controlMessages, _tickerBytes;
    private long _sessions = 1;

    void IControlHandler.SetCursorPosition(int x, int y) => Volatile.Write(ref _controlMessages, _controlMessages + 1);

    void IControlHandler.SetWindowSize(uint width, uint height) => Volatile.Write(ref _controlMessages, _controlMessages + 1);

    private void RunTicker()
    {
        try
        {
            long firstByte = -1;
            var ticks = 0;
            while (!_stop.WaitOne(TickMs))
            {
                TickOnce();
                if (++ticks > WarmUpFrames && firstByte < 0)
                {
                    firstByte = GC.GetAllocatedBytesForCurrentThread();
                }

                if (firstByte >= 0)
                {
                    Volatile.Write(ref _tickerBytes, GC.GetAllocatedBytesForCurrentThread() - firstByte);
                }
            }
        }
        catch (Exception error)
        {
            // The top of the thread: the owner learns about it from Failure.
            Fail(error);
        }
    }

    private void TickOnce()
    {
        if (!_producer.Tick(this))
        {
            _producer.Restart();
            Volatile.Write(ref _sessions, _sessions + 1);
        }

        if (_producer.TakeNewFrameSubscribers())
        {
            _wake.Set();
        }

        if (_options.Cursor == PatternCursorKind.None)
        {
            return;
        }

        var update = _cursor.At(_cursorStep);
        _cursorStep = unchecked(_cursorStep + 1);
        if (_producer.PublishCursor(update, update.HasShape ? PatternCursor.Shape(update.Type) : default) == PublishOutcome.Published)
        {
            Volatile.Write(ref _cursorMessages, _cursorMessages + 1);
        }
    }
}
