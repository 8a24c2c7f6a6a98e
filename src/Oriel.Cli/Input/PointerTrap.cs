using Oriel.Spice;

namespace Oriel.Cli.Input;

/// <summary>
/// Notices that the guest does not do what the mouse says: motion was sent for a while, the guest shows its pointer, and the pointer stands still. That is what a VM
/// with the wrong pointing devices looks like from here. Says so once, in words that name the cure. For the window role; allocates only when it speaks.
/// </summary>
internal sealed class PointerTrap
{
    private const int FarEnough = 400;
    private static readonly TimeSpan s_longEnough = TimeSpan.FromSeconds(1.5);
    private long _changes;
    private TimeSpan _since;
    private long _distance;
    private bool _hasSpoken;

    /// <summary>Motion was sent. Returns what to tell the user, or null.</summary>
    /// <param name="distance">How far, guest pixels.</param>
    /// <param name="isRelative">As relative motion.</param>
    /// <param name="guest">Where it was sent.</param>
    /// <param name="pointer">The guest's pointer now.</param>
    /// <param name="now">Time, by the same clock.</param>
    public string? Sent(int distance, bool isRelative, IGuestInput guest, in GuestPointer.State pointer, TimeSpan now)
    {
        if (!pointer.IsKnown || !pointer.IsVisible || pointer.Changes != _changes)
        {
            (_changes, _since, _distance) = (pointer.Changes, now, 0);
            return null;
        }

        _distance += distance;
        if (_hasSpoken || _distance < FarEnough || now - _since < s_longEnough)
        {
            return null;
        }

        _hasSpoken = true;
        var hasTablet = (guest.SupportedMouseModes & MouseModes.Client) != 0 && !guest.HasAgent;
        return (isRelative, hasTablet) switch
        {
            (true, true) => "The guest does not follow the mouse: the VM has a tablet, but no mouse for relative motion. Remove the tablet, or add a PS/2, USB or virtio mouse",
            (true, false) => "The guest does not follow the mouse: the VM has no mouse that the guest uses. Add a PS/2, USB or virtio mouse",
            (false, true) => "The guest does not follow the pointer: it does not use the VM's tablet (no driver yet?). Try --mouse relative, or capture",
            _ => "The guest does not follow the pointer: its SPICE agent does not move it. Try --mouse relative, or capture",
        };
    }
}
