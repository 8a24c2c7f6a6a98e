namespace Oriel.Relay.Consumer;

/// <summary>
/// Whether the doorbell can be relied on. It is believed once it rang in this session, doubted when a message was found that it did not announce, called silent after several, and not
/// listened to for a while when it rings for nothing without end, because a guest rings as often as it likes. Whatever it does, a frame is late by one periodic look at most. Pure: the time is handed in.
/// </summary>
internal sealed class BellTrust
{
    private const int StrikesToSilence = 3;
    private const int BarrenBurst = 64;
    private const int BarrenForgivenMs = 10;
    private const int StormMs = 1000;
    private const int QuietMs = 1000;

    private int _strikes;
    private long _barren;
    private long _barrenSince;
    private long _stormUntil;
    private long _newsAt;

    /// <summary>What it is good for now. Never <see cref="WakeMode.AdaptivePoll"/>.</summary>
    public WakeMode Mode { get; private set; } = WakeMode.DoorbellUnproven;

    /// <summary>A ring is on its way, if the doorbell rings at all.</summary>
    public bool IsOwed { get; private set; }

    /// <summary>New session, or another doorbell.</summary>
    public void Reset()
    {
        Mode = WakeMode.DoorbellUnproven;
        _strikes = 0;
        IsOwed = false;
        _barren = 0;
    }

    /// <summary>False while it must not wake us.</summary>
    /// <param name="now">Host ticks.</param>
    public bool IsListenedTo(long now)
    {
        if (Mode == WakeMode.DoorbellStorm && now >= _stormUntil)
        {
            Reset();
        }

        return Mode != WakeMode.DoorbellStorm;
    }

    /// <summary>
    /// We may sleep until it rings. Also before it has proved itself, once nothing has happened for a second: a desktop that stands still gives it no occasion, and must not be polled for ever.
    /// </summary>
    /// <param name="now">Host ticks.</param>
    public bool MaySleep(long now) => Mode == WakeMode.Doorbell || (Mode == WakeMode.DoorbellUnproven && now - _newsAt >= HostClock.Ms(QuietMs));

    /// <summary>There was something in a queue, or the session began. A frame may be rung for a moment before it is there: each piece of news makes up for one ring that seemed to be for nothing.</summary>
    public void SawNews(long now)
    {
        _newsAt = now;
        _barren = Math.Max(0, _barren - 1);
    }

    /// <summary>The producer took our arming although no ring has arrived yet: one is on its way, and may bring nothing any more.</summary>
    public void Owe() => IsOwed = true;

    /// <summary>It woke us.</summary>
    /// <param name="news">There was something in a queue.</param>
    /// <param name="now">Host ticks.</param>
    public void Rang(bool news, long now)
    {
        if (news || IsOwed)
        {
            IsOwed = false;
            _strikes = 0;
            Mode = WakeMode.Doorbell;
            return;
        }

        // A bucket that leaks: a few now and then are somebody's mistake or a race.
        var leaked = (now - _barrenSince) / HostClock.Ms(BarrenForgivenMs);
        _barrenSince = leaked > 0 ? now : _barrenSince;
        _barren = Math.Max(0, _barren - leaked) + 1;
        if (_barren > BarrenBurst)
        {
            Mode = WakeMode.DoorbellStorm;
            _stormUntil = now + HostClock.Ms(StormMs);
        }
    }

    /// <summary>The clock woke us while the producer was to ring, and there was something in a queue.</summary>
    public void Missed()
    {
        if (Mode is WakeMode.DoorbellStorm or WakeMode.DoorbellSilent)
        {
            return;
        }

        // The ring may be a moment behind its message: one such case only means to look more often until it rings again.
        Mode = ++_strikes >= StrikesToSilence ? WakeMode.DoorbellSilent : WakeMode.DoorbellUnproven;
    }
}
