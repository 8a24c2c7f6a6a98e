using System.Buffers.Binary;
using Oriel.Interop.Linux.X11;

namespace Oriel.Display.Clipboard;

/// <content>What other programs offer, and asking them for it.</content>
public sealed partial class X11Clipboard
{
    private const int MaxTargetBytes = 4096;

    private readonly List<X11Fetch> _fetches = [];
    private readonly uint[] _owners = new uint[2];
    private readonly uint[] _ownerTimes = new uint[2];
    private readonly IReadOnlyList<uint>[] _offeredTargets = [[], []];
    private int _nextSlot;

    private void OnOwner(HostSelection selection, uint owner, uint time)
    {
        if (owner == _window)
        {
            return;
        }

        _owners[(int)selection] = owner;
        _ownerTimes[(int)selection] = time;
        _offeredTargets[(int)selection] = [];
        foreach (var old in _fetches.Where(f => f.Selection == selection && f.Type is null).ToArray())
        {
            _ = _fetches.Remove(old);
        }

        if (owner == 0)
        {
            Changed?.Invoke(selection, []);
        }
        else
        {
            _ = Convert(selection, null, _atoms.Targets);
        }
    }

    private void Ask(HostSelection selection, HostContentType type, TaskCompletionSource<HostAnswer> done, CancellationToken cancel)
    {
        var target = _atoms.Best(type, _offeredTargets[(int)selection]);
        if (_isClosed || cancel.IsCancellationRequested || _offers[(int)selection] is not null || target == 0 || _fetches.Count >= MaxConversions)
        {
            _ = done.TrySetResult(new HostAnswer(_isClosed ? HostAnswerOutcome.Lost : HostAnswerOutcome.Nothing, default));
            return;
        }

        var fetch = Convert(selection, type, target);
        _ = fetch.Answer.ContinueWith(t => done.TrySetResult(t.Result), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        var registration = cancel.Register(() => Post(() => EndFetch(fetch, HostAnswerOutcome.Cancelled)));
        _ = fetch.Answer.ContinueWith(_ => registration.Dispose(), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
    }

    private X11Fetch Convert(HostSelection selection, HostContentType? type, uint target)
    {
        var slot = _atoms.Slots[_nextSlot];
        _nextSlot = (_nextSlot + 1) % _atoms.Slots.Length;
        var fetch = new X11Fetch(selection, type, target, slot) { Due = After(_limits.OwnerPatience) };
        _fetches.Add(fetch);
        _x.DeleteProperty(_window, slot);
        _x.ConvertSelection(_window, _atoms.Of(selection), target, slot, _ownerTimes[(int)selection]);
        return fetch;
    }

    private void OnConverted(in XSelectionEvent e)
    {
        var (selection, target, property) = (_atoms.Selection(e.Selection), e.Target, e.Property);
        var fetch = property == 0
            ? _fetches.Find(f => f.Selection == selection && f.Target == target && !f.IsIncremental)
            : _fetches.Find(f => f.Slot == property && f.Target == target);
        if (fetch is null || property == 0)
        {
            if (fetch is not null)
            {
                EndFetch(fetch, HostAnswerOutcome.Nothing);
            }
            else
            {
                // The late answer to a question that was given up.
                _x.DeleteProperty(_window, property);
            }

            return;
        }

        var limit = fetch.Type is null ? MaxTargetBytes : _limits.MaxBytes;
        if (!_x.TryReadProperty(_window, property, delete: true, limit, out var type, out _, out var data, out var size))
        {
            _x.DeleteProperty(_window, property);
            EndFetch(fetch, size > limit ? HostAnswerOutcome.TooLarge : HostAnswerOutcome.Nothing);
        }
        else if (type == _atoms.Incr)
        {
            // The owner says how much at least; reading it (which deletes it) is what starts the pieces.
            if (data.Length >= 4 && BinaryPrimitives.ReadUInt32LittleEndian(data) > limit)
            {
                EndFetch(fetch, HostAnswerOutcome.TooLarge);
                return;
            }

            fetch.BeginPieces();
            fetch.Due = After(_limits.OwnerPatience);
        }
        else
        {
            Complete(fetch, type, data);
        }
    }

    private void OnPiece(uint property)
    {
        if (_fetches.Find(f => f.Slot == property && f.IsIncremental) is not { } fetch)
        {
            return;
        }

        var limit = fetch.Type is null ? MaxTargetBytes : _limits.MaxBytes;
        if (!_x.TryReadProperty(_window, property, delete: true, limit, out var type, out _, out var piece, out var size))
        {
            if (size > limit)
            {
                EndFetch(fetch, HostAnswerOutcome.TooLarge);
            }

            // Else somebody removed it before we looked; the next piece, or the time, decides.
            return;
        }

        fetch.Due = After(_limits.OwnerPatience);
        if (piece.Length == 0)
        {
            Complete(fetch, type, fetch.TakePieces());
        }
        else if (!fetch.AddPiece(piece, limit))
        {
            EndFetch(fetch, HostAnswerOutcome.TooLarge);
        }
    }

    private void Complete(X11Fetch fetch, uint type, byte[] data)
    {
        _ = _fetches.Remove(fetch);
        if (fetch.Type is null)
        {
            OnTargets(fetch.Selection, data);
            return;
        }

        fetch.Succeed(fetch.Type != HostContentType.Text ? data
            : type == X11Atoms.StringType ? ClipboardText.FromLatin1(data)
            : ClipboardText.FromUtf8(data));
    }

    private void OnTargets(HostSelection selection, byte[] data)
    {
        List<uint> targets = [];
        for (var i = 0; i + 4 <= data.Length; i += 4)
        {
            targets.Add(BinaryPrimitives.ReadUInt32LittleEndian(data.AsSpan(i)));
        }

        _offeredTargets[(int)selection] = targets;
        List<HostContentType> types = [];
        foreach (var target in targets)
        {
            if (_atoms.Type(target) is { } type && !types.Contains(type))
            {
                types.Add(type);
            }
        }

        Changed?.Invoke(selection, types);
    }

    private void EndFetch(X11Fetch fetch, HostAnswerOutcome outcome)
    {
        if (!_fetches.Remove(fetch))
        {
            return;
        }

        fetch.Fail(outcome);
        if (fetch.Type is null && outcome != HostAnswerOutcome.Lost)
        {
            // An owner that does not say what it has: nothing we could pass on.
            Changed?.Invoke(fetch.Selection, []);
        }
    }
}
