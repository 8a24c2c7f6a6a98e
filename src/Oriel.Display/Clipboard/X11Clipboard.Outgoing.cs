using System.Buffers.Binary;
using Oriel.Interop.Linux.X11;

namespace Oriel.Display.Clipboard;

/// <content>What we offer, and handing it to those who ask.</content>
public sealed partial class X11Clipboard
{
    private const int MaxMultipleBytes = 16 * 8;

    private readonly List<X11Delivery> _deliveries = [];
    private readonly HostContentType[]?[] _offers = new HostContentType[]?[2];
    private readonly uint[] _offerTimes = new uint[2];
    private readonly HashSet<HostSelection> _toTake = [];

    // ICCCM section 2.1: ownership needs a server time, and an empty append to a property of ours brings one.
    private void Take(HostSelection selection, HostContentType[] types)
    {
        _offers[(int)selection] = types;
        _ = _toTake.Add(selection);
        _x.SetProperty(_window, _atoms.Time, X11Atoms.IntegerType, ReadOnlySpan<byte>.Empty, append: true);
    }

    private void OnTime(uint time)
    {
        foreach (var selection in _toTake)
        {
            _offerTimes[(int)selection] = time;
            _x.SetSelectionOwner(_window, _atoms.Of(selection), time);
            if (_x.GetSelectionOwner(_atoms.Of(selection)) != _window && _offers[(int)selection] is not null)
            {
                _offers[(int)selection] = null;
                Lost?.Invoke(selection);
            }
        }

        _toTake.Clear();
    }

    private void GiveUp(HostSelection selection)
    {
        _ = _toTake.Remove(selection);
        if (_offers[(int)selection] is not null)
        {
            _offers[(int)selection] = null;
            if (_offerTimes[(int)selection] is not 0 and var time)
            {
                _x.SetSelectionOwner(0, _atoms.Of(selection), time);
            }
        }
    }

    private void OnCleared(HostSelection selection, uint time)
    {
        // One that was sent before we took the selection (again) is about an older ownership.
        var isOld = unchecked((int)(time - _offerTimes[(int)selection])) < 0;
        if (_offers[(int)selection] is not null && !isOld && !_toTake.Contains(selection))
        {
            _offers[(int)selection] = null;
            Lost?.Invoke(selection);
        }
    }

    private void OnRequested(in XSelectionEvent e)
    {
        // Property 0: a client from before ICCCM, which means the target.
        var delivery = new X11Delivery(e.Window, e.Selection, e.Target, e.Property == 0 ? e.Target : e.Property, e.Time);
        if (e.Target == _atoms.Multiple)
        {
            ConvertMany(e);
        }
        else
        {
            ConvertOne(delivery);
        }
    }

    private void ConvertOne(X11Delivery delivery)
    {
        var selection = _atoms.Selection(delivery.Selection);
        var offer = selection is { } known ? _offers[(int)known] : null;
        if (offer is null || delivery.Requestor == _window)
        {
            Finish(delivery, converted: false);
        }
        else if (delivery.Target == _atoms.Targets)
        {
            _x.SetProperty(delivery.Requestor, delivery.Property, X11Atoms.AtomType, _atoms.Offer(offer));
            Finish(delivery, converted: true);
        }
        else if (delivery.Target == _atoms.Timestamp)
        {
            _x.SetProperty(delivery.Requestor, delivery.Property, X11Atoms.IntegerType, [_offerTimes[(int)selection!]]);
            Finish(delivery, converted: true);
        }
        else if (_atoms.Type(delivery.Target) is not { } type || !offer.Contains(type) || _deliveries.Count >= MaxDeliveries || Requested is null)
        {
            Finish(delivery, converted: false);
        }
        else
        {
            delivery.Due = After(_limits.AnswerPatience);
            _deliveries.Add(delivery);
            _x.WatchWindow(delivery.Requestor, on: true);
            Requested.Invoke(new HostRequest(selection!.Value, type, content => Post(() => Deliver(delivery, content))) { Abandoned = delivery.Abandoned });
        }
    }

    private void ConvertMany(in XSelectionEvent e)
    {
        if (e.Property == 0
            || !_x.TryReadProperty(e.Window, e.Property, delete: false, MaxMultipleBytes, out _, out var format, out var data, out _)
            || format != 32 || data.Length == 0 || data.Length % 8 != 0)
        {
            _x.SendSelectionNotify(e.Window, e.Selection, e.Target, 0, e.Time);
            return;
        }

        var pairs = new uint[data.Length / 4];
        for (var i = 0; i < pairs.Length; i++)
        {
            pairs[i] = BinaryPrimitives.ReadUInt32LittleEndian(data.AsSpan(4 * i));
        }

        var group = new X11Multiple(e.Window, e.Selection, e.Property, e.Time, pairs);
        for (var i = 0; i < pairs.Length; i += 2)
        {
            // A MULTIPLE inside a MULTIPLE has no type of ours and is refused like anything unknown.
            ConvertOne(new X11Delivery(e.Window, e.Selection, pairs[i], pairs[i + 1], e.Time) { Group = group });
        }
    }

    private void Deliver(X11Delivery delivery, ReadOnlyMemory<byte>? content)
    {
        if (!_deliveries.Contains(delivery))
        {
            return;
        }

        if (content is not { } bytes)
        {
            Finish(delivery, converted: false);
            Drop(delivery);
            return;
        }

        delivery.ContentType = delivery.Target == _atoms.Text ? _atoms.Utf8 : delivery.Target;
        if (delivery.Target == X11Atoms.StringType)
        {
            bytes = ClipboardText.ToLatin1(bytes.Span);
        }

        if (bytes.Length <= Math.Min(_limits.PieceBytes, _x.MaxPropertyBytes))
        {
            _x.SetProperty(delivery.Requestor, delivery.Property, delivery.ContentType, bytes.Span);
            Finish(delivery, converted: true);
            Drop(delivery);
            return;
        }

        delivery.Pieces = bytes;
        delivery.Due = After(_limits.RequestorPatience);
        _x.SetProperty(delivery.Requestor, delivery.Property, _atoms.Incr, [(uint)bytes.Length]);
        Finish(delivery, converted: true);
    }

    private void OnPieceTaken(uint window, uint property)
    {
        if (_deliveries.Find(d => d.Requestor == window && d.Property == property && d.Pieces is not null) is not { } delivery)
        {
            return;
        }

        // The piece after the last is empty: that is how the requestor knows the end.
        var left = delivery.Pieces!.Value[delivery.Position..];
        var piece = left[..(int)Math.Min(left.Length, Math.Min(_limits.PieceBytes, _x.MaxPropertyBytes))];
        _x.SetProperty(window, property, delivery.ContentType, piece.Span);
        delivery.Position += piece.Length;
        delivery.Due = After(_limits.RequestorPatience);
        if (piece.IsEmpty)
        {
            Drop(delivery);
        }
    }

    private void OnRequestorGone(uint window)
    {
        foreach (var delivery in _deliveries.Where(d => d.Requestor == window).ToArray())
        {
            Drop(delivery);
        }
    }

    private void Finish(X11Delivery delivery, bool converted)
    {
        if (delivery.Group is not { } group)
        {
            _x.SendSelectionNotify(delivery.Requestor, delivery.Selection, delivery.Target, converted ? delivery.Property : 0, delivery.Time);
            return;
        }

        if (!converted)
        {
            group.Refuse(delivery.Property);
        }

        if (--group.Open == 0)
        {
            _x.SetProperty(group.Requestor, group.Property, _atoms.AtomPair, group.Pairs);
            _x.SendSelectionNotify(group.Requestor, group.Selection, _atoms.Multiple, group.Property, group.Time);
        }
    }

    private void Drop(X11Delivery delivery)
    {
        if (!_deliveries.Remove(delivery))
        {
            return;
        }

        delivery.Abandon();
        if (!_deliveries.Exists(d => d.Requestor == delivery.Requestor))
        {
            _x.WatchWindow(delivery.Requestor, on: false);
        }
    }
}
