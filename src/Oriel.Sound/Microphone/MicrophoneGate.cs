namespace Oriel.Sound.Microphone;

/// <summary>
/// Decides whether the guest hears the microphone. A yes or no to a question is good for one recording, and for one that begins again within
/// <see cref="GraceMs"/>: programs close and open the device while they settle. Pure; the caller keeps calls apart.
/// </summary>
public sealed class MicrophoneGate
{
    /// <summary>How soon a recording has to begin again to count as the same one, in milliseconds.</summary>
    public const long GraceMs = 5_000;

    private bool _guestWants;
    private bool? _answer;
    private long _stoppedAt = long.MinValue / 2;

    /// <summary>Makes one.</summary>
    public MicrophoneGate(MicrophonePolicy policy) => Policy = policy;

    /// <summary>The policy in force.</summary>
    public MicrophonePolicy Policy { get; private set; }

    /// <summary>What the microphone does.</summary>
    public MicrophoneState State =>
        !_guestWants ? MicrophoneState.Off
        : (_answer, Policy) switch
        {
            (_, MicrophonePolicy.Deny) or (false, _) => MicrophoneState.Refused,
            (true, _) or (_, MicrophonePolicy.Allow) => MicrophoneState.Recording,
            _ => MicrophoneState.Asking,
        };

    /// <summary>The guest begins to record.</summary>
    public void GuestStarts(long nowMs)
    {
        if (nowMs - _stoppedAt > GraceMs)
        {
            _answer = null;
        }

        _guestWants = true;
    }

    /// <summary>The guest ends its recording, or the channel ended.</summary>
    public void GuestStops(long nowMs)
    {
        if (_guestWants)
        {
            _guestWants = false;
            _stoppedAt = nowMs;
        }
    }

    /// <summary>The user's key: yes to a question; on and off while the guest records. Nothing while it does not, and nothing under <see cref="MicrophonePolicy.Deny"/>.</summary>
    public void Toggle()
    {
        if (_guestWants && Policy != MicrophonePolicy.Deny)
        {
            _answer = State != MicrophoneState.Recording;
        }
    }

    /// <summary>The user's answer to a question.</summary>
    public void Answer(bool allow)
    {
        if (State == MicrophoneState.Asking)
        {
            _answer = allow;
        }
    }

    /// <summary>The other key: prompt, allow, deny, prompt, … in force at once. An earlier answer is forgotten.</summary>
    public void CyclePolicy() => SetPolicy(Policy switch
    {
        MicrophonePolicy.Prompt => MicrophonePolicy.Allow,
        MicrophonePolicy.Allow => MicrophonePolicy.Deny,
        _ => MicrophonePolicy.Prompt,
    });

    /// <summary>Sets the policy, in force at once. An earlier answer is forgotten.</summary>
    public void SetPolicy(MicrophonePolicy policy)
    {
        Policy = policy;
        _answer = null;
    }
}
