using Oriel.Interop.Windows.Com;
using Oriel.Interop.Windows.WinRt;

namespace Oriel.Testing.Windows.WinRt;

/// <summary>One event with one listener, called as the system does: through the handler's own table, after asking whether it is agile.</summary>
internal sealed unsafe class FakeEventSource(FakeWindows windows, Guid type)
{
    private readonly object _gate = new();
    private nint _handler;

    public bool HasListener => _handler != 0;

    public int Add(void* handler, long* token)
    {
        if (ComReference.QueryInterface(handler, WinRtIds.IAgileObject, out var agile).IsFailure || ComReference.QueryInterface(handler, type, out var typed).IsFailure)
        {
            windows.Complain("a handler of another type, or one that is not agile");
            return HResultCodes.NoInterface;
        }

        ComReference.Release(agile);
        lock (_gate)
        {
            _handler = (nint)typed;
        }

        *token = 77;
        return HResultCodes.Ok;
    }

    public int Remove(long token)
    {
        if (token != 77)
        {
            windows.Complain("a token nobody was given");
        }

        nint handler;
        lock (_gate)
        {
            (handler, _handler) = (_handler, 0);
        }

        ComReference.Release((void*)handler);
        return HResultCodes.Ok;
    }

    public void Fire()
    {
        nint handler;
        lock (_gate)
        {
            handler = _handler;
            if (handler != 0)
            {
                _ = ComReference.AddRef((void*)handler);
            }
        }

        if (handler != 0)
        {
            _ = ((delegate* unmanaged<void*, void*, void*, int>)(*(void***)handler)[3])((void*)handler, null, null);
            ComReference.Release((void*)handler);
        }
    }
}
