namespace Oriel.Cli.Input;

/// <summary>
/// The key, or keys together, that the viewer keeps for itself: tapped it captures, held with another key it commands, held alone it shows the help. Times are the
/// caller's clock. For the window role; pure.
/// </summary>
/// <param name="keys">Which keys.</param>
/// <param name="helpDelay">How long it is held before the help is shown; longer than that is no tap.</param>
internal sealed class EscapeKey(KeyChord keys, TimeSpan helpDelay)
{
    private TimeSpan _since;
    private bool _wasUsed;

    /// <summary>Which keys.</summary>
    public KeyChord Keys => keys;

    /// <summary>It is held: what is pressed now is the viewer's.</summary>
    public bool IsHeld { get; private set; }

    /// <summary>The help is on the screen.</summary>
    public bool IsHelpShown { get; private set; }

    /// <summary>When the help is due; null when it is not going to be.</summary>
    public TimeSpan? HelpDue => IsHeld && !_wasUsed && !IsHelpShown ? _since + helpDelay : null;

    /// <summary>All of its keys are down.</summary>
    public void Begin(TimeSpan now) => (IsHeld, _since, _wasUsed, IsHelpShown) = (true, now, false, false);

    /// <summary>Another key went down while it is held: no longer a tap, and no help that was not there yet.</summary>
    public void Use() => _wasUsed = true;

    /// <summary>Time passed; true when the help is to be shown now.</summary>
    public bool Tick(TimeSpan now)
    {
        if (HelpDue is not { } due || now < due)
        {
            return false;
        }

        return IsHelpShown = true;
    }

    /// <summary>One of its keys went up, or the focus was lost. True when it was a tap.</summary>
    public bool End(TimeSpan now)
    {
        var wasTap = IsHeld && !_wasUsed && !IsHelpShown && now - _since < helpDelay;
        Cancel();
        return wasTap;
    }

    /// <summary>Not held any more, whatever its keys do.</summary>
    public void Cancel() => IsHeld = IsHelpShown = false;
}
