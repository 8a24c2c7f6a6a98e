using System.Diagnostics;
using Oriel.Agent.Capture;
using Oriel.Interop.Linux.X11;
using Oriel.Memory;
using Oriel.Protocol.Kvmfr;

namespace Oriel.Agent.X11;

/// <summary>
/// The pointer of an X server, over a connection of its own. Shapes come with XFIXES events. For movement XInput 2 says that a device moved and the server is asked
/// where the pointer is now; warps by programs raise no such event, so the place is also looked at twenty times a second (more often without XInput 2). Not while the server's idle counter says
/// that there was no input, which a warp is too: its alarm then says when that ends. A server whose counter does not count warps is found out by the look that stays, one a second.
/// A cursor whose creator has exited may be refused to us although it is shown (see <see cref="ReadThroughVacantSlot"/>).
/// A pointer hidden by XFixesHideCursor cannot be told from a shown one: the extension has no question for it.
/// </summary>
internal sealed class X11CursorSource : ICursorSource
{
    private const long SlowLookNs = 50_000_000;
    private const long QuickLookNs = 8_000_000;
    private const long RestingLookNs = 1_000_000_000;
    private const uint RestAfterMs = 1000;
    private const int MostSlotsFilled = 8;
    private static readonly long s_retryTicks = Stopwatch.Frequency;

    private readonly XConnection _connection;
    private readonly string? _display;
    private readonly WakeFlag _stop;
    private readonly WakeFlag _wake;
    private readonly long _lookNs;
    private readonly PointerRest _rest;
    private readonly byte[] _premultiplied = new byte[CursorSnapshot.MaxSide * CursorSnapshot.MaxSide * 4];
    private XEvents _events = XEvents.CursorShape | XEvents.PointerMotion;
    private bool _shapeShown;
    private long _retryShapeAt;

    private X11CursorSource(XConnection connection, string? display, WakeFlag stop, WakeFlag wake)
    {
        _connection = connection;
        _display = display;
        _stop = stop;
        _wake = wake;
        _lookNs = connection.Extensions.XInputVersion >= 200 ? SlowLookNs : QuickLookNs;
        _rest = new PointerRest(connection.TryWatchRest(RestAfterMs));
    }

    /// <summary>Whether it need not look often now; for tests.</summary>
    internal PointerRest Rest => _rest;

    /// <summary>Connects and starts watching. Throws <see cref="OrielException"/>.</summary>
    public static X11CursorSource Open(string? display, WakeFlag stop, WakeFlag wake)
    {
        var connection = X11Display.Open(display, stop);
        try
        {
            X11Display.RequireCaptureExtensions(connection);
            connection.TryWatchPointer();
            return new X11CursorSource(connection, display, stop, wake);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public CaptureOutcome Wait(long timeoutNs, CursorSnapshot cursor)
    {
        var events = _events != XEvents.None ? _events : _connection.Wait(_wake, Math.Min(timeoutNs, _rest.IsResting ? RestingLookNs : _lookNs));
        _events = XEvents.None;
        if (_connection.IsLost)
        {
            return CaptureOutcome.Lost;
        }

        var changed = false;
        if ((events & XEvents.CursorShape) != 0 || (_retryShapeAt != 0 && Stopwatch.GetTimestamp() >= _retryShapeAt))
        {
            if (!ReadShape(cursor))
            {
                return CaptureOutcome.Lost;
            }

            changed = true;
        }

        if (!_connection.TryGetPointer(out var x, out var y, out var onScreen))
        {
            return CaptureOutcome.Lost;
        }

        var visible = onScreen && _shapeShown;
        var hasMoved = x != cursor.X || y != cursor.Y;
        _rest.Judge(events, hasMoved);
        changed |= hasMoved || visible != cursor.Visible;
        (cursor.X, cursor.Y, cursor.Visible) = (x, y, visible);
        return changed ? CaptureOutcome.Changed : CaptureOutcome.Unchanged;
    }

    /// <inheritdoc/>
    public void MoveTo(int x, int y)
    {
        _connection.MovePointer(x, y);
        _events |= XEvents.PointerMotion;
    }

    /// <inheritdoc/>
    public void Dispose() => _connection.Dispose();

    private bool ReadShape(CursorSnapshot cursor)
    {
        _retryShapeAt = 0;
        var answer = _connection.GetCursor(_premultiplied, out var image);
        if (answer == XCursorAnswer.Denied)
        {
            answer = ReadThroughVacantSlot(out image);
        }

        switch (answer)
        {
            case XCursorAnswer.Shown:
                Convert(image, cursor);
                break;
            case XCursorAnswer.Denied:
                // Something is shown, nobody knows what: the shape before it is the best guess, and the next program to start makes it readable.
                _retryShapeAt = Stopwatch.GetTimestamp() + s_retryTicks;
                break;
            case XCursorAnswer.None:
                _shapeShown = false;
                break;
            default:
                return false;
        }

        return true;
    }

    /// <summary>
    /// Servers with the SECURITY extension refuse to show a cursor whose creator has disconnected (xsetroot, for one), because they look the owner up by its
    /// client number and find the slot empty. A new connection takes the lowest empty slot, so opening a few fills the one in question.
    /// </summary>
    private XCursorAnswer ReadThroughVacantSlot(out XCursor image)
    {
        var fillers = new List<XConnection>();
        try
        {
            var answer = XCursorAnswer.Denied;
            image = default;
            while (answer == XCursorAnswer.Denied && fillers.Count < MostSlotsFilled && XConnection.TryOpen(_display, _stop, out _) is { } filler)
            {
                fillers.Add(filler);
                answer = _connection.GetCursor(_premultiplied, out image);
            }

            return answer;
        }
        finally
        {
            foreach (var filler in fillers)
            {
                filler.Dispose();
            }
        }
    }

    private void Convert(in XCursor image, CursorSnapshot cursor)
    {
        var (width, height) = (Math.Min(image.Width, CursorSnapshot.MaxSide), Math.Min(image.Height, CursorSnapshot.MaxSide));
        var anything = false;
        for (var y = 0; y < height; y++)
        {
            anything |= StraightAlpha.Convert(_premultiplied.AsSpan(y * image.Width * 4, width * 4), cursor.Shape.AsSpan(y * width * 4, width * 4));
        }

        (cursor.Type, cursor.Width, cursor.Height, cursor.PitchBytes) = (CursorType.Color, width, height, width * 4);
        (cursor.HotspotX, cursor.HotspotY) = (image.HotspotX, image.HotspotY);
        cursor.ShapeChanged = true;

        // Programs hide the pointer by setting a fully transparent shape.
        _shapeShown = anything;
    }
}
