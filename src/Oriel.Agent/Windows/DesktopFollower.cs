using Oriel.Interop.Windows.User;

namespace Oriel.Agent.Windows;

/// <summary>Keeps whichever thread captures on the desktop that has the keyboard, for sources that do not look after that themselves. One capturing thread at a time.</summary>
internal sealed class DesktopFollower : IDisposable
{
    private InputDesktop? _desktop;
    private int _thread;

    /// <summary>Takes the calling thread there; false when the system refused. Cheap while it is there already.</summary>
    public bool TryFollow()
    {
        var thread = Environment.CurrentManagedThreadId;
        if (_desktop is { } desktop && _thread == thread && desktop.IsCurrent())
        {
            return true;
        }

        _desktop?.Dispose();
        _desktop = InputDesktop.TryAttach(out _);
        _thread = thread;
        return _desktop is not null;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _desktop?.Dispose();
        _desktop = null;
    }
}
