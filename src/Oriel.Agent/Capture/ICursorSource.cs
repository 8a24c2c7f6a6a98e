namespace Oriel.Agent.Capture;

/// <summary>A source of pointer changes, apart from the pictures so that the cursor moves while a frame is being copied. Owned by the cursor thread.</summary>
internal interface ICursorSource : IDisposable
{
    /// <summary>Waits for a change of place, shape or visibility and updates the snapshot. The first call reports the present state at once.</summary>
    CaptureOutcome Wait(long timeoutNs, CursorSnapshot cursor);

    /// <summary>Moves the pointer to a place on the whole desktop.</summary>
    void MoveTo(int x, int y);
}
