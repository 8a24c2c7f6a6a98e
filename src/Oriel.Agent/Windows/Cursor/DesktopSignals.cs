using System.Diagnostics;
using Oriel.Agent.Capture;
using Oriel.Interop.Windows.User;
using Oriel.Protocol.Kvmfr;

namespace Oriel.Agent.Windows.Cursor;

/// <summary>
/// Wishes of the Windows desktop: a program keeps the screen on; a window asks for attention. Written by the cursor thread, whose message queue brings the second; the
/// first is asked for once a second while somebody watches.
/// </summary>
internal sealed class DesktopSignals : IDesktopSignals
{
    private static readonly long s_askTicks = Stopwatch.Frequency;

    private int _flags;
    private int _ownRequest;
    private long _askAt;

    /// <inheritdoc/>
    public FrameFlags Current => (FrameFlags)Volatile.Read(ref _flags);

    /// <summary>This agent itself keeps the display on now, which must not be taken for a wish of the guest. Any thread.</summary>
    public bool IsOwnRequest
    {
        get => Volatile.Read(ref _ownRequest) != 0;
        set => Volatile.Write(ref _ownRequest, value ? 1 : 0);
    }

    /// <inheritdoc/>
    public void Sent(FrameFlags flags)
    {
        if ((flags & FrameFlags.RequestActivation) != 0)
        {
            Interlocked.And(ref _flags, ~(int)FrameFlags.RequestActivation);
        }
    }

    /// <summary>Asks the system again when it is time. Cursor thread.</summary>
    /// <param name="now">Timestamp.</param>
    /// <param name="flashes">Windows that asked for attention since the last call.</param>
    public void Update(long now, int flashes)
    {
        if (flashes > 0)
        {
            Interlocked.Or(ref _flags, (int)FrameFlags.RequestActivation);
        }

        if (now < _askAt)
        {
            return;
        }

        _askAt = now + s_askTicks;
        if (!IsOwnRequest && DisplayRequests.IsDisplayRequired())
        {
            Interlocked.Or(ref _flags, (int)FrameFlags.BlockScreensaver);
        }
        else
        {
            Interlocked.And(ref _flags, ~(int)FrameFlags.BlockScreensaver);
        }
    }
}
