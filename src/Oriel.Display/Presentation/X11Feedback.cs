using Oriel.Interop.Linux;
using Oriel.Interop.Linux.X11;

namespace Oriel.Display.Presentation;

/// <summary>
/// X11 Present. A driver that presents by it is told about picture by picture. Mesa's software renderer sends pixels instead; there a mark goes behind them on the same connection,
/// and its answer says when the server had put them into the window. Any other driver tells nothing, and then nothing is claimed.
/// </summary>
internal sealed class X11Feedback : IPresentationFeedback
{
    private const uint RefreshBit = 0x8000_0000;
    private const int Depth = PictureQueue.Capacity;
    private readonly XPresentation _present;
    private readonly bool _isSoftware;
    private readonly uint[] _swaps = new uint[Depth];
    private int _first;
    private int _count;
    private uint _lastSerial;
    private bool _isByPixmap;
    private long _askedNs;
    private uint _asked;

    private X11Feedback(XPresentation present, bool isSoftware) => (_present, _isSoftware) = (present, isSoftware);

    public string Name => "X11 Present";

    public bool IsLost => _present.IsLost;

    /// <summary>Opens it; null with the reason when there is none.</summary>
    public static X11Feedback? TryOpen(NativeSurface surface, bool isSoftware, out string problem) =>
        XPresentation.TryOpen(surface.Display, surface.Window, out problem) is { } present ? new X11Feedback(present, isSoftware) : null;

    public void BeforeSwap(uint picture)
    {
    }

    public void AfterSwap(uint picture, bool isSwap)
    {
        if (isSwap)
        {
            _first = _count == Depth ? (_first + 1) % Depth : _first;
            _count = Math.Min(_count + 1, Depth);
            _swaps[(_first + _count - 1) % Depth] = picture;
        }

        if (_isSoftware && !(_isByPixmap && isSwap))
        {
            _present.Mark(picture & ~RefreshBit);
        }
    }

    public void AskForRefresh()
    {
        // One at a time; a server that does not answer (no display is on) is asked again after a second.
        var now = Relay.Consumer.FrameTimes.Now();
        if (_askedNs == 0 || now - _askedNs > RefreshModel.FreshNs)
        {
            _askedNs = now;
            _present.RequestRefresh(++_asked | RefreshBit);
        }
    }

    public int BeginWait() => _present.Descriptor;

    public void EndWait(bool isReadable)
    {
    }

    public bool TryTake(out PresentationReport report)
    {
        while (_present.TryTake(out var presented))
        {
            if (presented.IsPixmap)
            {
                if (TryMatch(presented, out report))
                {
                    return true;
                }
            }
            else if ((presented.Serial & RefreshBit) == 0)
            {
                report = new PresentationReport(presented.Serial, IsShown: true, presented.TimeNs, IsRefresh: false, presented.Refresh, -1);
                return true;
            }
            else if (presented.Serial == (_asked | RefreshBit))
            {
                _askedNs = 0;
                report = new PresentationReport(0, IsShown: false, presented.TimeNs, IsRefresh: true, presented.Refresh, -1);
                return true;
            }
        }

        report = default;
        return false;
    }

    public void SetDirect(bool isDirect)
    {
        _present.SetProperty("_VARIABLE_REFRESH"u8, isDirect ? 1u : null);
        _present.SetProperty("_NET_WM_BYPASS_COMPOSITOR"u8, isDirect ? 1u : 0u);
    }

    public void Dispose() => _present.Dispose();

    // The driver numbers its swaps; we know only their order. A number that jumps stands for swaps whose word was lost.
    private bool TryMatch(in XPresented presented, out PresentationReport report)
    {
        report = default;
        var step = _isByPixmap ? presented.Serial - _lastSerial : 1;
        (_isByPixmap, _lastSerial) = (true, presented.Serial);
        var passed = step is 0 or > Depth ? 1 : (int)step;
        if (_count < passed)
        {
            return false;
        }

        var picture = _swaps[(_first + passed - 1) % Depth];
        _first = (_first + passed) % Depth;
        _count -= passed;

        // A skipped picture's time is that of the refresh it was skipped at. Software renderers' displays may be no displays at all.
        report = new PresentationReport(picture, !presented.IsSkipped, presented.TimeNs, IsRefresh: !_isSoftware, presented.Refresh, -1);
        return true;
    }
}
