using System.Diagnostics;
using Oriel.Protocol.Kvmfr;

namespace Oriel.Relay.Producer;

/// <content>Cursor: one publishing thread; the tick repeats the last state. Everything here is guarded by the pointer queue's gate.</content>
public sealed partial class RelayProducer
{
    /// <summary>How long <see cref="PublishCursor"/> waits for a message or a shape buffer to be finished by all consumers.</summary>
    private static readonly TimeSpan s_cursorPatience = TimeSpan.FromMilliseconds(10);

    private readonly byte[] _cursorHeader;
    private readonly byte[] _shape = new byte[RegionPlan.ShapeBytes];
    private CursorUpdate _cursor;
    private bool _hasCursor;
    private bool _resendCursor;
    private int _lastPosition = -1;
    private int _lastShape = -1;

    /// <summary>
    /// Publishes position, visibility and, when <paramref name="shape"/> is not empty, a new shape. Offsets in <paramref name="cursor"/> are ignored. Whatever the
    /// outcome, the state is kept: subscribers that come later get it, and after <see cref="PublishOutcome.Busy"/> the next tick sends the newest state whole.
    /// </summary>
    /// <exception cref="ArgumentException">A shape that no consumer takes: wrong sizes, pitch, or fewer bytes than they need.</exception>
    public PublishOutcome PublishCursor(in CursorUpdate cursor, ReadOnlySpan<byte> shape)
    {
        CheckShape(cursor, shape);
        PublishOutcome? whole = null;
        lock (_pointer.Gate)
        {
            Remember(cursor, shape);
            if (_resendCursor)
            {
                // An older state still waits for the tick; it goes out now, together with this one.
                whole = SendWhole();
            }
        }

        if (whole is { } sent)
        {
            return Tell(sent);
        }

        if (IsLost || !_session.HasMagic())
        {
            return Lose();
        }

        var update = cursor with { HasShape = !shape.IsEmpty, HasVisibility = true, Visible = _cursor.Visible };
        var spinner = default(SpinWait);
        var began = Stopwatch.GetTimestamp();
        while (true)
        {
            PublishOutcome outcome;
            lock (_pointer.Gate)
            {
                outcome = SendCursor(update, shape);
                if (outcome == PublishOutcome.Busy && Stopwatch.GetElapsedTime(began) >= s_cursorPatience)
                {
                    _resendCursor = true;
                    return outcome;
                }
            }

            if (outcome != PublishOutcome.Busy)
            {
                return Tell(outcome);
            }

            spinner.SpinOnce();
        }
    }

    private static void CheckShape(in CursorUpdate cursor, ReadOnlySpan<byte> shape)
    {
        if (shape.IsEmpty)
        {
            return;
        }

        var mono = cursor.Type == CursorType.Monochrome;
        var rowBytes = mono ? ((ulong)cursor.Width + 7) / 8 : cursor.Width * 4UL;
        var bytes = cursor.Height * (ulong)cursor.PitchBytes;
        var maxHeight = mono ? 2 * CursorParser.MaxDimension : CursorParser.MaxDimension;
        if (cursor.Type > CursorType.MaskedColor || cursor.Width is 0 or > CursorParser.MaxDimension || cursor.Height == 0 || cursor.Height > maxHeight
            || (mono && cursor.Height % 2 != 0) || cursor.PitchBytes < rowBytes || bytes > RegionPlan.ShapeBytes || bytes > (ulong)shape.Length)
        {
            throw new ArgumentException(
                $"{cursor.Type} cursor {cursor.Width} x {cursor.Height}, pitch {cursor.PitchBytes}, {shape.Length} bytes is no shape", nameof(cursor));
        }
    }

    private void Remember(in CursorUpdate cursor, ReadOnlySpan<byte> shape)
    {
        var next = _cursor;
        if (cursor.HasPosition)
        {
            next = next with { HasPosition = true, X = cursor.X, Y = cursor.Y };
        }

        if (cursor.HasVisibility)
        {
            next = next with { Visible = cursor.Visible };
        }

        if (!shape.IsEmpty)
        {
            shape[..(int)(cursor.Height * cursor.PitchBytes)].CopyTo(_shape);
            next = next with
            {
                HasShape = true, Type = cursor.Type, HotspotX = cursor.HotspotX, HotspotY = cursor.HotspotY,
                Width = cursor.Width, Height = cursor.Height, PitchBytes = cursor.PitchBytes, SdrWhiteNits = cursor.SdrWhiteNits,
            };
        }

        _cursor = next with { HasVisibility = true };
        _hasCursor = true;
    }

    /// <summary>Sends everything known as one message (kvmfr.md section 7).</summary>
    private PublishOutcome SendWhole()
    {
        if (!_hasCursor)
        {
            _resendCursor = false;
            return PublishOutcome.NoSubscriber;
        }

        if (IsLost)
        {
            return PublishOutcome.SessionLost;
        }

        var shape = _cursor.HasShape ? _shape.AsSpan(0, (int)_cursor.DataBytes) : default;
        var outcome = SendCursor(_cursor, shape);
        _resendCursor = outcome == PublishOutcome.Busy;
        return outcome == PublishOutcome.SessionLost ? Lose() : outcome;
    }

    /// <summary>One attempt. Payloads 0.. are the position messages, the shapes follow them.</summary>
    private PublishOutcome SendCursor(in CursorUpdate update, ReadOnlySpan<byte> shape)
    {
        if (IsLost)
        {
            return PublishOutcome.SessionLost;
        }

        if (!_pointer.HasActive)
        {
            return PublishOutcome.NoSubscriber;
        }

        if (!_pointer.Process(Now()))
        {
            return PublishOutcome.SessionLost;
        }

        var positions = _plan.Positions.Length;
        var payload = shape.IsEmpty ? NextFree(0, positions, ref _lastPosition) : NextFree(positions, _plan.Shapes.Length, ref _lastShape);
        if (payload < 0 || _pointer.IsFull)
        {
            return PublishOutcome.Busy;
        }

        var place = shape.IsEmpty ? _plan.Positions[payload] : _plan.Shapes[payload - positions];
        var headerBytes = CursorWriter.Write(_version.Number, _cursorHeader, update);
        _region.CopyIn(place.Offset, _cursorHeader.AsSpan(0, headerBytes));
        if (!shape.IsEmpty)
        {
            _region.CopyIn(place.Offset + (uint)headerBytes, shape[..(int)update.DataBytes]);
        }

        return ToOutcome(_pointer.Post(payload, place, CursorWriter.MessageWord(_version.Number, update), Now()));
    }

    /// <summary>
    /// The next payload in turn that is in no message. Other producers reuse shape buffers without looking (kvmfr.md section 7); here a slow consumer
    /// keeps the shape it was told about.
    /// </summary>
    private int NextFree(int first, int count, ref int last)
    {
        for (var step = 1; step <= count; step++)
        {
            var candidate = (last + step) % count;
            if (_pointer.IsFree(first + candidate))
            {
                last = candidate;
                return first + candidate;
            }
        }

        return -1;
    }
}
