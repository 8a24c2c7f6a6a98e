using Oriel.Display;
using Oriel.Display.Windowing;
using Oriel.Relay.Consumer;

namespace Oriel.Cli.View;

/// <summary>
/// What other threads tell the window role: each slot holds the latest value only, and posting wakes the window's event wait.
/// Posting is for any thread, taking for the window role.
/// </summary>
internal sealed class ViewerMailbox(IWindowSystem window)
{
    private RelayStatus? _status;
    private OrielException? _failure;
    private long _picture;
    private int _stop;
    private int _source = -1;
    private int _awake = -1;
    private int _activation;

    /// <summary>The picture changed size.</summary>
    public void PostPicture(int width, int height)
    {
        Volatile.Write(ref _picture, ((long)width << 32) | (uint)height);
        window.Wake();
    }

    /// <summary>The relay's state changed.</summary>
    public void PostStatus(RelayStatus status)
    {
        Volatile.Write(ref _status, status);
        window.Wake();
    }

    /// <summary>Rendering ended for this reason; the first one counts.</summary>
    public void PostFailure(OrielException failure)
    {
        Interlocked.CompareExchange(ref _failure, failure, null);
        window.Wake();
    }

    /// <summary>The picture comes from somewhere else.</summary>
    public void PostSource(ShownSource source)
    {
        Volatile.Write(ref _source, (int)source);
        window.Wake();
    }

    /// <summary>The guest began or ended to wish that the screen stays on.</summary>
    public void PostAwake(bool isAwake)
    {
        Volatile.Write(ref _awake, isAwake ? 1 : 0);
        window.Wake();
    }

    /// <summary>A window of the guest wants attention.</summary>
    public void PostActivation()
    {
        Volatile.Write(ref _activation, 1);
        window.Wake();
    }

    /// <summary>The viewer shall end.</summary>
    public void PostStop()
    {
        Volatile.Write(ref _stop, 1);
        window.Wake();
    }

    /// <summary>The latest size not taken yet; null when there is none.</summary>
    public (int Width, int Height)? TakePicture() =>
        Interlocked.Exchange(ref _picture, 0) is not 0 and var packed ? ((int)(packed >> 32), (int)(packed & int.MaxValue)) : null;

    /// <summary>The latest source not taken yet; null when there is none.</summary>
    public ShownSource? TakeSource() => Interlocked.Exchange(ref _source, -1) is >= 0 and var source ? (ShownSource)source : null;

    /// <summary>The latest wish about the screen not taken yet; null when there is none.</summary>
    public bool? TakeAwake() => Interlocked.Exchange(ref _awake, -1) is >= 0 and var awake ? awake == 1 : null;

    /// <summary>A window of the guest wanted attention since the last call.</summary>
    public bool TakeActivation() => Interlocked.Exchange(ref _activation, 0) != 0;

    /// <summary>The latest status not taken yet.</summary>
    public RelayStatus? TakeStatus() => Interlocked.Exchange(ref _status, null);

    /// <summary>Why rendering ended.</summary>
    public OrielException? Failure => Volatile.Read(ref _failure);

    /// <summary>Somebody asked to end.</summary>
    public bool IsStopping => Volatile.Read(ref _stop) != 0;
}
