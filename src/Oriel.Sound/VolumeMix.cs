namespace Oriel.Sound;

/// <summary>Turns the guest's mixer and the user's keys into gains. Lock-protected; for any thread but the device's.</summary>
internal sealed class VolumeMix(bool followGuest)
{
    private readonly Lock _gate = new();
    private readonly ushort[] _guest = new ushort[AudioFormat.MaxChannels];
    private int _guestChannels;
    private bool _guestMuted;
    private bool _muted;
    private double _local = 1;

    /// <summary>Silent, by the user or the guest.</summary>
    public bool IsMuted => _muted || (followGuest && _guestMuted);

    /// <summary>The user's mute switch.</summary>
    public bool Muted
    {
        get => _muted;
        set
        {
            lock (_gate)
            {
                _muted = value;
            }
        }
    }

    /// <summary>The user's volume, 0 to 1, as a position of a control.</summary>
    public double Local
    {
        get => _local;
        set
        {
            lock (_gate)
            {
                _local = Math.Clamp(value, 0, 1);
            }
        }
    }

    /// <summary>The guest's volume: 0 to 65535 for each channel.</summary>
    public void SetGuest(ReadOnlySpan<ushort> channels)
    {
        lock (_gate)
        {
            _guestChannels = Math.Min(channels.Length, _guest.Length);
            channels[.._guestChannels].CopyTo(_guest);
        }
    }

    /// <summary>The guest's mute switch.</summary>
    public void SetGuestMute(bool muted)
    {
        lock (_gate)
        {
            _guestMuted = muted;
        }
    }

    /// <summary>
    /// A fresh gain for each of <see cref="AudioFormat.MaxChannels"/> channels. Positions are turned into loudness with a third power, as PulseAudio does: half way is heard as half
    /// as loud.
    /// </summary>
    public float[] Gains()
    {
        lock (_gate)
        {
            var gains = new float[AudioFormat.MaxChannels];
            for (var i = 0; i < gains.Length; i++)
            {
                // A channel the guest does not name is as loud as its last one.
                var guest = followGuest && _guestChannels > 0 ? _guest[Math.Min(i, _guestChannels - 1)] / 65535.0 : 1;
                gains[i] = IsMuted ? 0 : (float)(Math.Pow(guest, 3) * Math.Pow(_local, 3));
            }

            return gains;
        }
    }
}
