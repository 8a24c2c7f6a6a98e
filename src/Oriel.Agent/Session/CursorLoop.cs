using Oriel.Agent.Capture;
using Oriel.Agent.Logging;
using Oriel.Memory;
using Oriel.Protocol.Kvmfr;

namespace Oriel.Agent.Session;

/// <summary>The cursor thread: shape, place and visibility of the pointer, and moving it when a viewer asks.</summary>
internal sealed class CursorLoop
{
    private const long SecondNs = 1_000_000_000;
    private const long RetryNs = 100_000_000;

    /// <summary>Mice report up to 8000 times a second; nobody sees more than this.</summary>
    private const long LeastIntervalNs = 1_000_000;

    private const long NoRequest = long.MinValue;

    private readonly SessionContext _session;
    private readonly Func<ICursorSource> _open;
    private readonly CursorSnapshot _cursor = new();
    private ICursorSource? _source;
    private long _moveRequest = NoRequest;
    private bool _shapePending;
    private bool _tellAgain;
    private CaptureMode? _lastMode;
    private CursorUpdate _lastSent;

    /// <summary>Creates the loop.</summary>
    public CursorLoop(SessionContext session, Func<ICursorSource> open)
    {
        _session = session;
        _open = open;
    }

    /// <summary>Moves the pointer to a place on the captured picture; the newest request wins. Any thread.</summary>
    public void RequestMove(int x, int y)
    {
        Volatile.Write(ref _moveRequest, ((long)x << 32) | (uint)y);
        _session.WakeCursor.Raise();
    }

    /// <summary>Runs until the session stops. Cursor thread.</summary>
    public void Run()
    {
        try
        {
            while (!_session.IsStopping)
            {
                if (_source is null && !TryOpen())
                {
                    _ = _session.Stop.Wait(RetryNs);
                }
                else if (!_session.IsWatched)
                {
                    _tellAgain = true;
                    WakeFlag.WaitForEither(_session.WakeCursor, _session.Stop);
                    _ = _session.WakeCursor.Lower();
                }
                else if (!Step())
                {
                    _source!.Dispose();
                    _source = null;
                }
            }
        }
        finally
        {
            _source?.Dispose();
        }
    }

    private bool Step()
    {
        var request = Interlocked.Exchange(ref _moveRequest, NoRequest);
        if (request != NoRequest && _session.Mode is { } mode)
        {
            _source!.MoveTo((int)(request >> 32) + mode.OriginX, (int)request + mode.OriginY);
        }

        var outcome = _source!.Wait(SecondNs, _cursor);
        if (outcome == CaptureOutcome.Lost)
        {
            return _session.IsStopping;
        }

        if (_cursor.ShapeChanged)
        {
            _cursor.ShapeChanged = false;
            _shapePending = true;
        }

        if (outcome == CaptureOutcome.Changed || _tellAgain || !ReferenceEquals(_lastMode, _session.Mode))
        {
            _lastMode = _session.Mode;
            Send();
            _ = _session.Stop.Wait(LeastIntervalNs);
        }

        return true;
    }

    private void Send()
    {
        var mode = _session.Mode;
        var (x, y) = (_cursor.X - (mode?.OriginX ?? 0), _cursor.Y - (mode?.OriginY ?? 0));
        var inside = mode is null || (x >= 0 && y >= 0 && x < DisplayedWidth(mode) && y < DisplayedHeight(mode));
        var shape = _shapePending || _tellAgain ? _cursor.ShapeBytes : default;
        var update = new CursorUpdate
        {
            HasPosition = true,
            X = (short)Math.Clamp(x - _cursor.HotspotX, short.MinValue, short.MaxValue),
            Y = (short)Math.Clamp(y - _cursor.HotspotY, short.MinValue, short.MaxValue),
            HasVisibility = true,
            Visible = _cursor.Visible && inside,
        };
        if (shape.IsEmpty && update == _lastSent)
        {
            return;
        }

        _lastSent = update;
        if (!shape.IsEmpty)
        {
            update = update with
            {
                HasShape = true,
                Type = _cursor.Type,
                HotspotX = unchecked((sbyte)_cursor.HotspotX),
                HotspotY = unchecked((sbyte)_cursor.HotspotY),
                Width = (uint)_cursor.Width,
                Height = (uint)_cursor.Height,
                PitchBytes = (uint)_cursor.PitchBytes,
            };
        }

        // Whatever the outcome, the producer keeps the newest state and sends it to those who come later.
        _ = _session.Producer.PublishCursor(update, shape);
        _session.Statistics.AddCursor();
        _shapePending = false;
        _tellAgain = false;
    }

    /// <summary>Positions are on the desktop as it is seen: after rotation, before down-sampling.</summary>
    private static int DisplayedWidth(CaptureMode mode) => IsTurned(mode) ? mode.ScreenHeight : mode.ScreenWidth;

    private static int DisplayedHeight(CaptureMode mode) => IsTurned(mode) ? mode.ScreenWidth : mode.ScreenHeight;

    private static bool IsTurned(CaptureMode mode) => mode.Rotation is FrameRotation.Clockwise90 or FrameRotation.Clockwise270;

    private bool TryOpen()
    {
        // The capture thread says why when there is no server; it also decides whether that is the end.
        if (_session.Mode is null)
        {
            return false;
        }

        try
        {
            _source = _open();
            _tellAgain = true;
            return true;
        }
        catch (OrielException error)
        {
            _session.Log.CursorUnavailable(error.Code.Id, error.Seen);
            return false;
        }
    }
}
