using Oriel.Interop.Windows.Com;
using Oriel.Memory;

namespace Oriel.Interop.Windows.WinRt;

/// <summary>A window or monitor that can be captured.</summary>
public sealed unsafe class CaptureItem : ComReference
{
    private readonly CaptureEventHandler _closed;
    private readonly long _token;
    private readonly bool _listens;

    /// <summary>Takes a reference to an IGraphicsCaptureItem over.</summary>
    internal CaptureItem(void* item, WakeFlag wake)
        : base(item)
    {
        _closed = new CaptureEventHandler(WinRtIds.ClosedHandler, wake);

        // SAFETY: the token is a local; the system takes its own reference to the handler.
        long token = 0;
        _listens = ((IGraphicsCaptureItem*)item)->add_Closed(_closed.Pointer, &token) >= 0;
        _token = token;
    }

    /// <summary>The window was closed or the monitor was removed: nothing comes any more.</summary>
    public bool IsGone => _closed.HasFired;

    /// <summary>Size now, pixels; zero when it cannot be told.</summary>
    public (int Width, int Height) ReadSize()
    {
        // SAFETY: the result is a local.
        SizeInt32 size = default;
        return ((IGraphicsCaptureItem*)Pointer)->get_Size(&size) >= 0 ? (size.Width, size.Height) : (0, 0);
    }

    /// <inheritdoc/>
    protected override bool ReleaseHandle()
    {
        if (_listens)
        {
            _ = ((IGraphicsCaptureItem*)handle)->remove_Closed(_token);
        }

        _closed.Dispose();
        return base.ReleaseHandle();
    }
}
