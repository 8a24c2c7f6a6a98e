using Oriel.Interop.Linux.X11;

namespace Oriel.Agent.X11;

/// <summary>
/// Whether the pointer need not be looked at, because the server's alarm will say when it is moved. The alarm's server may be one whose idle counter does not count warps: the look that stays
/// finds that out, and from then on the pointer is looked at as often as without an alarm. Cursor thread.
/// </summary>
/// <param name="isTold">The server has such an alarm.</param>
internal sealed class PointerRest(bool isTold)
{
    private bool _isUseOwed;

    /// <summary>The alarm is there, and has not failed to say that the pointer was moved.</summary>
    public bool IsTrusted { get; private set; } = isTold;

    /// <summary>There is no input, and its end will be told.</summary>
    public bool IsResting { get; private set; }

    /// <summary>Takes what a wait brought, and whether the pointer was then somewhere else than before.</summary>
    public void Judge(XEvents events, bool hasMoved)
    {
        if ((events & (XEvents.Used | XEvents.Resting)) != 0)
        {
            IsResting = IsTrusted && (events & XEvents.Resting) != 0;
            _isUseOwed = false;
        }
        else if (_isUseOwed)
        {
            // Found by looking, and the alarm is silent still.
            (_isUseOwed, IsTrusted) = (false, false);
        }
        else if (IsResting && hasMoved && events == XEvents.None)
        {
            // Perhaps it moved this very moment, and the alarm is on its way.
            (IsResting, _isUseOwed) = (false, true);
        }
    }
}
