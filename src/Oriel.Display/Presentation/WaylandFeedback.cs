using Oriel.Interop.Linux;
using Oriel.Interop.Linux.Wayland;

namespace Oriel.Display.Presentation;

/// <summary>Wayland's presentation-time: each picture is asked about before it is committed, and is either shown at a time or replaced.</summary>
internal sealed class WaylandFeedback : IPresentationFeedback
{
    private readonly WaylandPresentation _presentation;

    private WaylandFeedback(WaylandPresentation presentation) => _presentation = presentation;

    public string Name => "Wayland presentation-time";

    public bool IsLost => _presentation.IsLost;

    /// <summary>Opens it; null with the reason when there is none, or its clock cannot be compared with ours.</summary>
    public static WaylandFeedback? TryOpen(NativeSurface surface, out string problem) =>
        WaylandPresentation.TryOpen(surface.Display, surface.Window, out problem) is { } presentation ? new WaylandFeedback(presentation) : null;

    public void BeforeSwap(uint picture) => _presentation.Request(picture);

    public void AfterSwap(uint picture, bool isSwap)
    {
    }

    public void AskForRefresh()
    {
    }

    public int BeginWait() => _presentation.BeginWait();

    public void EndWait(bool isReadable) => _presentation.EndWait(isReadable);

    public bool TryTake(out PresentationReport report)
    {
        var isThere = _presentation.TryTake(out var told);
        report = isThere ? new PresentationReport(told.Id, told.IsShown, told.TimeNs, IsRefresh: told.IsShown, told.Sequence, told.RefreshNs) : default;
        return isThere;
    }

    public void SetDirect(bool isDirect)
    {
    }

    public void Dispose() => _presentation.Dispose();
}
