using Oriel.Display.Latency;
using Oriel.Display.Overlay;
using Oriel.Display.Presentation;
using Oriel.Relay.Consumer;

namespace Oriel.Display.Tests.Latency;

/// <summary>The words of the figures in the corner.</summary>
public sealed class HudTests
{
    private readonly StageLatencies _stages = new(120);
    private readonly Hud _hud;

    public HudTests() => _hud = new Hud(_stages);

    [Fact]
    public void What_is_unknown_is_a_dash_and_never_zero()
    {
        Assert.True(Update());
        Assert.Equal("latency, seen to presented: p50 –  p95 –  p99 – ms", _hud.Line(1));
        Assert.Equal("publish –  wake –  copy –  upload –  upload+draw –  present – ms (p50)", _hud.Line(2));
        Assert.Equal("guest's clock: unknown   shown: unknown   woken by: –", _hud.Line(3));
        Assert.False(Update());
    }

    [Fact]
    public void Every_stage_and_how_exact_it_is_are_told()
    {
        for (var i = 1; i <= 100; i++)
        {
            _stages.Add(new FrameTimes
            {
                CapturedNs = 1_000_000, PublishedNs = 1_250_000, SeenNs = 1_300_000, CopiedNs = 2_000_000, UploadedNs = 2_500_000, SubmittedNs = 3_000_000, PresentedNs = 4_000_000 + (i * 100_000),
                GuestClockErrorNs = 80_000, Presentation = PresentationEvidence.WindowSystem,
            });
        }

        _hud.Clock = new ClockEstimate(ClockRelation.Estimated, -12_345_678_901, 87_654, 3, 1);
        _hud.Wakeup = "doorbell, peer 3";
        Assert.True(Update());
        Assert.Equal("latency, captured to presented: p50 8.00  p95 12.50  p99 12.90 ms", _hud.Line(1));
        Assert.Equal("publish 0.25  wake 0.05  copy 0.70  upload 0.50  draw 0.50  present 6.00 ms (p50)", _hud.Line(2));
        Assert.Equal("guest's clock: ours is -12.3457 s, ±0.09 ms   shown: told by the window system   woken by: doorbell, peer 3", _hud.Line(3));
        Assert.Equal("a GPU", _hud.Line(5));

        _hud.Clock = ClockEstimate.Shared;
        Update(refreshNs: 16_683_350);
        Assert.Equal("guest's clock: ours   shown: told by the window system, 59.94 Hz   woken by: doorbell, peer 3", _hud.Line(3));
    }

    private bool Update(long refreshNs = 0) =>
        _hud.Update(new RenderFigures.Snapshot { PresentsPerSecond = 59.94, Presentation = new PresentationFigures { RefreshNs = refreshNs } }, default, hasPicture: true, null, "a GPU");
}
